"""One trial: trade, die at a point, start again, and compare everybody's books."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import Any

from terminal.storage.journal import JournalReader, RecordKind, verify
from tests.crash.exchange import Books, serve
from tests.crash.points import Point
from tests.crash.terminal import LEVERAGE, Account, Life, live
from tests.loopback.faults.desk import Wire

# The engine holds an order that is not found for dead once ten seconds have gone by.
_BEHIND_S = 15.0
_LONGEST_S = 40.0
_TARGET = 2.0 * LEVERAGE * 60_000.0

_CONTEXT = get_context("forkserver")


@dataclass(frozen=True)
class Verdict:
    """What came of a trial; `complaints` is empty where everything held."""

    point: Point
    arrived_before: int
    arrived: int
    complaints: tuple[str, ...]


class Exchange:
    """The exchange's process, as the one who tests talks to it."""

    def __init__(self) -> None:
        _CONTEXT.set_forkserver_preload(["tests.crash.terminal", "tests.crash.exchange"])
        self._connection, theirs = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()

    @contextmanager
    def opened(self) -> Iterator[Wire]:
        """Open a new exchange, with nothing in its books."""
        wire = self._ask("open")
        assert isinstance(wire, Wire)
        try:
            yield wire
        finally:
            self._ask("close")

    def books(self) -> Books:
        """Return what the exchange knows."""
        books = self._ask("books")
        assert isinstance(books, Books)
        return books

    def end_on_order(self, process_id: int, number: int, *, acts: bool) -> None:
        """Let an order end a process; with `acts` the exchange takes it all the same."""
        self._ask("end on order", (process_id, number, acts))

    def stop(self) -> None:
        """End the process."""
        self._connection.send(("stop", None))
        self._process.join(5.0)
        self._connection.close()

    def _ask(self, what: str, argument: Any = None) -> Any:
        self._connection.send((what, argument))
        if not self._connection.poll(_LONGEST_S):
            raise TimeoutError(f"the exchange does not answer: {what}")
        return self._connection.recv()


def trial(
    exchange: Exchange,
    root: Path,
    point: Point,
    random: Random,
    between: Callable[[Path], None] = lambda _: None,
) -> Verdict:
    """Return what came of one process that ended at `point`, and of the one after it.

    `between` may do something to the data directory while no terminal runs.
    """
    number = random.randint(1, 3)
    with exchange.opened() as wire:
        first = Life(root, wire, point, number, _BEHIND_S)
        complaints = _first_life(exchange, first, random)
        at_death = exchange.books()
        between(root)
        account, more = _second_life(exchange, Life(root, wire))
        books = exchange.books()
    complaints += more
    complaints += _compare(root, account, books)
    arrived, expected = len(at_death.received), _arriving(point, number)
    if arrived not in expected:
        complaints.append(f"{arrived} orders arrived, not {' or '.join(map(str, expected))}")
    return Verdict(point, len(at_death.received), len(books.received), tuple(complaints))


def _arriving(point: Point, number: int) -> tuple[int, ...]:
    """Return how many orders may have arrived when a process ended at a point of its `number`th."""
    if point in (Point.BEFORE_INTENT, Point.AFTER_APPEND, Point.AFTER_FSYNC):
        return (number - 1,)
    if point is Point.AFTER_ACK:
        return number, number + 1  # its fill may overtake the acknowledgement, and set off the next
    return (number,)


def _first_life(exchange: Exchange, life: Life, random: Random) -> list[str]:
    with _living(life) as (process, connection):
        if not connection.recv():
            return ["the first run did not begin in manual"]
        if life.point is Point.AFTER_SEND:
            exchange.end_on_order(process.pid, life.number, acts=random.random() < 0.5)
        connection.send("arm")
        _drain_until(connection, lambda _: False)
        process.join(_LONGEST_S)
        return [] if process.exitcode == -9 else [f"the first run ended with {process.exitcode}"]


def _second_life(exchange: Exchange, life: Life) -> tuple[Account | None, list[str]]:
    before = len(exchange.books().received)
    complaints = []
    with _living(life) as (process, connection):
        if not connection.recv():
            complaints.append("the second run did not begin in manual")
        if len(exchange.books().received) != before:
            complaints.append("an order left before anybody armed")
        connection.send("arm")
        account = _drain_until(connection, lambda one: one.settled)
        if account is None or not account.settled:
            complaints.append(f"the second run did not settle: {account}")
        connection.send("end")
        while _heard(connection) is not None:
            continue
        process.join(_LONGEST_S)
        if process.exitcode != 0:
            complaints.append(f"the second run ended with {process.exitcode}")
    return account, complaints


@contextmanager
def _living(life: Life) -> Iterator[tuple[Any, Connection]]:
    ours, theirs = _CONTEXT.Pipe()
    process = _CONTEXT.Process(target=live, args=(life, theirs))
    process.start()
    theirs.close()
    try:
        yield process, ours
    finally:
        process.kill()
        process.join()
        ours.close()


def _heard(connection: Connection) -> Account | None:
    """Return the next account, None where there is none any more (or none in time)."""
    try:
        if not connection.poll(_LONGEST_S):
            return None
        heard = connection.recv()
    except (EOFError, ConnectionError):
        return None
    assert isinstance(heard, Account)
    return heard


def _drain_until(connection: Connection, enough: Any) -> Account | None:
    latest = None
    for _ in range(int(_LONGEST_S / 0.01)):
        heard = _heard(connection)
        if heard is None:
            return latest
        latest = heard
        if enough(heard):
            return latest
    return latest


def _compare(root: Path, account: Account | None, books: Books) -> list[str]:
    """Return what does not hold between the journal, the terminal and the exchange."""
    complaints = [str(finding) for finding in verify(root).findings]
    intents, filled = _journalled(root)
    complaints += [f"{n} reached the exchange twice" for n, k in Counter(books.received).items()
                   if k > 1]  # fmt: skip
    complaints += [f"{n} was sent without an intent on disk" for n in books.received
                   if n not in intents]  # fmt: skip
    complaints += [f"{n} has two intents" for n, k in Counter(intents).items() if k > 1]
    for name, contracts in books.filled.items():
        if filled.get(name, 0.0) != contracts:
            told = filled.get(name, 0.0)
            complaints.append(f"{name}: {told:g} filled in the journal, {contracts:g} in fact")
    if books.open_orders:
        complaints.append(f"{books.open_orders} orders rest")
    if abs(books.position / _TARGET - 1) > 0.02:
        complaints.append(f"the position is {books.position:g}, not {_TARGET:g}")
    if account is not None and account.position != books.position:
        complaints.append(f"{account.position} contracts here, {books.position} there")
    return complaints


def _journalled(root: Path) -> tuple[list[str], dict[str, float]]:
    """Return the ids of all intents, and what the journal's fills add up to by id."""
    reader = JournalReader(root)
    try:
        rows = reader.after(0, 100_000, [RecordKind.ORDER_INTENT, RecordKind.FILL])
    finally:
        reader.close()
    intents, fills = [], {}
    for row in rows:
        content = json.loads(row.payload)
        if row.kind == RecordKind.ORDER_INTENT:
            intents.append(content["client_order_id"])
        else:
            fills[content["fill_id"]] = (content["client_order_id"], content["contracts"])
    filled: dict[str, float] = {}
    for name, contracts in fills.values():
        filled[name] = filled.get(name, 0.0) + contracts
    return intents, filled
