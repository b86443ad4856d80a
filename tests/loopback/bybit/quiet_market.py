"""A market that moves by a tick or two, for as long as somebody listens."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from terminal.model.book import Levels
from tests.virtual_clock import SECOND

_EVERY_S = 0.01


class Market(Protocol):
    """What any loopback exchange lets a test do to its market."""

    clock: Callable[[], int]

    def set_book(self, symbol: str, bids: Levels, asks: Levels) -> None:
        """Replace the others' book."""

    def set_mark(self, symbol: str, mark_price: float, *, index_price: float | None = None) -> None:
        """Move the mark price."""

    def set_funding(self, symbol: str, funding_rate: float, next_funding_at: int) -> None:
        """Set the running funding rate."""


def set_market(server: Market, symbol: str, price: float) -> None:
    """Set a book of ten deep levels around `price`, a mark on it and a funding rate."""
    bids = tuple((price - 0.5 * (i + 1), 50_000.0) for i in range(10))
    asks = tuple((price + 0.5 * (i + 1), 50_000.0) for i in range(10))
    server.set_book(symbol, bids, asks)
    server.set_mark(symbol, price, index_price=price)
    server.set_funding(symbol, 0.0001, server.clock() // SECOND * SECOND + 3_600 * SECOND)


@contextmanager
def quiet_market(server: Market, symbol: str, price: float) -> Iterator[None]:
    """Keep a market moving inside the block, on the loop's timer and without a task."""
    loop = asyncio.get_running_loop()
    number = 0
    timer: asyncio.TimerHandle | None = None

    def move() -> None:
        nonlocal number, timer
        set_market(server, symbol, price + 0.5 * (number % 3))
        number += 1
        timer = loop.call_later(_EVERY_S, move)

    move()
    try:
        yield
    finally:
        if timer is not None:
            timer.cancel()
