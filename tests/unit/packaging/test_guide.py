"""The guide: every reason has its entry, every link leads on, every number is what calc says."""

import argparse
import ast
import functools
import json
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import terminal
from terminal.app import calc
from terminal.app.command_line import _parser
from terminal.engine.policy.policy import Policy
from terminal.model.reasons import Reason
from terminal.resource_files import GUIDE
from terminal.storage.policies import preset_names, read_presets
from terminal.venues.paper.venue import Scenario

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


def offered(parser: argparse.ArgumentParser) -> set[str]:
    """Return every option of a command line, those of its commands included."""
    found: set[str] = set()
    for action in parser._actions:
        found.update(name for name in action.option_strings if name.startswith("--"))
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                found |= offered(command)
    return found


def test_every_option_is_explained() -> None:
    missing = [o for o in offered(_parser()) if not re.search(rf"{o}\b", TEXTS["command-line"])]
    assert missing == []


def keys_of_actions() -> dict[str, str]:
    """Return the key of each of the window's own actions that begins with one."""
    found: dict[str, str] = {}
    source = (PACKAGE / "ui" / "window_actions.py").read_text("utf-8")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            for word in node.keywords:
                if word.arg == "key" and isinstance(word.value, ast.Constant):
                    found[str(node.args[0].value)] = str(word.value.value)
    return found


@functools.cache
def said_in_the_code() -> frozenset[str]:
    """Return every text in the window's code and in that which wires it."""
    return frozenset(
        node.value
        for room in ("ui", "app")
        for path in (PACKAGE / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


@pytest.mark.parametrize("page", sorted(TEXTS))
def test_what_is_to_be_pressed_or_read_is_called_so_in_the_window(page: str) -> None:
    slanted = set(re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", TEXTS[page]))
    names = {name.casefold() for names in slanted for name in re.split(r", | → ", names)}
    said = "\n".join(said_in_the_code()).replace("&", "").casefold()
    assert [name for name in names if name not in said] == []


def keys_in_the_code() -> set[str]:
    """Return every key that the window's code names; "Alt+" stands for all that are numbered."""
    return {
        text for text in said_in_the_code() if re.fullmatch(r"((Ctrl|Shift|Alt)\+)*(\w+|)", text)
    }


def test_a_key_that_is_named_does_something_in_the_window() -> None:
    named = {
        key
        for text in TEXTS.values()
        for key in re.findall(r"\b(?:(?:Ctrl|Shift|Alt)\+)+\w+|\bF\d+\b", text)
    }
    assert named
    known = keys_in_the_code()
    assert [
        key for key in named if key not in known and key.rstrip("0123456789") not in known
    ] == []


def test_the_kill_switch_has_the_key_that_its_page_names_and_esc_is_told_apart() -> None:
    keys = keys_of_actions()
    page = TEXTS["kill-switch"]
    press = next(line for line in page.splitlines() if line.startswith("**One press**"))
    assert keys["kill"] in press
    assert keys["cancel_all"] not in press
    assert f"{keys['cancel_all']} pressed twice" in page


def calculated(arguments: str) -> dict[str, Any]:
    """Return what calc answers."""
    return json.loads(json.dumps(calc.run(shlex.split(arguments))))  # type: ignore[no-any-return]


SIZE = "size kind=inverse contract_size=1 margin=2 target_leverage=5"
ONE_COIN = "kind=inverse contract_size=1 contracts=180000"
REBALANCE = "rebalance kind=inverse"
WORDS: dict[str, Callable[[], float]] = {
    "the smaller target": lambda: (
        calculated(f"{SIZE} mark=60000 funding=0")["value"]
        - calculated(f"{SIZE} mark=57000 funding=0.0002")["value"]
    ),
    "the band": lambda: int(calculated(f"{SIZE} mark=57000 funding=0.0002")["value"] * 0.01),
    "contracts before rounding": lambda: round(
        calculated(
            "size kind=inverse contract_size=100 margin=1 target_leverage=3 mark=60000 "
            "funding=0.0001 lot_size=1"
        )["contracts_raw"],
        2,
    ),
}
SAID = {
    "the smaller target": ("policies", "smaller by {:,} contracts"),
    "the band": ("policies", "within {:,} contracts"),
    "contracts before rounding": ("policies", "{:,} contracts are rounded towards zero"),
}


@pytest.mark.parametrize("name", sorted(WORDS))
def test_a_number_between_the_examples_is_what_calc_answers(name: str) -> None:
    page, words = SAID[name]
    assert words.format(WORDS[name]()) in TEXTS[page]


def test_the_numbers_in_sentences_are_what_calc_answers() -> None:
    untouched = calculated(f"{REBALANCE} side=long leverage=3 move=-0.1")
    said = "A {:g}x long that is left alone is at {:g}x after the price fell {:.0%}"
    text = said.format(3, untouched["leverage_untouched"], 0.1).replace("%", " %")
    assert text in TEXTS["policies"]
    assert f"sell {-untouched['value']:.0%} of its".replace("%", " %") in TEXTS["policies"]
    kept = calculated(f"margin {ONE_COIN} price=60000 leverage=3 mmr=0.005")
    assert (
        f"the whole coin as initial margin, and {kept['maintenance_margin']:g} coin"
        in (TEXTS["arithmetic"])
    )
    assert kept["value"] == 1
    paid = calculated(f"funding {ONE_COIN} side=long mark=60000 rate=0.0002")
    assert f"Funding at 0.02 % costs {paid['value']:g} coin" in TEXTS["arithmetic"]
    lost = calculated(f"pnl {ONE_COIN} side=long entry=60000 exit=54000")
    assert lost["value"] == pytest.approx(-1 / 3)
    assert "costs a third of the coin, not 30 %" in TEXTS["arithmetic"]
    readme = (GUIDE.parents[1] / "README.md").read_text("utf-8")
    assert f"is {WORDS['the smaller target']():,} below" in readme


def test_the_first_ten_minutes_name_what_the_paper_market_can_do() -> None:
    scenarios = {scenario.value for scenario in Scenario}
    page = TEXTS["first-ten-minutes"]
    feeds = [name.removeprefix("lose_") for name in scenarios if name.startswith("lose_")]
    assert feeds
    assert [feed for feed in feeds if feed not in page] == []
    presets = read_presets()
    assert presets["constant_leverage"]["target_leverage"] == 3.0
    assert "three times the equity" in page
    assert f"{presets['cautious']['target_leverage']:g}x at most" in TEXTS["policies"]
