"""An order's way out of the process, and no other leads there.

Intent → durable in the journal → latch, stall, age and the end looked at once more → venue.
Whatever goes wrong on the way comes back to the engine as an order report: DEAD where the order
provably never left, UNKNOWN otherwise.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import Future
from typing import Any

from terminal.app.contracts import JournalLike
from terminal.app.gauges import Gauges
from terminal.app.right_of_way import RightOfWay
from terminal.app.task_scope import TaskScope, being_cancelled
from terminal.model.events import OrderReport, OrderState
from terminal.model.outputs import CancelIntent, OrderIntent, OrderQuery
from terminal.model.reasons import Reason
from terminal.storage.journal import JournalError, intent_record
from terminal.venues.base import Clock, Emit, HoldsOrders, TellsItsWork, Venue

_JOURNAL_TIMEOUT_S = 5.0
_LONGEST_STANDSTILL_S = 0.003  # of feeds, cancels and the kill switch, for one order
_SUBMIT_TIMEOUT_S = 30.0
_ANSWER_TIMEOUT_S = 30.0
_TO_THE_SOCKET_S = 0.002  # a venue does not tell when its bytes have left
_LONGEST_WAY_S = 1.0  # a decision older than this was made on another market

_log = logging.getLogger(__name__)


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
        self._unsent: dict[str, OrderIntent] = {}
        self._departing: deque[tuple[OrderIntent, Future[int] | None, int]] = deque()
        self._withdrawn: set[str] = set()
        self.right_of_way = RightOfWay()
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
            if isinstance(venue, TellsItsWork):
                venue.tell_work(self.right_of_way.occupy)
            if isinstance(venue, HoldsOrders):
                venue.ask_before_sending(self.last_word)

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
        self.right_of_way.take()
        record = intent_record(intent)
        durable: Future[int] | None = None
        if self.durable_intents or self._journal.damage is not None:
            durable = self._journal.put_durable(record)  # on its way before the task begins
        else:
            self._journal.append(record)
        self._unsent[intent.client_order_id] = intent
        self._departing.append((intent, durable, started_ns))

    def depart(self) -> None:
        """Send what was taken, before any other message is read.

        The loop stands still for it, 3 ms at most, for nothing on it matters as much; a disk that
        takes longer than usual is waited for like anything else.
        """
        if not self._departing:
            return
        stand_until = time.monotonic() + _LONGEST_STANDSTILL_S
        while self._departing:
            intent, durable, started_ns = self._departing.popleft()
            work = self._send(intent, durable, started_ns, stand_until)
            self._scope.start_at_once(f"order {intent.client_order_id}", work)

    def cancel(self, intent: CancelIntent) -> None:
        """Cancel at the venue; an order that has not left yet is withdrawn here."""
        for order in self._unsent.values():
            if intent.concerns(order):
                self._withdrawn.add(order.client_order_id)
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

    async def _send(
        self,
        intent: OrderIntent,
        durable: Future[int] | None,
        started_ns: int,
        stand_until: float,
    ) -> None:
        try:
            if durable is not None:
                await _on_disk(durable, stand_until)
            refusal = self._refusal(intent, started_ns)
        except (JournalError, TimeoutError) as error:
            detail = str(error) or "the journal did not answer in time"
            self._journal_failed(intent.venue, detail)
            refusal = Reason.JOURNAL_FAILED.value
        except asyncio.CancelledError:
            self._report(intent, OrderState.DEAD, "shut_down")
            raise
        finally:
            self._unsent.pop(intent.client_order_id, None)
            self._withdrawn.discard(intent.client_order_id)
            loop = asyncio.get_running_loop()
            loop.call_later(_TO_THE_SOCKET_S, self.right_of_way.release)
        if refusal is not None:
            self._report(intent, OrderState.DEAD, refusal)
            return
        self._gauges.tick_to_order.add((time.perf_counter_ns() - started_ns) / 1e6)
        try:
            async with asyncio.timeout(_SUBMIT_TIMEOUT_S):
                await self._venues[intent.venue].submit(intent)
        except asyncio.CancelledError:
            self._report(
                intent, OrderState.UNKNOWN, "shut_down" if being_cancelled() else "interrupted"
            )
            raise
        except Exception as error:  # noqa: BLE001 — nothing may be lost between us and a venue
            _log.exception("submitting %s failed", intent.client_order_id)
            self._report(intent, OrderState.UNKNOWN, type(error).__name__)

    def _refusal(self, intent: OrderIntent, started_ns: int) -> str | None:
        """Return why the order must not be sent after all, None where it may."""
        if intent.client_order_id in self._withdrawn:
            return "cancelled_before_sending"
        if intent.venue not in self._venues:
            return Reason.VENUE_UNAVAILABLE.value
        took_s = (time.perf_counter_ns() - started_ns) / 1e9
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
