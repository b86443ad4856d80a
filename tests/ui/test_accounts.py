"""API keys in the window: entered unseen, gone once used; the pre-flight beside them."""

from collections.abc import Callable

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from terminal.model.checks import (
    Check,
    CheckLine,
    CheckState,
    DeadMan,
    DeadManState,
    PreflightReport,
)
from terminal.model.errors import UserError
from terminal.model.outputs import Alert, Level
from terminal.model.reasons import Reason
from terminal.ui.accounts.keys import KeysDialog
from terminal.ui.accounts.port import HasAccounts, KeyPlace, KeyRow
from terminal.ui.accounts.preflight import PreflightDialog
from terminal.ui.accounts.rows import dead_man_words, line_rows, venue_words, verdict
from terminal.ui.desk import Health, VenueHealth, VenueState
from terminal.ui.main_window import MainWindow
from terminal.ui.theme import Theme
from tests.ui.fake_desk import FakeDesk

pytestmark = pytest.mark.qt_log_ignore("does not support raise", extend=True)

KEY, SECRET, WORDS = "KEYplanted7315024", "SECRETplanted9948271", "WORDSplanted5521"
GREEN = CheckLine(Check.KEY, CheckState.GREEN, "may trade, may not withdraw")
RED = CheckLine(Check.LEVERAGE, CheckState.RED, "3×", "set 5× or more", "BTC/USD:BTC")


class FakeCabinet:
    """Keeps keys in a list and remembers what it was asked."""

    def __init__(self) -> None:
        self.rows = [KeyRow("bybit", "testnet", "main", "KEYp…0123abcd")]
        self.asked: list[tuple[object, ...]] = []
        self.keeps = True
        self.refuse = ""
        self.may_begin_anew = True
        self.begun_anew = 0

    def place(self) -> KeyPlace:
        return KeyPlace("Secret Service: kept there", self.keeps)

    def exchanges(self) -> tuple[str, ...]:
        return ("binancecoinm", "bybit")

    def keys(self) -> tuple[KeyRow, ...]:
        return tuple(self.rows)

    def add(
        self,
        name: str,
        key: str,
        secret: str,
        passphrase: str,
        *,
        tried: bool,
        replace: bool,
        session: bool,
    ) -> str:
        self.asked.append(("add", name, key, secret, passphrase, tried, replace, session))
        if self.refuse:
            raise UserError(self.refuse)
        exchange, environment, account = name.split("/")
        self.rows.append(KeyRow(exchange, environment, account, "KEYp…99"))
        return f"{name}: is kept"

    def test(self, name: str) -> str:
        self.asked.append(("test", name))
        return f"{name}: accepted, may not withdraw"

    def rename(self, name: str, account: str) -> str:
        self.asked.append(("rename", name, account))
        return "renamed"

    def delete(self, name: str) -> str:
        self.asked.append(("delete", name))
        self.rows.clear()
        raise ValueError(SECRET)

    def begin_anew(self) -> bool:
        self.begun_anew += self.may_begin_anew
        return self.may_begin_anew


class AccountsDesk(FakeDesk):
    """A desk behind which there are keys and checks."""

    def __init__(self) -> None:
        super().__init__()
        self.cabinet = FakeCabinet()
        self.looked = 0
        self.told = Health()

    def preflight(self) -> None:
        self.looked += 1

    def health(self) -> Health:
        return self.told


@pytest.fixture
def cabinet() -> FakeCabinet:
    return FakeCabinet()


@pytest.fixture
def dialog(qtbot: QtBot, theme: Theme, cabinet: FakeCabinet) -> KeysDialog:
    made = KeysDialog(cabinet)
    qtbot.addWidget(made)
    done(qtbot, made, made.show_dialog)
    return made


def done(qtbot: QtBot, dialog: KeysDialog, act: Callable[[], object]) -> None:
    """Act, and wait until the cabinet has answered everything."""
    act()
    qtbot.waitUntil(lambda: not dialog.background.busy, timeout=5000)


def enter(dialog: KeysDialog) -> None:
    dialog.exchange.setCurrentText("bybit")
    dialog.environment.setCurrentText("live")
    dialog.account.setText("second")
    dialog.key.setText(KEY)
    dialog.secret.setText(SECRET)
    dialog.passphrase.setText(WORDS)


def secrets_in(dialog: KeysDialog) -> list[str]:
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    texts += [field.text() for field in dialog.findChildren(QLineEdit)]
    return [text for text in texts for secret in (KEY, SECRET, WORDS) if secret in text]


def test_what_is_kept_is_listed_with_its_environment_and_fingerprint(dialog: KeysDialog) -> None:
    item = dialog.list.topLevelItem(0)
    assert item is not None
    assert [item.text(n) for n in range(4)] == ["bybit", "testnet", "main", "KEYp…0123abcd"]
    assert dialog.place.text() == "Secret Service: kept there"


