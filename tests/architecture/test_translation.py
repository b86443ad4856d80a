"""What the window says can be translated: every sentence in its code is marked for that."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.architecture.source import dotted

_ROOT = Path(__file__).resolve().parents[2]
_UI = _ROOT / "terminal" / "ui"
_TRANSLATIONS = _ROOT / "resources" / "translations"
_CATALOGUE = _TRANSLATIONS / "terminal.ts"
_MARKED = {"tr", "translate", "QT_TRANSLATE_NOOP"}
# What these are given is no text, or is looked for in a text.
_UNSAID = _MARKED | {
    "compile", "setProperty", "setObjectName", "setStyleSheet", "color", "QKeySequence",
    "startswith", "endswith", "removeprefix", "removesuffix", "replace", "partition", "TypeError",
    "send",
}  # fmt: skip
# Names, not sentences: currencies, keys of the keyboard, families of fonts, constants.
_NAMES = re.compile(
    r"USD[TC]?|BTC|UTC|CSV|Inter|Fusion|(Ctrl|Shift|Alt)\+.*|F\d+|Esc|[A-Z]+(_[A-Z]+)+|PySide6"
    r"|Scaling Terminal|%Y.*|Trade|Risk|Portfolio|ALARM|WARNING|FREEZE|MODE|INFO"
)
_UNTRANSLATED = {
    "style_sheet.py": "Qt's style sheet, which nobody reads on screen",
    "ring_buffer.py": "errors of whoever writes this code, which no trader meets",
    "typed.py": "a pattern of figures",
    "policy_editor/prepared.py": "patterns of the engine's own words, for which labels are put in",
    "kill/switch.py": "reasons as they stand in the journal, the same in every language",
    "tables/column.py": "files are for machines: the same in every language",
    "words.py": "what marks words",
}
"""Files whose literals are not marked, and why."""
_ALL = {path.relative_to(_UI).as_posix(): path for path in _UI.rglob("*.py")}


def unmarked(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the literals that read like words for a trader and are marked for no catalogue.

    A sentence has a space or begins with a capital; a single small word may be a role or a key.
    """
    quiet: set[int] = set()
    for node in ast.walk(tree):
        for silent in _silent_parts(node):
            quiet.update(id(part) for part in ast.walk(silent))
    for node in ast.walk(tree):
        text = "" if id(node) in quiet else _text(node)
        letters = sum(letter.isascii() and letter.isalpha() for letter in text)
        bare = text.strip().lstrip("▲▼●◌‖■○✕→Σ◐ ")
        wordy = " " in bare or bare[:1].isupper()
        if letters > 1 and wordy and not _NAMES.fullmatch(bare):
            yield getattr(node, "lineno", 0), text


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
    return ""


def _silent_parts(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the parts of a node whose literals are never shown."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value  # a docstring
    elif isinstance(node, ast.Compare):
        yield node
    elif isinstance(node, ast.Subscript):
        yield node.slice
    elif isinstance(node, ast.Dict):
        yield from (key for key in node.keys if key is not None)
    elif isinstance(node, ast.JoinedStr):
        yield from (part for part in node.values if isinstance(part, ast.Constant))
    elif isinstance(node, ast.AnnAssign):
        yield node.annotation
    elif isinstance(node, ast.FunctionDef):
        given = [*node.args.args, *node.args.kwonlyargs]
        yield from (one.annotation for one in given if one.annotation is not None)
        if node.returns is not None:
            yield node.returns
    elif isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in _UNSAID:
        yield from node.args


def _found(path: str) -> list[tuple[int, str]]:
    return list(unmarked(ast.parse(_ALL[path].read_text(encoding="utf-8"))))


def test_every_sentence_in_the_windows_code_is_marked_for_the_catalogue() -> None:
    found = {path: _found(path) for path in sorted(_ALL.keys() - _UNTRANSLATED.keys())}
    assert len(found) > 150
    assert {path: words for path, words in found.items() if words} == {}


@pytest.mark.parametrize("path", sorted(_UNTRANSLATED.keys() - {"words.py"}))
def test_a_file_is_excepted_only_as_long_as_it_needs_to_be(path: str) -> None:
    assert _found(path)


def test_the_check_finds_what_is_not_marked_and_nothing_else() -> None:
    planted = ast.parse(
        '"""A docstring here."""\n'
        'button.setText("Send it")\n'
        'label = f"{n} orders left"\n'
        'words = Words("Scale up", tr("Marked words"))\n'
        'x.setText("—"); y = {"A key": 1}; z = "contracts"; u = f"{price} USD"\n'
        'if a == "Some text": b = translate("window", "Other words")\n'
    )
    assert sorted(line for line, _ in unmarked(planted)) == [2, 3, 4]


def _marked() -> Iterator[tuple[str, str]]:
    """Yield every text marked in the code, and where."""
    for path, file in _ALL.items():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = dotted(node.func)
            last = name.rpartition(".")[2]
            if last not in _MARKED or path == "words.py":
                continue
            first = node.args[0]
            if last != "tr" and not (isinstance(first, ast.Constant) and first.value == "window"):
                continue  # a rectangle is translated too
            words = first if last == "tr" else node.args[1]
            assert isinstance(words, ast.Constant), f"{path}:{node.lineno}: not a literal"
            yield str(words.value), f"{path}:{node.lineno}"


def test_the_catalogue_has_what_the_window_says_and_nothing_else() -> None:
    said = {words for words, _ in _marked()}
    noted = {source.text for source in ET.parse(_CATALOGUE).iter("source")}
    assert noted == said, "CONTRIBUTING.md has the command that makes the catalogue anew"


@pytest.mark.parametrize("catalogue", sorted(_TRANSLATIONS.glob("*.ts")), ids=lambda p: p.name)
def test_a_translation_keeps_the_figures_of_its_source(catalogue: Path) -> None:
    figure = re.compile(r"{[^{}]*}")
    for message in ET.parse(catalogue).iter("message"):
        source, target = message.findtext("source", ""), message.findtext("translation", "")
        if target:
            assert sorted(figure.findall(target)) == sorted(figure.findall(source)), source
