"""Feeds the engine and carries out what it says: the one place where outputs become acts.

Lives on the engine's loop. Whatever fails beside the engine (the window, an onlooker) is told and
holds up neither the orders nor the feeds.
"""

import logging
import time
from collections import deque
from collections.abc import Callable, Mapping

import msgspec

from terminal.app.contracts import EngineLike, JournalLike
from terminal.app.gauges import Gauges
from terminal.app.recorder import Recorder
from terminal.app.task_scope import TaskScope
from terminal.app.way_out import WayOut
from terminal.model.errors import UserError
from terminal.model.events import (
    AnyEvent,
    Command,
    CommandName,
    Fill,
    FundingSettled,
    OrderReport,
)
from terminal.model.outputs import (
    Alert,
    AnyOutput,
    CancelIntent,
    Level,
    Mode,
    ModeChanged,
    OrderIntent,
    OrderQuery,
)
from terminal.model.reasons import Reason
from terminal.storage.journal import Record, RecordKind, Selection
from terminal.venues.base import Clock, Venue

Pushed = AnyOutput | Fill | FundingSettled | OrderReport

_MOST_ENGINE_ERRORS = 3
_TOLD_AGAIN_AFTER_NS = 60_000_000_000
_MOST_TOLD = 100

_log = logging.getLogger(__name__)


