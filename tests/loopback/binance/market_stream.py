"""Market streams: books by numbered updates, mark prices, trades."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from terminal.model.book import Levels
from terminal.model.events import Side
from terminal.venues.paper.exchange import SimulatedExchange
from tests.loopback.binance.rows import Row, mark_row, text, wire_symbol

Message = dict[str, Any]


class MarketStream:
    """Numbers the books' updates: each names its first and last number and the one before it."""

    def __init__(self, exchange: SimulatedExchange, clock: Callable[[], int]) -> None:
        self._exchange = exchange
        self._clock = clock
        self._books: dict[str, tuple[Levels, Levels]] = defaultdict(lambda: ((), ()))
        self._update_ids: dict[str, int] = defaultdict(lambda: 1000)
        self._lost: dict[str, int] = defaultdict(int)
        self._trades = 0

    def depth(self, symbol: str, limit: int) -> Row:
        """Return the book as REST states it."""
        bids, asks = self._books[symbol]
        now_ms = self._now_ms()
        return {
            "lastUpdateId": self._update_ids[symbol],
            "E": now_ms,
            "T": now_ms,
            "symbol": self._name(symbol),
            "pair": self._name(symbol).partition("_")[0],
            "bids": _wire(bids[:limit]),
            "asks": _wire(asks[:limit]),
        }

    def book(self, symbol: str, bids: Levels, asks: Levels) -> Message:
        """Return the update from the last book to this one."""
        old_bids, old_asks = self._books[symbol]
        self._books[symbol] = (bids, asks)
        before = self._update_ids[symbol] + self._lost.pop(symbol, 0)
        self._update_ids[symbol] = before + 3
        now_ms = self._now_ms()
        name = self._name(symbol)
        return {
            "e": "depthUpdate",
            "E": now_ms,
            "T": now_ms,
            "s": name,
            "ps": name.partition("_")[0],
            "U": before + 1,
            "u": before + 3,
            "pu": before,
            "b": _wire(_delta(old_bids, bids)),
            "a": _wire(_delta(old_asks, asks)),
        }

    def skip_update(self, symbol: str) -> None:
        """Lose a message: the next update does not follow the last one sent."""
        self._lost[symbol] += 3

    def mark(self, symbol: str) -> Message | None:
        """Return a symbol's markPriceUpdate, None before the first mark price."""
        return mark_row(self._exchange, symbol, self._now_ms())

    def trade(self, symbol: str, side: Side, price: float, contracts: float) -> Message:
        """Return a print of somebody else's trade; `m` says that the buyer was resting."""
        self._trades += 1
        return {
            "e": "trade",
            "E": self._now_ms(),
            "T": self._now_ms(),
            "s": self._name(symbol),
            "t": self._trades,
            "p": text(price),
            "q": text(contracts),
            "X": "MARKET",
            "m": side is Side.SELL,
        }

    def _name(self, symbol: str) -> str:
        return wire_symbol(self._exchange.market(symbol).instrument)

    def _now_ms(self) -> int:
        return self._clock() // 1_000_000


def _wire(levels: Levels) -> list[list[str]]:
    return [[text(price), text(contracts) or "0"] for price, contracts in levels]


def _delta(old: Levels, new: Levels) -> Levels:
    before, after = dict(old), dict(new)
    changed = [(p, c) for p, c in new if before.get(p) != c]
    return tuple(changed + [(p, 0.0) for p in before if p not in after])
