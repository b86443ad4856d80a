"""The guide: every reason has its entry, every link leads on, every number is what calc says."""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

import terminal
from terminal.app import calc
from terminal.app.command_line import _parser
from terminal.engine.policy.policy import Policy
from terminal.model.reasons import Reason
from terminal.resource_files import GUIDE
from terminal.storage.policies import preset_names

PAGES = {
    "overview",
    "first-ten-minutes",
    "connecting-a-venue",
    "policies",
    "reasons",
    "arithmetic",
    "kill-switch",
    "limits",
    "window",
    "command-line",
}
PACKAGE = Path(terminal.__file__).parent
TEXTS = {path.stem: path.read_text("utf-8") for path in sorted(GUIDE.glob("*.md"))}
EXAMPLE = re.compile(r"^scaling-terminal calc (?P<arguments>.+)\n(?P<answer>\{.+\})$", re.MULTILINE)


def examples() -> Iterator[tuple[str, str]]:
    """Yield each worked example of the guide: the arguments and what calc is said to answer."""
    for text in TEXTS.values():
        for match in EXAMPLE.finditer(text):
            yield match["arguments"], match["answer"]


def test_the_pages_are_all_there() -> None:
    assert set(TEXTS) == PAGES


def test_every_page_has_one_title() -> None:
    titles = {name: re.findall(r"^# ", text, re.MULTILINE) for name, text in TEXTS.items()}
    assert [name for name, found in titles.items() if len(found) != 1] == []


def test_every_reason_has_its_entry_and_no_entry_is_of_another_name() -> None:
    entries = re.findall(r"^### `([a-z_]+)`$", TEXTS["reasons"], re.MULTILINE)
    assert len(entries) == len(set(entries))
    assert set(entries) == {reason.value for reason in Reason}


@pytest.mark.parametrize("entry", TEXTS["reasons"].split("\n### ")[1:])
def test_an_entry_says_something(entry: str) -> None:
    _, _, words = entry.partition("\n")
    assert len(words.partition("\n## ")[0].split()) >= 5


@pytest.mark.parametrize("page", sorted(TEXTS))
def test_every_link_and_picture_is_there(page: str) -> None:
    targets = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", TEXTS[page])
    missing = [t for t in targets if "://" not in t and not (GUIDE / t).is_file()]
    assert missing == []


def test_every_page_is_reached_from_the_first_one() -> None:
    seen: set[str] = set()
    waiting = ["overview"]
    while waiting:
        page = waiting.pop()
        if page not in seen:
            seen.add(page)
            waiting += [Path(t).stem for t in re.findall(r"\]\(([a-z-]+\.md)", TEXTS[page])]
    assert seen == PAGES


def test_there_are_worked_examples() -> None:
    assert len(list(examples())) >= 10


@pytest.mark.parametrize(("arguments", "answer"), list(examples()))
def test_a_worked_example_is_what_calc_answers(arguments: str, answer: str) -> None:
    told = json.loads(json.dumps(calc.run(shlex.split(arguments))))
    claimed = json.loads(answer)
    assert {key: told.get(key) for key in claimed} == claimed


def test_every_key_of_a_policy_is_explained() -> None:
    missing = [key for key in Policy.__struct_fields__ if f"`{key}`" not in TEXTS["policies"]]
    assert missing == []


def test_every_default_is_the_policy_s_own() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\S+) \|", TEXTS["policies"], re.MULTILINE)
    plain = Policy.from_mapping({"side": "long", "target_leverage": 1.0}).mapping()
    told = {key: value for key, value in rows if key in plain and value != "none"}
    assert told == {
        key: "—" if value is None else json.dumps(value).strip('"')
        for key, value in plain.items()
        if key in told
    }
    assert len(told) > 50


def test_every_panel_has_its_section() -> None:
    sources = (PACKAGE / "ui").rglob("*.py")
    declared = re.compile(r'^    name = "([a-z_]+)"$', re.MULTILINE)
    names = {name for path in sources for name in declared.findall(path.read_text("utf-8"))}
    assert names
    assert set(re.findall(r"^## `([a-z_]+)`$", TEXTS["window"], re.MULTILINE)) == names


def test_every_preset_is_explained() -> None:
    assert [name for name in preset_names() if f"`{name}`" not in TEXTS["policies"]] == []


def test_every_command_is_explained() -> None:
    subparsers = next(a for a in _parser()._actions if a.dest == "==SUPPRESS==" or a.choices)
    assert subparsers.choices is not None
    missing = [
        c for c in subparsers.choices if f"scaling-terminal {c}" not in TEXTS["command-line"]
    ]
    assert missing == []


def test_every_option_that_is_named_exists() -> None:
    offered = set(re.findall(r"--[a-z-]+", _parser().format_help()))
    shown = re.findall(r"^scaling-terminal( --[^\n]*)$", TEXTS["command-line"], re.MULTILINE)
    named = {option for line in shown for option in re.findall(r"--[a-z-]+", line.split("#")[0])}
    assert named
    assert named <= offered
