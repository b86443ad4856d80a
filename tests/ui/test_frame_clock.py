"""The frame clock: what is pushed before there is anything to show is not lost."""

from PySide6.QtWidgets import QApplication

from terminal.model.outputs import Alert, Level
from terminal.model.reasons import Reason
from terminal.ui.desk import Pushed
from terminal.ui.frame_clock import FrameClock
from tests.ui.fake_desk import FakeDesk


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
