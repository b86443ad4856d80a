"""A market that moves by a tick or two, for as long as somebody listens."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from tests.loopback.bybit.server import BybitLoopback
from tests.virtual_clock import SECOND

_EVERY_S = 0.01


def set_market(server: BybitLoopback, symbol: str, price: float) -> None:
    """Set a book of ten deep levels around `price`, a mark on it and a funding rate."""
    bids = tuple((price - 0.5 * (i + 1), 50_000.0) for i in range(10))
    asks = tuple((price + 0.5 * (i + 1), 50_000.0) for i in range(10))
    server.set_book(symbol, bids, asks)
    server.set_mark(symbol, price, index_price=price)
    server.set_funding(symbol, 0.0001, server.clock() // SECOND * SECOND + 3_600 * SECOND)


@contextmanager
def quiet_market(server: BybitLoopback, symbol: str, price: float) -> Iterator[None]:
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
