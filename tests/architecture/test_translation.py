"""What the window's own shell says can be translated: literals reach the screen through tr()."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import dotted

_UI = Path(__file__).resolve().parents[2] / "terminal" / "ui"
# The rooms of the window that are ready for translation; whoever makes another one so adds it.
READY = (
    "first_run/bar.py",
    "hand_orders/effect_view.py",
    "hand_orders/form.py",
    "hand_orders/panel.py",
    "hand_orders/safety_switch.py",
    "help_pages/viewer.py",
    "hotkeys/palette.py",
    "hotkeys/sheet.py",
    "kill/panel.py",
    "progress.py",
    "settings_page/field_row.py",
    "settings_page/page.py",
    "tab_help.py",
    "workspaces/bar.py",
)
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


@pytest.mark.parametrize("path", READY)
def test_no_words_reach_a_widget_past_the_translator(path: str) -> None:
    tree = ast.parse((_UI / path).read_text(encoding="utf-8"))
    assert list(untranslated(tree)) == []


def test_the_check_finds_a_literal() -> None:
    planted = ast.parse('button.setText("Send")\nlabel = QLabel(f"{n} orders")\nx.setText("—")')
    assert [line for line, _ in untranslated(planted)] == [1, 2]
