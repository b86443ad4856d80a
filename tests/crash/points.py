"""The six moments, and the parts of a terminal that do not survive one of them."""

import asyncio
import os
import signal
from collections.abc import Callable
from concurrent.futures import Future
from enum import StrEnum
from typing import Any

from terminal.app.contracts import JournalLike
from terminal.model.events import AnyEvent, Fill, OrderReport
from terminal.model.outputs import CancelIntent, OrderIntent, OrderQuery
from terminal.storage.journal import Record, RecordKind
from terminal.venues.base import Emit, Venue


class Point(StrEnum):
    """Where on an order's way the process ends."""

    BEFORE_INTENT = "before intent"
    AFTER_APPEND = "after append"
    AFTER_FSYNC = "after fsync"
    AFTER_SEND = "after send"
    AFTER_ACK = "after ack"
    AFTER_RESULT = "after result"


class Death:
    """Ends the process at one point of its `number`th order; with no point it never comes.

    AFTER_SEND is not of this process: the exchange ends it when it has read the order.
    """

    def __init__(self, point: Point | None, number: int) -> None:
        self._point = point
        self._number = number
        self._seen = 0
        self.chosen: str | None = None

    def order(self, client_order_id: str) -> None:
        """Note that an order is about to be written down."""
        self._seen += 1
        if self._seen == self._number:
            self.chosen = client_order_id

    def comes(self, point: Point, client_order_id: str | None) -> None:
        """End the process where this is the point of the chosen order."""
        if point is self._point and client_order_id is not None and client_order_id == self.chosen:
            os.kill(os.getpid(), signal.SIGKILL)


class MortalFuture(Future[int]):
    """The journal's answer, of which who waits hears only after the point was passed.

    A thread that waits hears it from the log of intents, where there is one; a loop of the row.
    """

    def __init__(self, durable: Future[int], passed: Callable[[], None]) -> None:
        super().__init__()
        self._durable = durable
        self._passed = passed
        self._follows = False

    def result(self, timeout: float | None = None) -> int:
        """Wait as a thread does."""
        if self.done():
            return super().result(timeout)
        number = self._durable.result(timeout)
        self._passed()
        return number

    def add_done_callback(self, fn: Callable[[Future[int]], Any]) -> None:
        """Wait as a loop does."""
        super().add_done_callback(fn)
        if not self._follows:
            self._follows = True
            self._durable.add_done_callback(self._pass_on)

    def _pass_on(self, done: Future[int]) -> None:
        self._passed()
        if (error := done.exception()) is not None:
            self.set_exception(error)
        else:
            self.set_result(done.result())


class MortalJournal:
    """The journal, around which the process may end."""

    def __init__(self, journal: JournalLike, death: Death) -> None:
        self._journal = journal
        self._death = death

    @property
    def damage(self) -> str | None:
        """What is wrong with the file."""
        return self._journal.damage

    @property
    def rows(self) -> int:
        """How many rows are committed."""
        return self._journal.rows

    def append(self, record: Record) -> None:
        """Hand over a record."""
        self._journal.append(record)

    def put_durable(self, record: Record) -> Future[int]:
        """Hand over a record that has to be on disk; an order's intent is one."""
        content = record.content
        name = content.client_order_id if isinstance(content, OrderIntent) else None
        if record.kind is RecordKind.ORDER_INTENT and name is not None:
            self._death.order(name)
        self._death.comes(Point.BEFORE_INTENT, name)
        durable = self._journal.put_durable(record)
        self._death.comes(Point.AFTER_APPEND, name)
        return MortalFuture(durable, lambda: self._death.comes(Point.AFTER_FSYNC, name))

    def hurry(self) -> None:
        """Have it all written soon."""
        self._journal.hurry()

    def flush(self) -> asyncio.Future[int]:
        """Done once everything is on disk."""
        return self._journal.flush()

    def close(self, timeout_s: float = 5.0) -> bool:
        """Write what is left and stop."""
        return self._journal.close(timeout_s)


class MortalVenue:
    """A venue, around which the process may end."""

    def __init__(self, venue: Venue, death: Death) -> None:
        self._venue = venue
        self._death = death

    @property
    def name(self) -> str:
        """The venue's name."""
        return self._venue.name

    @property
    def live(self) -> bool:
        """True where orders move real money."""
        return self._venue.live

    async def run(self, emit: Emit) -> None:
        """Run it; the end may come with an order's result."""

        def heard(event: AnyEvent) -> None:
            emit(event)
            ended = isinstance(event, OrderReport) and event.state.terminal
            if ended or isinstance(event, Fill):
                self._death.comes(Point.AFTER_RESULT, getattr(event, "client_order_id", None))

        await self._venue.run(heard)

    async def submit(self, intent: OrderIntent) -> None:
        """Send an order; the end may come when the exchange has acknowledged it."""
        await self._venue.submit(intent)
        self._death.comes(Point.AFTER_ACK, intent.client_order_id)

    async def cancel(self, intent: CancelIntent) -> None:
        """Cancel."""
        await self._venue.cancel(intent)

    async def query(self, query: OrderQuery) -> None:
        """Ask."""
        await self._venue.query(query)

    async def kill(self) -> None:
        """Cancel everything."""
        await self._venue.kill()

    async def close(self) -> None:
        """Close every connection."""
        await self._venue.close()
