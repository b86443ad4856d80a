"""The terminal with its window: paint first, then start the engine."""

import asyncio
import logging

from PySide6.QtCore import QTimer

from terminal.app.far_desk import FarDesk
from terminal.app.interpreter import tune
from terminal.app.logs import log_loop_errors
from terminal.app.precedence import give_way
from terminal.model.events import CommandName
from terminal.model.reasons import Reason
from terminal.ui.application import run
from terminal.ui.keeper import Keeper
from terminal.ui.starter import Starter

_COLLECT_EVERY_MS = 100
_COLLECT_EVERYTHING_EVERY_MS = 60_000
_SETTLED_MS = 30_000

_log = logging.getLogger(__name__)


def show(desk: FarDesk, keeper: Keeper | None = None, starter: Starter | None = None) -> int:
    """Open the window on a desk that is yet to be started; returns when both have ended."""

    def disarm() -> None:
        desk.send(CommandName.MANUAL, reason=Reason.INTERNAL_ERROR.value)

    def started() -> None:
        log_loop_errors(asyncio.get_running_loop(), lambda _: disarm())
        desk.garbage.own()  # before another thread allocates and may collect a widget
        desk.start()
        desk.watch_trades()
        tune()
        give_way()
        collecting.start(_COLLECT_EVERY_MS)
        QTimer.singleShot(_SETTLED_MS, collecting, desk.garbage.quiet)
        everything.start(_COLLECT_EVERYTHING_EVERY_MS)

    def stop() -> None:
        if not desk.close():
            _log.error("the engine did not end in time")

    collecting = QTimer()
    collecting.timeout.connect(desk.garbage.serve)
    everything = QTimer()
    everything.timeout.connect(desk.garbage.quiet)
    try:
        return run(desk, keeper=keeper, started=started, stop=stop, starter=starter)
    finally:
        desk.garbage.disown()
