"""What the window says can be translated: literals reach the screen through tr()."""

import ast
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.architecture.source import dotted

_ROOT = Path(__file__).resolve().parents[2]
_UI = _ROOT / "terminal" / "ui"
_CATALOGUE = _ROOT / "resources" / "translations" / "terminal.ts"
# These put a word of their own beside another's, or have no object to translate with. Whoever
# makes one ready takes it out; a new file is checked from its first day.
_NOT_YET = {
    "accounts/preflight.py",
    "application.py",
    "controls/policy_editor.py",
    "docks.py",
    "main_window.py",
    "menus.py",
    "policy_editor/form.py",
    "recommendation/panel.py",
}
_ALL = {path.relative_to(_UI).as_posix() for path in _UI.rglob("*.py")}
_SAYING = {
    "setText", "setToolTip", "setPlaceholderText", "setWindowTitle", "setAccessibleName",
    "setTitle", "addAction", "addMenu", "setStatusTip", "QLabel", "QPushButton", "QCheckBox",
}  # fmt: skip


def untranslated(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the literals with a letter in them that are given to a widget as they stand."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if dotted(node.func).rpartition(".")[2] not in _SAYING:
            continue
        for argument in node.args:
            literal = ""
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                literal = argument.value
            elif isinstance(argument, ast.JoinedStr):
                parts = [part.value for part in argument.values if isinstance(part, ast.Constant)]
                literal = "".join(str(part) for part in parts)
            if any(letter.isalpha() for letter in literal):
                yield node.lineno, literal


def _found(path: str) -> list[tuple[int, str]]:
    return list(untranslated(ast.parse((_UI / path).read_text(encoding="utf-8"))))


def test_no_words_reach_a_widget_past_the_translator() -> None:
    found = {path: _found(path) for path in _ALL - _NOT_YET}
    assert len(found) > 100
    assert {path: words for path, words in found.items() if words} == {}


@pytest.mark.parametrize("path", sorted(_NOT_YET))
def test_what_is_not_ready_is_named_only_as_long_as_it_is_not(path: str) -> None:
    assert _found(path)


def test_the_check_finds_a_literal() -> None:
    planted = ast.parse('button.setText("Send")\nlabel = QLabel(f"{n} orders")\nx.setText("—")')
    assert [line for line, _ in untranslated(planted)] == [1, 2]


def test_the_catalogue_has_what_the_window_says_and_nothing_else() -> None:
    said = set()
    for path in _ALL:
        for node in ast.walk(ast.parse((_UI / path).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and dotted(node.func) == "self.tr" and node.args:
                words = node.args[0]
                assert isinstance(words, ast.Constant), f"{path}:{node.lineno}: not a literal"
                said.add(words.value)
    catalogue = ET.parse(_CATALOGUE)
    noted = {source.text for source in catalogue.iter("source")}
    assert noted == said, "CONTRIBUTING.md has the command that makes the catalogue anew"
