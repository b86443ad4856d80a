"""The desk's heartbeat: time for the engine, a look at the latch, the clock and the loop itself."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence

from terminal.app.clock import AnchoredClock
from terminal.app.dispatcher import Dispatcher
from terminal.app.gauges import Gauges
from terminal.app.interpreter import Garbage
from terminal.app.kill_control import KillControl
from terminal.app.supervision import Supervisor
from terminal.model.events import Clock
from terminal.model.outputs import Level
from terminal.model.reasons import Reason

INTERVAL_S = 0.05
_STALL_S = 0.5
_COLLECT_EVERY_S = 60.0
_COLLECT_FIRST_S = 30.0  # by then every venue is connected that can be

_log = logging.getLogger(__name__)


class Pulse:
    """Beats every 50 ms on the engine's loop."""

    def __init__(
        self,
        *,
        clock: AnchoredClock,
        dispatcher: Dispatcher,
        kill: KillControl,
        supervisor: Supervisor,
        gauges: Gauges,
        garbage: Garbage,
        beats: Sequence[Callable[[], None]] = (),
    ) -> None:
        self._clock = clock
        self._dispatcher = dispatcher
        self._kill = kill
        self._supervisor = supervisor
        self._gauges = gauges
        self._garbage = garbage
        self._beats = beats
        # Not the loop's own time: uvloop's stands still within a turn, and counts whole ms.
        self._beat_at = time.monotonic()
        self._collect_at = self._beat_at + _COLLECT_FIRST_S
        dispatcher.way_out.stalled = self.stalled

    def stalled(self) -> bool:
        """True where what the engine sees is old: no beat for half a second, or a sleep.

        A machine that slept runs whatever was due before the first beat comes, and its monotonic
        clock may have slept as well.
        """
        return time.monotonic() - self._beat_at > _STALL_S or self._clock.leapt

    async def run(self) -> None:
        """Beat until cancelled."""
        due = time.monotonic()
        while True:
            due += INTERVAL_S
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            lag = max(0.0, time.monotonic() - due)
            try:
                self.beat(lag)
            except Exception as error:  # noqa: BLE001 — whatever failed, the heart must go on
                kind = type(error).__name__
                self._dispatcher.internal_error(f"the heartbeat failed ({kind})", error)
            if lag > INTERVAL_S:
                due = time.monotonic()

    def beat(self, lag_s: float) -> None:
        """Do what is to be done every time; `lag_s` is how late the loop was."""
        self._gauges.loop_lag.add(lag_s * 1e3)
        now = time.monotonic()
        self._gauges.events.tick(now)
        self._kill.watch()
        leap = self._clock.check()
        if leap is not None:
            self._slept(leap)
        elif lag_s > _STALL_S:
            detail = f"the engine's loop stood still for {lag_s:.1f} s"
            self._dispatcher.alert(Level.WARNING, Reason.LOOP_LAG, detail=detail)
        self._supervisor.watch.beat()
        self._beat_at = now
        self._dispatcher.emit(Clock(at=self._clock.now()))
        for also in self._beats:
            also()
        if now > self._collect_at and self._dispatcher.quiet:
            self._collect_at = now + _COLLECT_EVERY_S
            self._garbage.quiet()

    def _slept(self, leap_ns: int) -> None:
        """Trust nothing that was known before, and leave it to the trader to arm again."""
        if leap_ns < 0:
            detail = (
                f"the system's clock was set back by {-leap_ns / 1e9:.1f} s; the terminal keeps "
                "its own time until it is started again"
            )
        else:
            detail = f"the machine slept, or its clock was set, by {leap_ns / 1e9:.1f} s"
        _log.warning(detail)
        self._dispatcher.disarm(Reason.SLEPT.value)
        self._dispatcher.alert(Level.ALARM, Reason.SLEPT, detail=detail)
        self._supervisor.resync()
