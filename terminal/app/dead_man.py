"""The venues' own cancel-all-after, kept from firing only while everything here is well.

Armed with the first automatic order, refreshed at a quarter of its time-out, and only from a beat
of the engine's loop that finds market data, position sync and journal healthy: a watchdog that is
fed blindly is none. Left to lapse otherwise, and taken back last at an orderly end.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping

from terminal.app.dispatcher import Dispatcher
from terminal.app.taking_back import DONE, OVER, STAYS, TakingBack
from terminal.app.task_scope import TaskScope
from terminal.engine.snapshot import Snapshot
from terminal.model.checks import DeadMan, DeadManState
from terminal.model.events import AnyEvent
from terminal.model.outputs import AnyOutput, Level, Mode, OrderIntent, Purpose
from terminal.model.reasons import Reason
from terminal.venues.base import Clock, HasDeadMan, Venue

_LOOK_NS = 1_000_000_000
_REFUSED_AGAIN_NS = 60_000_000_000
_ANSWER_TIMEOUT_S = 5.0
_UNDER_WAY_S = 2.0
_END_S, _END_TRY_S, _END_AGAIN_S = 4.0, 1.5, 0.5  # taking back at an orderly end: all, one try
_NS_PER_S = 1_000_000_000
_UNWELL = frozenset(
    {Reason.MARK_STALE, Reason.MARK_INVALID, Reason.MARK_UNKNOWN}
    | {Reason.BOOK_STALE, Reason.BOOK_INVALID, Reason.FEED_DISCONNECTED}
    | {Reason.ACCOUNT_STALE, Reason.ACCOUNT_INVALID, Reason.ACCOUNT_UNKNOWN}
    | {Reason.JOURNAL_FAILED, Reason.SLEPT, Reason.LOOP_LAG}
)

_log = logging.getLogger(__name__)


class DeadManKeeper:
    """Lives on the engine's loop; `states` may be read from any thread. `timeout_s` 0 is off.

    `journal_well` is asked before every refresh.
    """

    def __init__(
        self,
        *,
        dispatcher: Dispatcher,
        clock: Clock,
        scope: TaskScope,
        snapshot: Callable[[], Snapshot],
        journal_well: Callable[[], bool],
        timeout_s: float,
    ) -> None:
        self._dispatcher = dispatcher
        self._clock = clock
        self._scope = scope
        self._snapshot = snapshot
        self._journal_well = journal_well
        self._timeout_s = timeout_s
        self._venues: dict[str, HasDeadMan] = {}
        self._due_at: dict[str, int] = {}
        self._asking: dict[str, asyncio.Task[None]] = {}
        self._may_fire: dict[str, int | None] = {}  # when (ns), by venues that may have armed it
        self._back: dict[str, TakingBack] = {}
        self.states: Mapping[str, DeadMan] = {}
        dispatcher.observe(self._see)

    def attach(self, venues: Mapping[str, Venue]) -> None:
        """Take the venues that may have one."""
        if self._timeout_s > 0:
            self._venues = {
                name: venue for name, venue in venues.items() if isinstance(venue, HasDeadMan)
            }

    def beat(self) -> None:
        """Refresh what is due and deserves it; called on every beat of a loop that is alive."""
        now = self._clock()
        self._take_back(now)
        due = [
            name
            for name, at in self._due_at.items()
            if now >= at and name not in self._asking and name in self._venues
        ]
        if not due:
            return
        snapshot = self._snapshot()
        for name in due:
            self._due_at[name] = now + _LOOK_NS
            if not _is_needed(snapshot, name):
                del self._due_at[name]
                self._back[name] = TakingBack(now, self._may_fire.get(name))
                self._ask(name, arm=False)
            elif why := self._unwell(snapshot, name):
                self._lapse(name, why)
            else:
                self._ask(name, arm=True)

    async def stand_down(self) -> None:
        """Take every switch back; one at a venue where our orders may still be open stays armed.

        What cannot be taken back within a few seconds is told, with what the trader can do.
        """
        armed = [name for name in (*self._due_at, *self._back) if name in self._venues]
        self._due_at.clear()
        self._back.clear()
        if not armed:
            return
        if self._asking:  # a refresh under way must not be the venue's last word
            await asyncio.wait(set(self._asking.values()), timeout=_UNDER_WAY_S)
        snapshot = self._snapshot()
        kept = [name for name in armed if _has_open_orders(snapshot, name)]
        for name in kept:
            _log.warning("%s: orders may be open, so its dead-man switch stays armed", name)
            if name in self._may_fire:
                self._alert(Level.ALARM, name, STAYS)
        await asyncio.gather(*(self._end(name) for name in armed if name not in kept))

    async def _end(self, name: str) -> None:
        """Take one back for good, trying for as long as an orderly end may take."""
        answer = DeadMan(state=DeadManState.REFUSED, detail="no answer")
        try:
            async with asyncio.timeout(_END_S):
                answer = await self._answer(name, arm=False, timeout_s=_END_TRY_S)
                while answer.state is DeadManState.REFUSED and name in self._may_fire:
                    await asyncio.sleep(_END_AGAIN_S)
                    answer = await self._answer(name, arm=False, timeout_s=_END_TRY_S)
        except TimeoutError:
            _log.error("%s: its dead-man switch was not taken back", name)
        self._tell(name, answer)
        if answer.state is DeadManState.REFUSED and name in self._may_fire:
            back = TakingBack(self._clock(), self._may_fire[name])
            over = back.over(self._clock())
            words = OVER if over else back.warning(answer.detail or "refused", ending=True)
            self._alert(Level.ALARM, name, words)

    def _see(self, _: AnyEvent, outputs: list[AnyOutput]) -> None:
        for output in outputs:
            if (
                isinstance(output, OrderIntent)
                and output.purpose is not Purpose.MANUAL
                and output.venue in self._venues
                and output.venue not in self._due_at
            ):
                self._due_at[output.venue] = self._clock()
                self._back.pop(output.venue, None)

    def _take_back(self, now: int) -> None:
        """Try again what is due, and give up what has happened by itself."""
        for name, back in list(self._back.items()):
            if back.over(now):
                del self._back[name]
                self._may_fire.pop(name, None)
                self._tell(name, DeadMan(state=DeadManState.REFUSED, detail="it has fired"))
                self._alert(Level.ALARM, name, OVER)
            elif now >= back.due_at and name not in self._asking:
                self._ask(name, arm=False)

    def _unwell(self, snapshot: Snapshot, name: str) -> str:
        if self._dispatcher.way_out.stalled():
            return "the engine's loop stood still"
        if not self._journal_well():
            return "the journal does not take records"
        for leg in snapshot.legs:
            if leg.instrument.venue == name and leg.in_policy:
                for freeze in leg.freezes:
                    if freeze.reason in _UNWELL:
                        return f"{leg.instrument.symbol}: {freeze.reason.value}"
        return ""

    def _lapse(self, name: str, why: str) -> None:
        before = self.states.get(name)
        if before is not None and before.state is DeadManState.LAPSING:
            return
        until_at = None if before is None else before.until_at
        self._tell(name, DeadMan(state=DeadManState.LAPSING, until_at=until_at, detail=why))
        self._alert(Level.WARNING, name, f"is left to lapse: {why}")

    def _ask(self, name: str, *, arm: bool) -> None:
        self._asking[name] = self._scope.start(
            f"dead-man switch of {name}", self._answered(name, arm=arm)
        )

    async def _answered(self, name: str, *, arm: bool) -> None:
        try:
            answer = await self._answer(name, arm=arm, timeout_s=_ANSWER_TIMEOUT_S)
        finally:
            self._asking.pop(name, None)
        self._take(name, answer, arm=arm)

    async def _answer(self, name: str, *, arm: bool, timeout_s: float) -> DeadMan:
        """Ask a venue once; REFUSED where it does not answer in time."""
        venue = self._venues[name]
        try:
            async with asyncio.timeout(timeout_s):
                if arm:
                    return await venue.arm_dead_man(self._timeout_s)
                return await venue.disarm_dead_man()
        except Exception as error:  # noqa: BLE001 - a venue's edge: what is not confirmed is not so
            _log.warning("%s: dead-man switch: %s", name, type(error).__name__)
            if arm:  # it may have been heard all the same
                self._may_fire[name] = self._clock() + int(self._timeout_s * _NS_PER_S)
            return DeadMan(state=DeadManState.REFUSED, detail="no answer")

    def _take(self, name: str, answer: DeadMan, *, arm: bool) -> None:
        before = self.states.get(name)
        now = self._clock()
        if not arm:
            self._taken_back(name, answer, now)
            return
        self._tell(name, answer)
        if answer.state is DeadManState.ARMED:
            self._may_fire[name] = answer.until_at
        if name not in self._due_at:
            return
        if answer.state is DeadManState.ARMED:
            self._due_at[name] = now + self._quarter_ns(answer, now)
        elif answer.state is DeadManState.UNSUPPORTED:
            self._due_at[name] = now + 3_600 * _NS_PER_S
        else:
            was_armed = before is not None and before.state is DeadManState.ARMED
            self._due_at[name] = now + (_LOOK_NS if was_armed else _REFUSED_AGAIN_NS)
        if answer.state is DeadManState.REFUSED and (
            before is None or before.state is not DeadManState.REFUSED
        ):
            self._alert(Level.WARNING, name, f"not armed: {answer.detail}")

    def _taken_back(self, name: str, answer: DeadMan, now: int) -> None:
        back = self._back.get(name)
        failed = answer.state is DeadManState.REFUSED and name in self._may_fire
        if not failed or back is None:
            self._tell(name, answer)
            self._back.pop(name, None)
        if not failed:
            self._may_fire.pop(name, None)
            if back is not None and back.tries:
                self._alert(Level.INFO, name, DONE)
        elif back is not None:
            self._back[name] = back.failed(now)
            detail = f"not taken back: {answer.detail}"
            lapsing = DeadMan(state=DeadManState.LAPSING, until_at=back.fires_at, detail=detail)
            self._tell(name, lapsing)
            if not back.tries:
                self._alert(Level.ALARM, name, back.warning(answer.detail or "refused"))

    def _alert(self, level: Level, name: str, detail: str) -> None:
        self._dispatcher.alert(level, Reason.DEAD_MAN, venue=name, detail=detail)

    def _quarter_ns(self, answer: DeadMan, now: int) -> int:
        left_s = self._timeout_s
        if answer.until_at is not None:  # the venue may take less than was asked for
            left_s = min(left_s, max(1.0, (answer.until_at - now) / _NS_PER_S))
        return int(left_s / 4 * _NS_PER_S)

    def _tell(self, name: str, state: DeadMan) -> None:
        self.states = {**self.states, name: state}


def _is_needed(snapshot: Snapshot, name: str) -> bool:
    return snapshot.mode is Mode.AUTO or _has_open_orders(snapshot, name)


def _has_open_orders(snapshot: Snapshot, name: str) -> bool:
    return any(
        order.venue == name and not order.state.terminal and order.purpose is not Purpose.MANUAL
        for order in snapshot.orders
    )