def test_a_key_is_added_by_its_whole_name_and_the_fields_are_empty_at_once(
    qtbot: QtBot, dialog: KeysDialog, cabinet: FakeCabinet
) -> None:
    enter(dialog)
    assert dialog.add.isEnabled()
    dialog.add.click()
    assert secrets_in(dialog) == [], "before the venue has answered"
    qtbot.waitUntil(lambda: not dialog.background.busy and dialog.list.topLevelItemCount() == 2)
    assert cabinet.asked == [("add", "bybit/live/second", KEY, SECRET, WORDS, True, False, False)]
    assert dialog.says.text() == "Bybit/live/second: is kept"


def test_a_key_can_be_for_this_session_only_by_choice(
    qtbot: QtBot, dialog: KeysDialog, cabinet: FakeCabinet
) -> None:
    assert dialog.session.isEnabled()
    assert not dialog.session.isChecked()
    dialog.session.setChecked(True)
    enter(dialog)
    done(qtbot, dialog, dialog.add.click)
    assert cabinet.asked[-1][-1] is True


def test_a_new_key_is_taken_up_by_starting_the_desk_anew_which_takes_two_presses(
    qtbot: QtBot, theme: Theme
) -> None:
    desk = AccountsDesk()
    window = MainWindow(desk, theme)
    qtbot.addWidget(window)
    window.show()
    window.book.actions["accounts"].trigger()
    (dialog,) = window.findChildren(KeysDialog)
    qtbot.waitUntil(lambda: not dialog.background.busy)
    assert not dialog.anew.isEnabled()
    enter(dialog)
    done(qtbot, dialog, dialog.add.click)
    qtbot.waitUntil(dialog.anew.isEnabled)
    dialog.anew.click()
    assert desk.cabinet.begun_anew == 0
    assert "positions stay" in dialog.says.text()
    desk.cabinet.may_begin_anew = False
    dialog.anew.click()
    assert "recorded" in dialog.says.text()
    desk.cabinet.may_begin_anew = True
    dialog.anew.click()
    with qtbot.waitSignal(window.closing):
        dialog.anew.click()
    assert desk.cabinet.begun_anew == 1
    window.allow_close()


def test_a_refused_key_is_refused_in_words_and_has_to_be_entered_anew(
    qtbot: QtBot, dialog: KeysDialog, cabinet: FakeCabinet
) -> None:
    cabinet.refuse = "this key may withdraw: it is not kept"
    enter(dialog)
    done(qtbot, dialog, dialog.add.click)
    assert dialog.says.text() == "This key may withdraw: it is not kept"
    assert secrets_in(dialog) == []
    assert not dialog.add.isEnabled()


def test_secret_fields_give_nothing_back(qtbot: QtBot, dialog: KeysDialog) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("what was there")
    enter(dialog)
    for field in (dialog.key, dialog.secret, dialog.passphrase):
        assert field.echoMode() is QLineEdit.EchoMode.Password
        field.selectAll()
        field.copy()
        field.cut()
        assert clipboard.text() == "what was there"
        field.insert("typed")
        field.forget()
        field.undo()
        assert (field.text(), field.isUndoAvailable()) == ("", False)
        assert field.contextMenuPolicy() is Qt.ContextMenuPolicy.NoContextMenu


def test_closing_the_window_forgets_what_was_entered(dialog: KeysDialog) -> None:
    enter(dialog)
    dialog.close()
    assert secrets_in(dialog) == []


def test_a_key_is_tried_and_renamed(qtbot: QtBot, dialog: KeysDialog, cabinet: FakeCabinet) -> None:
    done(qtbot, dialog, dialog.test.click)
    assert "accepted" in dialog.says.text()
    assert not dialog.rename.isEnabled()
    dialog.rename_to.setText("desk")
    dialog.rename.click()
    qtbot.waitUntil(lambda: not dialog.background.busy and len(cabinet.asked) == 2)
    assert cabinet.asked == [
        ("test", "bybit/testnet/main"), ("rename", "bybit/testnet/main", "desk"),
    ]  # fmt: skip


def test_deleting_takes_two_presses_and_an_unknown_error_shows_only_its_kind(
    qtbot: QtBot, dialog: KeysDialog, cabinet: FakeCabinet
) -> None:
    dialog.delete.click()
    assert cabinet.asked == []
    done(qtbot, dialog, dialog.delete.click)
    assert cabinet.asked == [("delete", "bybit/testnet/main")]
    assert dialog.says.text() == "That failed (ValueError)"


