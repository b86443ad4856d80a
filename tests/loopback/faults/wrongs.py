"""What may be wrong with an exchange for a while: how it begins, how it ends, what is then said."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from tests.loopback.bybit import BybitLoopback
from tests.loopback.bybit.faults import Code
from tests.loopback.faults.slow import Slow
from tests.loopback.wire_faults import CloseAfterRead, Fault, Http, NoAnswer

SYMBOL = "BTC/USD:BTC"
ORDERS = ("order.create", "POST /v5/order/create")
CANCELS = ("order.cancel", "POST /v5/order/cancel", "POST /v5/order/cancel-all")
READS = (
    "GET /v5/account/wallet-balance",
    "GET /v5/position/list",
    "GET /v5/order/realtime",
    "GET /v5/order/history",
    "GET /v5/execution/list",
    "GET /v5/market/time",
)
HOSTILE = "no\n2026-01-01 FILLED \x1b[31mred\x1b[0m <b>bold</b> \u202egnp.exe"

Do = Callable[[BybitLoopback], Awaitable[None]]


async def _nothing(_server: BybitLoopback) -> None:
    """Nothing has to be undone."""


@dataclass(frozen=True)
class Wrong:
    """One fault. `sees` are reasons of freezes and alerts, one of which must be shown.

    A `held` market says nothing; `cancels` says that the kill switch cannot get through.
    """

    begin: Do
    end: Do = _nothing
    sees: frozenset[str] = field(default_factory=frozenset)
    held: bool = False
    cancels_fail: bool = False


def answers(fault: Fault, *routes: str, sees: str, cancels_fail: bool = False) -> Wrong:
    """Return a wrong that consists in how requests are answered."""

    async def begin(server: BybitLoopback) -> None:
        for route in routes:
            server.faults.always(route, fault)

    async def end(server: BybitLoopback) -> None:
        for route in routes:
            server.faults.always(route, None)

    return Wrong(begin, end, frozenset(sees.split()), cancels_fail=cancels_fail)


def frames(kind: str, *texts: str, sees: str) -> Wrong:
    """Return a wrong that consists in what a websocket says."""

    async def begin(server: BybitLoopback) -> None:
        for text in texts:
            server.sockets.raw(kind, text)

    return Wrong(begin, sees=frozenset(sees.split()))


def _ticker(mark_price: object) -> str:
    data = {"symbol": "BTCUSD", "markPrice": mark_price}
    return json.dumps({"topic": "tickers.BTCUSD", "type": "delta", "ts": 1, "data": data})


async def _skip(server: BybitLoopback) -> None:
    server.skip_book_update(SYMBOL)


async def _repeat(server: BybitLoopback) -> None:
    server._market._update_ids[SYMBOL] -= 1


async def _mid_frame(server: BybitLoopback) -> None:
    for kind in ("public", "private"):
        for connection in server.sockets._open[kind]:
            assert connection._request.transport is not None
            connection._request.transport.write(b'\x81\x7e\x01\x00{"topic":"orderbo')
            connection.abort()


async def _by_hand(server: BybitLoopback) -> None:
    order = {"symbol": "BTCUSD", "side": "Sell", "orderType": "Market", "qty": "20000",
             "category": "inverse"}  # fmt: skip
    server.act("create", order)


async def _stop(server: BybitLoopback) -> None:
    await server.stop()


async def _start(server: BybitLoopback) -> None:
    await server.start(server.port)


LOST = "unknown_order order_unknown"
REFUSED = "order_rejected"
GONE = "feed_disconnected account_stale book_stale mark_stale"

# What ends auto for the whole desk (leverage changed outside, a clock that is off, a revoked key)
# is not here: beside it nothing else would be seen. tests/integration/test_bybit_desk.py has it.
WRONGS: dict[str, Wrong] = {
    "nothing": Wrong(_nothing),
    # The private stream tells of the fill: nothing has to be shown.
    "acknowledgement lost after the match": answers(NoAnswer(), *ORDERS, sees=""),
    "acknowledgement lost before the match": answers(NoAnswer(acts=False), *ORDERS, sees=LOST),
    "connection cut after the order": answers(CloseAfterRead(), *ORDERS, sees=LOST),
    "connection cut mid-frame": Wrong(_mid_frame, sees=frozenset(GONE.split())),
    "slow venue, 5 s": answers(Slow(5.0), *ORDERS, *CANCELS, sees="", cancels_fail=True),
    "429": answers(Http(429, "slow down"), "POST /v5/order/create", *READS, sees=""),
    "the venue's own rate limit": answers(Code(10006, "Too many visits!"), *ORDERS, sees=LOST),
    "invalid signature": answers(Code(10004, "error sign!"), *ORDERS, sees=REFUSED),
    "clock 10 s off": answers(Code(10002, "invalid timestamp"), *ORDERS, sees=REFUSED),
    "maintenance": answers(
        Code(10016, "maintenance"), *ORDERS, *CANCELS, *READS, sees=LOST, cancels_fail=True
    ),
    "rejected for margin": answers(Code(110007, "ab not enough"), *ORDERS, sees=REFUSED),
    "hostile words": answers(Code(110007, HOSTILE), *ORDERS, sees=REFUSED),
    "gap in the book": Wrong(_skip, sees=frozenset(GONE.split())),
    "duplicate in the book": Wrong(_repeat, sees=frozenset(GONE.split())),
    "malformed JSON": frames("private", '{"topic":"order","da', "[17]", sees=GONE),
    "garbage for a price": frames("public", _ticker("garbage"), _ticker("-1"), sees="mark_invalid"),
    "stalled stream": Wrong(_nothing, sees=frozenset(GONE.split()), held=True),
    "venue down": Wrong(_stop, _start, frozenset(GONE.split()), cancels_fail=True),
    "trade of another session": Wrong(
        _by_hand, sees=frozenset(("position_mismatch", "foreign_order"))
    ),
}
