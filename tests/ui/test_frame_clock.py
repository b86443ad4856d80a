"""The frame clock: what is pushed before there is anything to show is not lost."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from terminal.engine.snapshot import Snapshot
from terminal.model.outputs import Alert, Level
from terminal.model.reasons import Reason
from terminal.ui.desk import Pushed
from terminal.ui.frame_clock import FrameClock
from terminal.ui.panel import Focus, Panel
from terminal.ui.recommendation.panel import RecommendationPanel
from terminal.ui.theme import Theme
from tests.ui.fake_desk import FakeDesk
from tests.ui.ways.acting import opened, settle


def test_what_is_pushed_before_the_first_state_is_told_with_it(qapp: QApplication) -> None:
    desk = FakeDesk(empty=True)
    alert = Alert(at=desk.at, level=Level.ALARM, reason=Reason.KILLED, venue="paper")
    desk.pushed = [alert]
    told: list[Pushed] = []
    clock = FrameClock(desk, 60.0)
    clock.listen(lambda _snapshot, pushed: told.extend(pushed))
    for _ in range(3):
        clock.pulse()
    assert told == []
    assert desk.pushed == [alert], "it waits at the desk"
    desk.empty = False
    clock.pulse()
    clock.pulse()
    assert told == [alert], "once, with the first state"


class _Clerk(Panel):
    """Writes down the time of every snapshot that it is shown."""

    name = heading = "clerk"
    every_frames = 6
    in_step = "clerks"

    def rows(self, snapshot: Snapshot, focus: Focus | None) -> object:
        return snapshot.at

    def present(self, rows: object) -> None:
        self.shown: list[object] = [*getattr(self, "shown", []), rows]


class _Stranger(_Clerk):
    in_step = ""


def test_panels_in_step_show_one_snapshot_always(qtbot: QtBot, theme: Theme) -> None:
    desk = FakeDesk()
    clock = FrameClock(desk, 60.0)
    panels = [_Clerk(desk, theme), _Stranger(desk, theme), _Clerk(desk, theme)]
    for panel in panels:
        qtbot.addWidget(panel)
        panel.show()
        clock.add(panel)
    for _ in range(40):
        desk.advance(1 / 60)
        clock.pulse()
        QCoreApplication.processEvents()
        first, _, last = panels
        assert getattr(first, "shown", []) == getattr(last, "shown", [])
    first, stranger, _ = panels
    assert len(first.shown) > 5
    assert not set(first.shown) & set(stranger.shown), "others keep frames of their own"


def test_what_auto_would_do_first_is_what_is_recommended(qtbot: QtBot, theme: Theme) -> None:
    desk = FakeDesk()
    with opened(qtbot, desk, theme) as window:
        card, controls = window.panels["recommendation"], window.controls
        assert isinstance(card, RecommendationPanel)
        assert card.every_frames == controls.every_frames
        assert card.in_step == controls.in_step != ""
        for _ in range(60):
            desk.advance(0.25)
            window.frames.pulse()
            settle()
            assert card.execute.text().split()[-1] in controls.mode.says.text()
