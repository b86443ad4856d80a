"""The whole window in every situation: `python -m tests.ui.grid DIRECTORY [--scale 1.5]`.

Pictures to be looked at, not compared: sizes by grounds by situations, one file each.
"""

import argparse
import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_API", "pyside6")
os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")

from PySide6.QtWidgets import QApplication

from terminal.engine.policy.policy import Policy
from terminal.engine.snapshot import FreezeState, KillState, PolicyState
from terminal.model.outputs import Action, Alert, Freeze, Gate, Level, Mode
from terminal.model.reasons import Reason
from terminal.ui.main_window import MainWindow
from terminal.ui.theme import Ground, Theme, load_fonts
from tests.ui.fake_desk import POLICY, SECOND, FakeDesk

LARGE = (1920, 1080)
LAPTOP = (1280, 800)
SITUATIONS = ("normal", "stale", "frozen", "killed")


def bring_about(desk: FakeDesk, situation: str) -> None:
    """Let the desk be in a situation."""
    if situation == "stale":
        desk.mode, desk.gate = Mode.AUTO, Gate.FROZEN
        desk.funding_stale, desk.book_age_s = True, 9.0
        desk.freezes = (
            FreezeState(Reason.FUNDING_STALE, desk.at),
            FreezeState(Reason.BOOK_STALE, desk.at),
        )
        what = Alert(at=desk.at, level=Level.ALARM, reason=Reason.FUNDING_STALE, venue="paper")
        desk.action, desk.reason = Action.FROZEN, Reason.FUNDING_STALE
        desk.pushed = [what, Freeze(at=desk.at, reason=Reason.FUNDING_STALE, venue="paper")]
    elif situation == "frozen":
        desk.mode, desk.gate = Mode.AUTO, Gate.FROZEN
        until = desk.at + 42 * SECOND
        desk.freezes = (FreezeState(Reason.PRICE_GAP, desk.at, until_at=until),)
        desk.action, desk.reason = Action.FROZEN, Reason.PRICE_GAP
        gap = Freeze(at=desk.at, reason=Reason.PRICE_GAP, venue="paper", symbol="BTC/USD:BTC")
        desk.pushed = [gap]
    elif situation == "killed":
        desk.gate = Gate.KILLED
        desk.action, desk.reason = Action.FROZEN, Reason.KILLED
        answers = (("paper", "confirmed"), ("bybit", "unknown"))
        desk.kill = KillState(True, desk.at, "kill switch", answers)


def picture(ground: Ground, size: tuple[int, int], situation: str, target: Path) -> None:
    """Paint one window after a minute of market, the situation being five seconds old."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme = Theme(ground)
    theme.apply(application)
    desk = FakeDesk(policy=PolicyState("constant_leverage", "9f3c27d1a0b4", _KEYS))
    window = MainWindow(desk, theme)
    window.resize(*size)
    window.show()
    window.fit()
    for step in range(260):
        if step == 240:
            bring_about(desk, situation)
        desk.advance(0.25)
        window.frames.pulse()
        window.frames.refresh_all()
    for _ in range(6):
        application.processEvents()
    window.grab().save(str(target))
    window.allow_close()
    window.close()
    window.deleteLater()
    application.processEvents()


def sizes(scale: float) -> tuple[tuple[int, int], ...]:
    """Return a small and a large window; scaled, the small one is all of a screen of 1920×1080."""
    small = LAPTOP if scale == 1 else (round(LARGE[0] / scale), round(LARGE[1] / scale))
    return small, LARGE


_KEYS = Policy.from_mapping(POLICY).mapping()


def main() -> int:
    """Paint all of them into a directory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--scale", default="1", help="as on a screen of that scale")
    arguments = parser.parse_args()
    os.environ["QT_SCALE_FACTOR"] = arguments.scale
    application = QApplication([])
    load_fonts()
    arguments.directory.mkdir(parents=True, exist_ok=True)
    for wide, high in sizes(float(arguments.scale)):
        for ground in Ground:
            for situation in SITUATIONS:
                name = f"{wide}x{high}@{arguments.scale}_{ground.value}_{situation}.png"
                picture(ground, (wide, high), situation, arguments.directory / name)
                print(arguments.directory / name)
    application.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main())
