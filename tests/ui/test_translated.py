"""Another language reaches every corner: a window in a made-up one shows no English."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from terminal.app.paths import DataDirectory
from terminal.app.window_keeper import FileKeeper
from terminal.engine.policy.validation import CHOICES
from terminal.model.events import FillType, OrderState, Side
from terminal.model.outputs import (
    Action,
    Alert,
    Freeze,
    Gate,
    Level,
    Mode,
    ModeChanged,
    OrderType,
    Purpose,
    Unfreeze,
)
from terminal.model.reasons import Reason
from terminal.ui.engine_words import ENGINE_WORDS
from terminal.ui.main_window import MainWindow
from terminal.ui.reason_words import REASON_WORDS, words_for
from terminal.ui.settings_page.setting_words import SETTING_WORDS
from terminal.ui.theme import Theme
from tests.ui.fake_desk import FakeDesk
from tests.ui.ways.acting import frame, opened, settle

# Names and figures, the same in every language: symbols, venues, currencies, units, policies,
# workspaces (the trader names them), the journal's kinds and rows as they were written.
_SAME = re.compile(
    r"⟦[^⟦⟧]*⟧|BTC|AIOZ|USD[TC]?|UTC|CSV|paper|Constant exposure|constant exposure|cautious"
    r"|constant leverage|Trade|Risk|Portfolio|Ctrl|Shift|Alt|Esc|PgDown|PgUp|Tab|Return|Space"
    r"|recommend$|manual$|decision$|mode$|policy$|[0-9a-f]{8}|\b[a-z]+_[a-z_]+\b|\bF\d+|\b[A-Z]\b|\b[a-z]{1,2}\b|p\.a\."
)
_WORD = re.compile(r"[A-Za-z]{3,}")


class Elsewhere(QTranslator):
    """A language in which every text is itself between brackets."""

    def isEmpty(self) -> bool:
        return False

    def translate(
        self, context: str, text: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        assert context
        return f"⟦{text}⟧"


@pytest.fixture
def elsewhere(qapp: QApplication) -> Iterator[None]:
    """Speak the made-up language for the length of a test."""
    translator = Elsewhere()
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


def english(text: str) -> bool:
    """Return whether words are left once what is translated, or a name, is taken away."""
    while (bare := _SAME.sub(" ", text)) != text:
        text = bare
    return bool(_WORD.search(text.replace("⟦", " ").replace("⟧", " ")))


def said(root: QWidget) -> Iterator[tuple[str, str]]:
    """Yield what every widget below a window says, and where."""
    for widget in (root, *root.findChildren(QWidget)):
        name = f"{type(widget).__name__} {widget.objectName()}"
        for text in (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()):
            yield text, name
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget.text(), name
        if isinstance(widget, QLineEdit):
            yield widget.placeholderText(), name
        if isinstance(widget, QComboBox):
            for place in range(widget.count()):
                yield widget.itemText(place), name
        if isinstance(widget, QTabBar):
            for place in range(widget.count()):
                yield widget.tabText(place), name
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            yield from ((text, name) for text in _cells(widget))
    for action in root.findChildren(QAction):
        yield action.text(), f"action {action.objectName()}"
        yield action.toolTip(), f"action {action.objectName()}"


def _cells(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    columns = 1 if isinstance(view, QListView) else model.columnCount()
    for row in range(min(model.rowCount(), 30)):
        for column in range(columns):
            yield str(model.index(row, column).data() or "")


def left_in_english(root: QWidget) -> set[tuple[str, str]]:
    """Return what a window says in English, and where."""
    return {(text, where) for text, where in said(root) if text and english(text)}


def _every_panel(window: MainWindow) -> None:
    for name in window.panels:
        window.show_panel(name)
        settle()
        frame(window, 0.5)


@pytest.mark.usefixtures("elsewhere")
def test_a_window_in_another_language_shows_no_english(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    with opened(qtbot, desk, theme) as window:
        _every_panel(window)
        desk.action, desk.reason, desk.funding_stale = Action.FROZEN, Reason.FUNDING_STALE, True
        venue, symbol = "paper", "BTC/USD:BTC"
        desk.pushed = [
            Alert(at=desk.at, level=Level.ALARM, reason=Reason.MARGIN_WARN, venue=venue),
            Freeze(at=desk.at, reason=Reason.PRICE_GAP, venue=venue, symbol=symbol),
            Unfreeze(at=desk.at, reason=Reason.PRICE_GAP, venue=venue, symbol=symbol),
            ModeChanged(at=desk.at, mode=Mode.MANUAL, gate=Gate.RUNNING, reason="slept"),
        ]
        window.show_panel("alerts")
        frame(window, 0.5)
        settle()
        window.show_keys()
        window.show_workspaces()
        window.show_palette()
        settle()
        assert left_in_english(window) == set()


@pytest.mark.usefixtures("elsewhere")
def test_every_reason_is_told_in_another_language() -> None:
    for reason in REASON_WORDS:
        words = words_for(reason)
        assert not [text for text in words if text and english(text)], reason


def test_every_word_that_an_engines_value_can_be_is_in_the_catalogue() -> None:
    choices = {item.value for items in CHOICES.values() for item in items}
    kinds = (Side, OrderState, FillType, Purpose, OrderType, Mode, Gate)
    values = choices | {item.value for kind in kinds for item in kind}
    missing = {value.replace("_", " ") for value in values} - set(ENGINE_WORDS)
    assert not missing


def test_every_setting_is_in_the_catalogue(tmp_path: Path) -> None:
    missing = set()
    for field in FileKeeper(DataDirectory(tmp_path)).fields():
        choices = field.choices if field.kind == "choice" else ()
        shown = (choice.replace("_", " ").capitalize() for choice in choices if choice != "utc")
        missing |= {field.title, field.description, field.unit, *shown} - set(SETTING_WORDS)
    assert not {words for words in missing if any(letter.isalpha() for letter in words)}


def test_what_is_not_translated_is_found(qtbot: QtBot, desk: FakeDesk, theme: Theme) -> None:
    with opened(qtbot, desk, theme) as window:
        found = {text for text, _ in left_in_english(window)}
    assert {"Snooze", "Scaling controls", "Running rate"} & found
