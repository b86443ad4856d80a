"""Feeds the engine and carries out what it says: the one place where outputs become acts.

Lives on the engine's loop. An order takes this way and no other: intent → durable in the journal
→ latch and stall looked at once more → venue. Whatever goes wrong on the way comes back to the
engine as an order report: DEAD where the order provably never left, UNKNOWN otherwise.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Mapping

from terminal.app.contracts import EngineLike, JournalLike
from terminal.app.gauges import Gauges
from terminal.app.recorder import Recorder
from terminal.app.task_scope import TaskScope
from terminal.model.errors import UserError
from terminal.model.events import (
    AnyEvent,
    Command,
    CommandName,
    Fill,
    FundingSettled,
    OrderReport,
    OrderState,
)
from terminal.model.outputs import (
    Alert,
    AnyOutput,
    CancelIntent,
    Level,
    OrderIntent,
    OrderQuery,
)
from terminal.model.reasons import Reason
from terminal.storage.journal import JournalError, Record, RecordKind, Selection, intent_record
from terminal.venues.base import Clock, Venue

Pushed = AnyOutput | Fill | FundingSettled | OrderReport

_JOURNAL_TIMEOUT_S = 5.0
_SUBMIT_TIMEOUT_S = 30.0
_MOST_ENGINE_ERRORS = 3

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
        self._scope = scope
        self._push = push
        self._gauges = gauges
        self._recorder = recorder
        self._selection = Selection()
        self._venues: Mapping[str, Venue] = {}
        self._events: deque[AnyEvent] = deque()
        self._stepping = False
        self._held: list[tuple[AnyOutput, int]] | None = None
        self._unsent: dict[str, OrderIntent] = {}
        self._withdrawn: set[str] = set()
        self._engine_errors = 0
        self._observers: list[Callable[[AnyEvent, list[AnyOutput]], None]] = []
        self.durable_intents = True
        self.latched = False
        self.stalled: Callable[[], bool] = lambda: False

    def attach(self, venues: Mapping[str, Venue]) -> None:
        """Take the venues that orders go to, by name."""
        self._venues = venues

    def observe(self, observer: Callable[[AnyEvent, list[AnyOutput]], None]) -> None:
        """Let `observer` see every event with its outputs, after they were carried out."""
        self._observers.append(observer)

    def emit(self, event: AnyEvent) -> None:
        """Hand one event to the engine, at once and in order; what a venue is given to call."""
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
        return not self._unsent and self._held is None

    def hold(self) -> None:
        """Let no output reach a venue until `release`; they wait in order."""
        if self._held is None:
            self._held = []

    def release(self) -> None:
        """Carry out what was held back."""
        held, self._held = self._held or [], None
        for output, started_ns in held:
            self._execute(output, started_ns)

    def alert(
        self, level: Level, reason: Reason, *, venue: str | None = None, detail: str = ""
    ) -> None:
        """Tell the trader something that the engine cannot know."""
        alert = Alert(at=self._clock(), level=level, reason=reason, venue=venue, detail=detail)
        self._journal.append(Record(alert.at, RecordKind.ALERT, alert))
        self._push(alert)

    def disarm(self, reason: str) -> None:
        """Go to manual, whatever the mode was."""
        self.emit(Command(at=self._clock(), name=CommandName.MANUAL, reason=reason))

    def _step(self, event: AnyEvent) -> None:
        started_ns = time.perf_counter_ns()
        self._gauges.events.count()
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
            self._push(event)
        for output in outputs:
            self._push(output)
            self._execute(output, started_ns)
        for observer in self._observers:
            observer(event, outputs)

    def _execute(self, output: AnyOutput, started_ns: int) -> None:
        if not isinstance(output, OrderIntent | CancelIntent | OrderQuery):
            return
        if self._held is not None:
            self._held.append((output, started_ns))
        elif isinstance(output, OrderIntent):
            self._submit(output, started_ns)
        elif isinstance(output, CancelIntent):
            self._cancel(output)
        else:
            self._query(output)

    def _submit(self, intent: OrderIntent, started_ns: int) -> None:
        record = intent_record(intent)
        durable: asyncio.Future[int] | None = None
        if self.durable_intents or self._journal.damage is not None:
            durable = self._journal.append_durable(record)  # on its way before the task begins
        else:
            self._journal.append(record)
        self._unsent[intent.client_order_id] = intent
        self._scope.start(
            f"order {intent.client_order_id}", self._send(intent, durable, started_ns)
        )

    async def _send(
        self, intent: OrderIntent, durable: asyncio.Future[int] | None, started_ns: int
    ) -> None:
        try:
            refusal = await self._refusal(intent, durable)
        except asyncio.CancelledError:
            self._report(intent, OrderState.DEAD, "shut_down")
            raise
        finally:
            self._unsent.pop(intent.client_order_id, None)
            self._withdrawn.discard(intent.client_order_id)
        if refusal is not None:
            self._report(intent, OrderState.DEAD, refusal)
            return
        self._gauges.tick_to_order.add((time.perf_counter_ns() - started_ns) / 1e6)
        try:
            async with asyncio.timeout(_SUBMIT_TIMEOUT_S):
                await self._venues[intent.venue].submit(intent)
        except asyncio.CancelledError:
            self._report(intent, OrderState.UNKNOWN, "shut_down")
            raise
        except Exception as error:  # noqa: BLE001 — nothing may be lost between us and a venue
            _log.exception("submitting %s failed", intent.client_order_id)
            self._report(intent, OrderState.UNKNOWN, type(error).__name__)

    async def _refusal(
        self, intent: OrderIntent, durable: asyncio.Future[int] | None
    ) -> str | None:
        """Return why the order must not be sent after all, None where it may."""
        if durable is not None:
            try:
                async with asyncio.timeout(_JOURNAL_TIMEOUT_S):
                    await durable
            except (JournalError, TimeoutError) as error:
                detail = str(error) or "the journal did not answer in time"
                self.alert(Level.ALARM, Reason.JOURNAL_FAILED, venue=intent.venue, detail=detail)
                self.disarm(Reason.JOURNAL_FAILED.value)
                return Reason.JOURNAL_FAILED.value
        if intent.client_order_id in self._withdrawn:
            return "cancelled_before_sending"
        if intent.purpose.protective:
            reason = None
        elif self.latched:
            reason = Reason.KILLED.value
        elif self._engine_errors >= _MOST_ENGINE_ERRORS:
            reason = Reason.INTERNAL_ERROR.value
        else:
            reason = Reason.LOOP_LAG.value if self.stalled() else None
        if intent.venue not in self._venues:
            reason = Reason.VENUE_UNAVAILABLE.value
        return reason

    def _cancel(self, intent: CancelIntent) -> None:
        """Cancel at the venue; an order that has not left yet is withdrawn here."""
        for order in self._unsent.values():
            if _concerns(intent, order):
                self._withdrawn.add(order.client_order_id)
        if intent.client_order_id is not None and intent.client_order_id in self._unsent:
            return
        venue = self._venues.get(intent.venue)
        if venue is not None:
            self._scope.start(f"cancel at {intent.venue}", venue.cancel(intent))

    def _query(self, query: OrderQuery) -> None:
        venue = self._venues.get(query.venue)
        if venue is not None:
            self._scope.start(f"query of {query.client_order_id}", venue.query(query))

    def _report(self, intent: OrderIntent, state: OrderState, reason: str) -> None:
        self.emit(
            OrderReport(
                at=self._clock(),
                venue=intent.venue,
                symbol=intent.symbol,
                client_order_id=intent.client_order_id,
                state=state,
                filled_contracts=0.0,
                reason=reason,
            )
        )

    def _engine_failed(self, event: AnyEvent, error: Exception) -> None:
        """A defect of ours: say so and go to manual; after the third one send no more orders."""
        self._engine_errors += 1
        kind = type(event).__name__
        _log.error("the engine failed on %s", kind, exc_info=error)
        detail = f"internal error on {kind} ({type(error).__name__}); the log has the details"
        self.alert(Level.ALARM, Reason.INTERNAL_ERROR, detail=detail)
        if not isinstance(event, Command):
            self.disarm(Reason.INTERNAL_ERROR.value)


def _concerns(intent: CancelIntent, order: OrderIntent) -> bool:
    if intent.client_order_id is not None:
        return intent.client_order_id == order.client_order_id
    same_symbol = intent.symbol is None or intent.symbol == order.symbol
    return intent.venue == order.venue and same_symbol


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