def test_without_a_keyring_a_key_can_only_be_for_this_session(
    qtbot: QtBot, dialog: KeysDialog, cabinet: FakeCabinet
) -> None:
    cabinet.keeps = False
    done(qtbot, dialog, dialog.show_dialog)
    enter(dialog)
    assert dialog.session.isChecked()
    assert not dialog.session.isEnabled()
    done(qtbot, dialog, dialog.add.click)
    assert cabinet.asked[-1][-1] is True


# the pre-flight ------------------------------------------------------------------------------


def report(*lines: CheckLine, present: bool = True) -> PreflightReport:
    return PreflightReport(venue="bybit", at=1, lines=lines, present=present)


def test_red_lines_come_first_and_the_verdict_names_one() -> None:
    rows = line_rows((report(GREEN, RED),))
    assert [(row.sign, row.check) for row in rows] == [
        ("■ red", "leverage BTC/USD:BTC"), ("● green", "key"),
    ]  # fmt: skip
    assert verdict((report(GREEN, RED),)) == (
        "Auto cannot be armed. Bybit: leverage of BTC/USD:BTC: 3×; set 5× or more."
    )
    unknown = msgspec.structs.replace(GREEN, state=CheckState.UNKNOWN)
    assert verdict((report(unknown),)) == (
        "Auto can be armed. 1 line is no obstacle but a warning or unknown: weigh what they say."
    )
    assert verdict(()) == "No venue has been looked over yet."
    assert verdict((report(RED, present=False),)).startswith("Nothing can be traded on.")


def test_the_dead_man_switch_is_told_by_the_venues_own_answer() -> None:
    until = 1_790_000_000 * 10**9
    armed = DeadMan(state=DeadManState.ARMED, until_at=until)
    assert dead_man_words(armed) == "dead-man switch: armed at venue until 14:13:20 UTC"
    lapsing = msgspec.structs.replace(armed, state=DeadManState.LAPSING, detail="mark_stale")
    assert "LEFT TO LAPSE until 14:13:20 UTC: mark_stale" in dead_man_words(lapsing)
    refused = DeadMan(state=DeadManState.REFUSED, detail="on request")
    assert dead_man_words(refused) == "dead-man switch: NOT ARMED: on request"
    assert dead_man_words(None) == "dead-man switch: off"
    health = VenueHealth("bybit", VenueState.REFUSED, 1, "key expired", armed)
    assert venue_words((health,)).startswith("bybit: refused (key expired) · dead-man switch: arm")


def test_it_is_shown_as_long_as_it_is_open(qtbot: QtBot, theme: Theme) -> None:
    desk = AccountsDesk()
    desk.told = Health(preflights=(report(GREEN),))
    shown = PreflightDialog(desk, theme)
    qtbot.addWidget(shown)
    shown.show_dialog()
    assert desk.looked == 1
    assert shown.list.topLevelItemCount() == 1
    desk.told = Health(preflights=(report(GREEN, RED),))
    shown.refresh()
    assert shown.list.topLevelItemCount() == 2
    assert shown.verdict.text().startswith("Auto cannot be armed.")
    shown.again.click()
    assert desk.looked == 2


def test_a_venues_words_are_never_taken_for_html(qtbot: QtBot, theme: Theme) -> None:
    desk = AccountsDesk()
    hostile = msgspec.structs.replace(RED, found="<b>FILLED</b><img src='http://x'>")
    desk.told = Health(preflights=(report(hostile),))
    shown = PreflightDialog(desk, theme)
    qtbot.addWidget(shown)
    shown.show_dialog()
    item = shown.list.topLevelItem(0)
    assert item is not None
    assert "<b>" not in item.toolTip(3)
    assert item.text(3).startswith("<b>FILLED"), "as plain text"
    assert shown.verdict.textFormat() is Qt.TextFormat.PlainText


def test_a_refused_arming_opens_it_beside_the_window(qtbot: QtBot, theme: Theme) -> None:
    desk = AccountsDesk()
    desk.told = Health(preflights=(report(RED),))
    assert isinstance(desk, HasAccounts)
    window = MainWindow(desk, theme)
    qtbot.addWidget(window)
    assert {"preflight", "accounts"} <= set(window.book.actions)
    desk.pushed.append(
        Alert(
            at=1, level=Level.WARNING, reason=Reason.COMMAND_REFUSED, detail="auto: bybit: leverage"
        )
    )
    window.frames.pulse()
    (shown,) = window.findChildren(PreflightDialog)
    assert shown.isVisible()
    assert shown.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert not shown.isModal()


def test_a_desk_without_keys_has_no_such_actions(
    qtbot: QtBot, theme: Theme, desk: FakeDesk
) -> None:
    window = MainWindow(desk, theme)
    qtbot.addWidget(window)
    assert not {"preflight", "accounts"} & set(window.book.actions)
