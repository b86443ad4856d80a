"""What is told beside the window, to whom, and how often."""

import io
import wave
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from terminal.model.checks import NOT_MADE_YET
from terminal.model.events import Fill, FillType, Side
from terminal.model.outputs import Alert, Freeze, Level
from terminal.model.reasons import Reason
from terminal.ui.desk import Pushed
from terminal.ui.keeper import Preferences
from terminal.ui.starter import Starter
from terminal.ui.tray.herald import Herald
from terminal.ui.tray.notices import Notice, NoticeKind, gathered, notices, wanted
from terminal.ui.tray.tones import Tones, tone
from tests.ui.fake_desk import START


def _fill(fill_type: FillType = FillType.TRADE) -> Fill:
    return Fill(
        at=START,
        venue="paper",
        symbol="BTC/USD:BTC",
        client_order_id=None,
        contracts=1000.0,
        price=57_000.5,
        fee=0.0,
        fill_id="1",
        fill_type=fill_type,
        side=Side.BUY,
    )


_FREEZE = Freeze(at=START, venue="paper", symbol="BTC/USD:BTC", reason=Reason.PRICE_GAP)
_ALARM = Alert(at=START, level=Level.ALARM, reason=Reason.KILLED, detail="everything is halted")
_INFO = Alert(at=START, level=Level.INFO, reason=Reason.POLICY_CHANGED)


class _Player:
    def __init__(self) -> None:
        self.played: list[NoticeKind] = []

    def play(self, kind: NoticeKind) -> None:
        self.played.append(kind)


def test_fills_freezes_and_alarms_are_told_and_nothing_else() -> None:
    pushed: list[Pushed] = [_fill(), _FREEZE, _ALARM, _INFO, _fill(FillType.FUNDING)]
    told = notices(pushed)
    assert [notice.kind for notice in told] == [
        NoticeKind.FILL,
        NoticeKind.FREEZE,
        NoticeKind.ALARM,
    ]
    assert told[0] == Notice(NoticeKind.FILL, "Filled BTC/USD:BTC", "1.00k at 57,000.5")
    assert "everything is halted" in told[2].words
    first_word = Freeze(at=START, venue="paper", symbol="B", reason=Reason.MARK_UNKNOWN)
    assert notices([first_word]) == []


def test_a_pre_flight_that_every_start_awaits_is_no_news_and_a_red_one_is() -> None:
    awaited = Freeze(
        at=START, venue="paper", symbol="B", reason=Reason.PREFLIGHT, detail=NOT_MADE_YET
    )
    red = msgspec.structs.replace(awaited, detail="the key may withdraw")
    assert [notice.kind for notice in notices([awaited, red])] == [NoticeKind.FREEZE]


def test_a_liquidation_is_an_alarm_and_not_a_fill() -> None:
    (notice,) = notices([_fill(FillType.LIQUIDATION)])
    assert notice.kind is NoticeKind.ALARM
    assert notice.title == "LIQUIDATION: BTC/USD:BTC"


def test_by_default_the_desktop_is_told_of_freezes_and_alarms_and_there_is_no_sound() -> None:
    said = [wanted(notice, Preferences()) for notice in notices([_fill(), _FREEZE, _ALARM])]
    assert said == [False, True, True]
    assert Preferences().sounds is False


def test_what_comes_together_is_one_notice_the_gravest_in_front() -> None:
    shown = gathered(notices([_fill(), _FREEZE, _ALARM]))
    assert shown is not None
    assert shown.kind is NoticeKind.ALARM
    assert shown.words.endswith("(and 2 more)")
    assert gathered([]) is None


def test_notices_and_sounds_follow_the_settings_and_come_in_one(qtbot: QtBot) -> None:
    shown: list[Notice] = []
    player = _Player()
    chosen = [Preferences()]
    herald = Herald(lambda: chosen[0], shown.append, player, QCoreApplication.instance())
    herald.take(None, [_fill(), _FREEZE])
    herald.take(None, [_FREEZE])
    assert shown == []  # gathered first
    herald.tell()
    assert [notice.kind for notice in shown] == [NoticeKind.FREEZE]
    assert player.played == []
    chosen[0] = Preferences(sounds=True, notify_freezes=False, notify_alerts=False)
    herald.take(None, [_fill()])
    herald.tell()
    assert len(shown) == 1
    assert player.played == [NoticeKind.FILL]
    herald.tell()
    assert player.played == [NoticeKind.FILL]


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_a_tone_is_a_short_soft_sound_without_a_click(kind: NoticeKind) -> None:
    with wave.open(io.BytesIO(tone(kind))) as file:
        seconds = file.getnframes() / file.getframerate()
        frames = file.readframes(file.getnframes())
    samples = [
        int.from_bytes(frames[place : place + 2], "little", signed=True)
        for place in range(0, len(frames), 2)
    ]
    assert 0.1 < seconds < 1.0
    assert 8_000 < max(samples) < 16_000
    assert abs(samples[0]) < 50
    assert abs(samples[-1]) < 1500


def test_without_a_player_it_beeps(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beeps: list[bool] = []
    monkeypatch.setattr("terminal.ui.tray.tones.shutil.which", lambda _: None)
    monkeypatch.setattr("terminal.ui.tray.tones.sys.platform", "linux")
    monkeypatch.setattr(
        "terminal.ui.tray.tones.QApplication.beep", staticmethod(lambda: beeps.append(True))
    )
    with Starter() as starter:
        Tones(tmp_path, starter).play(NoticeKind.ALARM)
    assert beeps == [True]
