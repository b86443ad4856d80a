"""An order's way out of the process, and no other leads there.

Intent → durable in the journal → latch, stall, age and the end looked at once more → venue.
A venue that asks before it sends makes the order ready while the disk is at work. Whatever goes
wrong on the way comes back to the engine as an order report: DEAD where the order provably never
left, UNKNOWN otherwise.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from terminal.app.contracts import JournalLike
from terminal.app.gauges import Gauges
from terminal.app.task_scope import TaskScope, being_cancelled
from terminal.model.events import OrderReport, OrderState
from terminal.model.outputs import CancelIntent, OrderIntent, OrderQuery
from terminal.model.reasons import Reason
from terminal.storage.journal import JournalError, intent_record
from terminal.venues.base import Clock, Emit, HoldsOrders, Venue

_JOURNAL_TIMEOUT_S = 5.0
_LONGEST_STANDSTILL_S = 0.003  # of feeds, cancels and the kill switch, for one order
_SUBMIT_TIMEOUT_S = 30.0
_ANSWER_TIMEOUT_S = 30.0
_TO_THE_SOCKET_S = 0.002  # a venue does not tell when its bytes have left
_LONGEST_WAY_S = 1.0  # a decision older than this was made on another market

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Departure:
    """An order that has not left: who waits for its intent, and when its event arrived (ns)."""

    intent: OrderIntent
    durable: Future[int] | None
    started_ns: int
    stand_until: float = 0.0  # monotonic
    withdrawn: bool = False


class WayOut:
    """Sends, withdraws, cancels and asks; lives on the engine's loop.

    `latched`, `defective` and `closed` let nothing pass, `latched` and `defective` but for what
    only reduces a position by its purpose and by its flag.
    """

    def __init__(
        self,
        *,
        journal: JournalLike,
        clock: Clock,
        scope: TaskScope,
        gauges: Gauges,
        report: Emit,
        journal_failed: Callable[[str, str], None],
    ) -> None:
        self._journal = journal
        self._clock = clock
        self._scope = scope
        self._gauges = gauges
        self._emit = report
        self._journal_failed = journal_failed
        self._venues: Mapping[str, Venue] = {}
        self._unsent: dict[str, _Departure] = {}
        self._departing: deque[_Departure] = deque()
        self.durable_intents = True
        self.latched = False
        self.defective = False
        self.closed = False
        self.read_only: set[str] = set()  # venues whose account is not the journal's
        self.stalled: Callable[[], bool] = lambda: False

    def attach(self, venues: Mapping[str, Venue]) -> None:
        """Take the venues that orders go to, by name."""
        self._venues = venues
        for venue in venues.values():
            if isinstance(venue, HoldsOrders):
                venue.ask_before_sending(self.clearance)

    def set_read_only(self, venue: str, read_only: bool) -> None:
        """Let no order at all out to a venue, or let them out again."""
        if read_only:
            self.read_only.add(venue)
        else:
            self.read_only.discard(venue)

    @property
    def quiet(self) -> bool:
        """True while no order is on its way."""
        return not self._unsent

    def submit(self, intent: OrderIntent, started_ns: int) -> None:
        """Take one order, which `depart` sends; what is handed over together is synced together.

        `started_ns` is when the event arrived that led to it (perf counter).
        """
        record = intent_record(intent)
        durable: Future[int] | None = None
        if self.durable_intents or self._journal.damage is not None:
            durable = self._journal.put_durable(record)  # on its way before the task begins
        else:
            self._journal.append(record)
        departure = _Departure(intent, durable, started_ns)
        self._unsent[intent.client_order_id] = departure
        self._departing.append(departure)

    def depart(self) -> None:
        """Send what was taken, before any other message is read.

        The loop stands still for it, 3 ms at most, for nothing on it matters as much; a disk that
        takes longer than usual is waited for like anything else.
        """
        if not self._departing:
            return
        stand_until = time.monotonic() + _LONGEST_STANDSTILL_S
        while self._departing:
            departure = self._departing.popleft()
            departure.stand_until = stand_until
            name = departure.intent.client_order_id
            self._scope.start_at_once(f"order {name}", self._send(departure))

    def cancel(self, intent: CancelIntent) -> None:
        """Cancel at the venue; an order that has not left yet is withdrawn here."""
        for departure in self._unsent.values():
            if intent.concerns(departure.intent):
                departure.withdrawn = True
        if intent.client_order_id is not None and intent.client_order_id in self._unsent:
            return
        venue = self._venues.get(intent.venue)
        if venue is not None:
            self._ask(f"cancel at {intent.venue}", venue.cancel(intent))

    def query(self, query: OrderQuery) -> None:
        """Ask a venue what became of an order."""
        venue = self._venues.get(query.venue)
        if venue is not None:
            self._ask(f"query of {query.client_order_id}", venue.query(query))

    def _ask(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        # At once, as orders are: what the engine says first leaves first.
        self._scope.start_at_once(name, _limited(name, work))

    async def _send(self, departure: _Departure) -> None:
        intent = departure.intent
        venue = self._venues.get(intent.venue)
        try:
            asks = isinstance(venue, HoldsOrders)
            if not asks and (refusal := await self.clearance(intent)) is not None:
                self._report(intent, OrderState.DEAD, refusal)
                return
            async with asyncio.timeout(_SUBMIT_TIMEOUT_S):
                await self._venues[intent.venue].submit(intent)
        except asyncio.CancelledError:
            reason = "shut_down" if being_cancelled() else "interrupted"
            waits = intent.client_order_id in self._unsent
            self._report(intent, OrderState.DEAD if waits else OrderState.UNKNOWN, reason)
            raise
        except Exception as error:  # noqa: BLE001 — nothing may be lost between us and a venue
            _log.exception("submitting %s failed", intent.client_order_id)
            self._report(intent, OrderState.UNKNOWN, type(error).__name__)
        finally:
            self._forget(departure)

    async def clearance(self, intent: OrderIntent) -> str | None:
        """Return why an order must not leave, None where it may now.

        Answered once for each order that was taken, after its intent is on disk.
        """
        departure = self._unsent.get(intent.client_order_id)
        if departure is None:
            return "not_on_its_way"
        try:
            if departure.durable is not None:
                await _on_disk(departure.durable, departure.stand_until)
            refusal = self._refusal(departure)
        except (JournalError, TimeoutError) as error:
            detail = str(error) or "the journal did not answer in time"
            self._journal_failed(intent.venue, detail)
            refusal = Reason.JOURNAL_FAILED.value
        if refusal is None:
            self._gauges.tick_to_order.add((time.perf_counter_ns() - departure.started_ns) / 1e6)
        self._forget(departure)
        return refusal

    def _forget(self, departure: _Departure) -> None:
        """An order has left, or will not: why it was made goes to disk next, but not before."""
        if self._unsent.pop(departure.intent.client_order_id, None) is not None:
            asyncio.get_running_loop().call_later(_TO_THE_SOCKET_S, self._journal.hurry)

    def _refusal(self, departure: _Departure) -> str | None:
        """Return why the order must not be sent after all, None where it may."""
        intent = departure.intent
        if departure.withdrawn:
            return "cancelled_before_sending"
        if intent.venue not in self._venues:
            return Reason.VENUE_UNAVAILABLE.value
        took_s = (time.perf_counter_ns() - departure.started_ns) / 1e9
        late = took_s > _LONGEST_WAY_S and not intent.only_reduces
        return self.last_word(intent) or ("too_late" if late else None)

    def last_word(self, intent: OrderIntent) -> str | None:
        """Return why an order must not leave at this moment, None where it may."""
        if self.closed:
            return "shut_down"
        if intent.venue in self.read_only:
            return Reason.OTHER_ACCOUNT.value
        if intent.only_reduces:
            return None
        if self.latched:
            return Reason.KILLED.value
        if self.defective:
            return Reason.INTERNAL_ERROR.value
        return Reason.LOOP_LAG.value if self.stalled() else None

    def _report(self, intent: OrderIntent, state: OrderState, reason: str) -> None:
        self._emit(
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


async def _on_disk(durable: Future[int], stand_until: float) -> None:
    """Return once an intent is; stands still until then, a monotonic time at most."""
    try:
        durable.result(max(0.0, stand_until - time.monotonic()))
    except TimeoutError:
        async with asyncio.timeout(_JOURNAL_TIMEOUT_S):
            await asyncio.wrap_future(durable)


async def _limited(name: str, work: Coroutine[Any, Any, None]) -> None:
    """Give up on an answer that does not come: the engine asks or cancels again by itself."""
    try:
        async with asyncio.timeout(_ANSWER_TIMEOUT_S):
            await work
    except TimeoutError:
        _log.warning("%s: no answer within %g s", name, _ANSWER_TIMEOUT_S)