class Dispatcher:
    """Steps the engine with one event after the other and executes the outputs in order."""

    def __init__(
        self,
        *,
        engine: EngineLike,
        journal: JournalLike,
        clock: Clock,
        scope: TaskScope,
        push: Callable[[Pushed], None],
        gauges: Gauges,
        recorder: Recorder | None = None,
    ) -> None:
        self._engine = engine
        self._journal = journal
        self._clock = clock
        self._push = push
        self._gauges = gauges
        self._recorder = recorder
        self._selection = Selection()
        self._events: deque[AnyEvent] = deque()
        self._latest = 0
        self._stepping = False
        self._held: list[tuple[AnyOutput, int]] | None = None
        self._engine_errors = 0
        self._observers: list[Callable[[AnyEvent, list[AnyOutput]], None]] = []
        self._auto = False
        self._told_at: dict[str, int] = {}
        self._window_fails = False
        # Closed until somebody who has looked says otherwise: None lets auto be armed.
        self.may_arm: Callable[[], str | None] = lambda: "no pre-flight has been made"
        self.way_out = WayOut(
            journal=journal,
            clock=clock,
            scope=scope,
            gauges=gauges,
            report=self.emit,
            journal_failed=self._journal_failed,
        )

    def attach(self, venues: Mapping[str, Venue]) -> None:
        """Take the venues that orders go to, by name."""
        self.way_out.attach(venues)

    def observe(self, observer: Callable[[AnyEvent, list[AnyOutput]], None]) -> None:
        """Let `observer` see every event with its outputs, after they were carried out."""
        self._observers.append(observer)

    def emit(self, event: AnyEvent) -> None:
        """Hand one event to the engine, at once and in order; what a venue is given to call.

        Time never runs backwards there: what was stamped before and is told after, the answer to
        a question for instance, happened when it was told.
        """
        if event.at < self._latest:
            event = msgspec.structs.replace(event, at=self._latest)
        self._latest = event.at
        self._events.append(event)
        if self._stepping:  # something that an output set off; its turn comes below
            return
        self._stepping = True
        try:
            while self._events:
                self._step(self._events.popleft())
        finally:
            self._stepping = False

    @property
    def quiet(self) -> bool:
        """True while no order is on its way out."""
        return self.way_out.quiet and self._held is None

    @property
    def armed(self) -> bool:
        """True while the engine is in auto."""
        return self._auto

    def hold(self) -> None:
        """Let no output reach a venue until `release`; they wait in order."""
        if self._held is None:
            self._held = []

    def release(self) -> None:
        """Carry out what was held back."""
        held, self._held = self._held or [], None
        for output, started_ns in held:
            self._try("an output", self._execute, output, started_ns)
        self._try("sending an order", self.way_out.depart)

    def close_doors(self) -> None:
        """From now on no order leaves at all; cancels and questions still do."""
        self.way_out.closed = True

    def alert(
        self, level: Level, reason: Reason, *, venue: str | None = None, detail: str = ""
    ) -> None:
        """Tell the trader something that the engine cannot know."""
        alert = Alert(at=self._clock(), level=level, reason=reason, venue=venue, detail=detail)
        self._journal.append(Record(alert.at, RecordKind.ALERT, alert))
        self._show(alert)

    def disarm(self, reason: str) -> None:
        """Go to manual, whatever the mode was."""
        self.emit(Command(at=self._clock(), name=CommandName.MANUAL, reason=reason))

    def internal_error(self, detail: str, error: BaseException | None = None) -> None:
        """A defect of ours: leave automatic trading and say so, the same thing once a minute."""
        now = self._clock()
        told_at = self._told_at.get(detail)
        new = told_at is None or now - told_at > _TOLD_AGAIN_AFTER_NS
        if new:
            if len(self._told_at) >= _MOST_TOLD:
                self._told_at.clear()
            self._told_at[detail] = now
            _log.error("%s", detail, exc_info=error)
            self.alert(Level.ALARM, Reason.INTERNAL_ERROR, detail=detail)
        if new or self._auto:
            self.disarm(Reason.INTERNAL_ERROR.value)

    def _step(self, event: AnyEvent) -> None:
        started_ns = time.perf_counter_ns()
        self._gauges.events.count()
        # The engine hears of nothing that did not come through here.
        arming = isinstance(event, Command) and event.name is CommandName.AUTO
        if arming and (why_not := self.may_arm()) is not None:
            self.alert(Level.WARNING, Reason.COMMAND_REFUSED, detail=f"auto: {why_not}")
            return
        if self._recorder is not None:
            self._recorder.record(event)
        if (record := self._selection.of_event(event)) is not None:
            self._journal.append(record)
        try:
            outputs = self._engine.step(event)
        except UserError as error:
            outputs = [_refusal(event, str(error))]
        except Exception as error:  # noqa: BLE001 — the engine's edge: it must not take feeds down
            self._engine_failed(event, error)
            return
        for record in self._selection.of_outputs(outputs):
            self._journal.append(record)
        if isinstance(event, OrderReport | Fill | FundingSettled):
            self._show(event)
        for output in outputs:
            if isinstance(output, ModeChanged):
                self._auto = output.mode is Mode.AUTO
            self._try("an output", self._execute, output, started_ns)
            self._show(output)
        self._try("sending an order", self.way_out.depart)
        for observer in self._observers:
            self._try("an onlooker", observer, event, outputs)

    def _try(self, what: str, act: Callable[..., None], *arguments: object) -> None:
        try:
            act(*arguments)
        except Exception as error:  # noqa: BLE001 — the rest has to happen all the same
            kind = type(error).__name__
            self.internal_error(f"{what} failed ({kind}); the log has the details", error)

    def _show(self, item: Pushed) -> None:
        try:
            self._push(item)
            self._window_fails = False
        except Exception as error:  # noqa: BLE001 — a window that is gone must not stop an order
            if not self._window_fails:
                self._window_fails = True
                kind = type(error).__name__
                self.internal_error(f"the window could not be told ({kind})", error)

    def _execute(self, output: AnyOutput, started_ns: int) -> None:
        if not isinstance(output, OrderIntent | CancelIntent | OrderQuery):
            return
        if self._held is not None:
            self._held.append((output, started_ns))
        elif isinstance(output, OrderIntent):
            self.way_out.submit(output, started_ns)
        elif isinstance(output, CancelIntent):
            self.way_out.cancel(output)
        else:
            self.way_out.query(output)

    def _journal_failed(self, venue: str, detail: str) -> None:
        """An order did not leave because its intent is not on disk."""
        self.alert(Level.ALARM, Reason.JOURNAL_FAILED, venue=venue, detail=detail)
        self.disarm(Reason.JOURNAL_FAILED.value)

    def _engine_failed(self, event: AnyEvent, error: Exception) -> None:
        """A defect of ours: say so and go to manual; after the third one send no more orders."""
        self._engine_errors += 1
        kind = type(event).__name__
        detail = f"internal error on {kind} ({type(error).__name__}); the log has the details"
        stopping = isinstance(event, Command) and event.name in (
            CommandName.MANUAL,
            CommandName.KILL,
        )
        # An engine that cannot be stopped by a word is stopped at the door.
        if stopping or self._engine_errors >= _MOST_ENGINE_ERRORS:
            self.way_out.defective = True
        if stopping:
            _log.error("the engine failed on %s", kind, exc_info=error)
            self.alert(Level.ALARM, Reason.INTERNAL_ERROR, detail=detail)
        else:
            self.internal_error(detail, error)


def _refusal(event: AnyEvent, detail: str) -> Alert:
    venue = getattr(event, "venue", None)
    symbol = getattr(event, "symbol", None)
    return Alert(
        at=event.at,
        level=Level.WARNING,
        reason=Reason.COMMAND_REFUSED,
        venue=venue,
        symbol=symbol,
        detail=detail,
    )
