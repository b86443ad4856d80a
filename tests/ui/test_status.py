"""The head of the window: gate, reasons, feed ages, early warnings."""

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from terminal.engine.snapshot import FreezeState, KillState, Snapshot
from terminal.model.outputs import Freeze, Gate, Mode, Unfreeze
from terminal.model.reasons import Reason
from terminal.ui.kill.switch import KillSwitch
from terminal.ui.panel import Focus
from terminal.ui.status.panel import StatusPanel
from terminal.ui.status.rows import badges, figures, reason_text, severity, status
from terminal.ui.theme import Theme
from tests.ui.fake_desk import SECOND, FakeDesk

_BTC = Focus("paper", "BTC/USD:BTC")


def _snapshot(desk: FakeDesk) -> Snapshot:
    taken = desk.snapshot()
    assert taken is not None
    return taken


def test_running_in_manual_is_said_plainly(desk: FakeDesk) -> None:
    said = status(_snapshot(desk), _BTC, desk.at)
    assert (said.mode, said.gate, said.reasons) == ("Manual", "Running", ())
    assert said.clock == "14:13:20 UTC"


def test_every_freeze_is_named_and_the_breaker_counts_down(desk: FakeDesk) -> None:
    desk.gate, desk.mode = Gate.FROZEN, Mode.AUTO
    desk.freezes = (
        FreezeState(Reason.PRICE_GAP, desk.at, until_at=desk.at + 1_300_000_000),
        FreezeState(Reason.BOOK_STALE, desk.at),
    )
    said = status(_snapshot(desk), _BTC, desk.at)
    assert (said.gate, said.mode) == ("Frozen", "Auto armed")
    assert said.reasons == ("Circuit breaker 1.3 s", "Book stale")


def test_a_breaker_past_its_cooldown_waits_for_fresh_data(desk: FakeDesk) -> None:
    freeze = FreezeState(Reason.PRICE_GAP, desk.at, until_at=desk.at)
    assert reason_text(freeze, desk.at + SECOND) == "Circuit breaker waiting for fresh data"


def test_a_latched_kill_switch_outranks_a_freeze(desk: FakeDesk) -> None:
    desk.gate, desk.kill = Gate.KILLED, KillState(True, desk.at, "kill switch", ())
    desk.freezes = (FreezeState(Reason.BOOK_STALE, desk.at),)
    assert status(_snapshot(desk), _BTC, desk.at).gate == "Killed"


def test_an_engine_that_does_not_answer_outranks_everything(desk: FakeDesk) -> None:
    snapshot = _snapshot(desk)
    said = status(snapshot, _BTC, snapshot.at + 3 * SECOND)
    assert said.gate == "Engine silent for 3 s"
    assert said.tone == "alarm"


def test_a_feed_is_stale_past_the_policys_limit_or_by_the_engines_word(desk: FakeDesk) -> None:
    assert not any(badge.stale for badge in badges(_snapshot(desk), _snapshot(desk).legs[0]))
    desk.book_age_s = 8.0
    desk.funding_stale = True
    snapshot = _snapshot(desk)
    stale = [badge.feed for badge in badges(snapshot, snapshot.legs[0]) if badge.stale]
    assert stale == ["Book", "Funding"]


def test_a_lost_feed_says_so_instead_of_an_age(desk: FakeDesk) -> None:
    desk.freezes = (FreezeState(Reason.FEED_DISCONNECTED, desk.at, detail="book, mark"),)
    snapshot = _snapshot(desk)
    ages = {badge.feed: badge.age for badge in badges(snapshot, snapshot.legs[0])}
    assert (ages["Mark"], ages["Book"], ages["Account"]) == ("lost", "lost", "1 s")


def test_ages_go_on_while_the_engine_is_silent(desk: FakeDesk) -> None:
    snapshot = _snapshot(desk)
    mark = badges(snapshot, snapshot.legs[0], silent_s=9.0)[0]
    assert (mark.age, mark.stale) == ("9 s", True)


@pytest.mark.parametrize(
    ("value", "expected"), [(None, None), (0.4, 0), (0.5, 1), (0.79, 1), (0.8, 2)]
)
def test_early_warnings_have_three_levels_and_unknown_has_none(
    value: float | None, expected: int | None
) -> None:
    assert severity(value, 0.5, 0.8) == expected


def test_both_early_warnings_are_always_among_the_figures(desk: FakeDesk) -> None:
    shown = {figure.caption: figure for figure in figures(_snapshot(desk), _BTC)}
    assert shown["Margin used"].value == "27.4 %"
    assert shown["Margin used"].level == 0
    assert shown["Funding volatility"].value == "0.0064 %"


def test_unknown_figures_are_dashes(desk: FakeDesk) -> None:
    snapshot = _snapshot(desk)
    leg = msgspec.structs.replace(snapshot.legs[0], mark_price=None, liquidation_distance=None)
    blank = msgspec.structs.replace(snapshot, legs=(leg,), accounts=())
    shown = {figure.caption: figure.value for figure in figures(blank, _BTC)}
    assert shown["Mark price"] == shown["Margin used"] == shown["To liquidation"] == "—"


def test_what_every_start_goes_through_is_no_news(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel = StatusPanel(desk, theme, KillSwitch(desk, theme))
    qtbot.addWidget(panel)
    snapshot = _snapshot(desk)

    def words(event: Freeze | Unfreeze) -> str:
        panel.observe(snapshot, (event,))
        rows = panel.rows(snapshot, _BTC)
        assert isinstance(rows, tuple)
        return str(rows[2][0])

    assert words(Unfreeze(at=desk.at, reason=Reason.PREFLIGHT, venue="paper")) == ""
    assert "not passed" in words(Freeze(at=desk.at, reason=Reason.PREFLIGHT, venue="paper"))
    assert words(Unfreeze(at=desk.at, reason=Reason.PREFLIGHT, venue="paper")) == ""
    assert words(Unfreeze(at=desk.at, reason=Reason.BOOK_STALE)).endswith("Over: book stale")
