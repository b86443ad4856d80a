"""Public topics: what a subscriber gets at once, and what changes afterwards."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from terminal.model.book import Levels
from terminal.model.events import Side
from terminal.venues.paper.exchange import SimulatedExchange
from tests.loopback.bybit.rows import Row, text, ticker_row, wire_symbol

Message = dict[str, Any]
_DEPTH = 50


class MarketStream:
    """Numbers the books and tells snapshots from deltas."""

    def __init__(self, exchange: SimulatedExchange, clock: Callable[[], int]) -> None:
        self._exchange = exchange
        self._clock = clock
        self._symbols = {wire_symbol(i): i.symbol for i in exchange.instruments}
        self._books: dict[str, tuple[Levels, Levels]] = defaultdict(lambda: ((), ()))
        self._tickers: dict[str, Row] = {}
        self._update_ids: dict[str, int] = defaultdict(lambda: 1000)
        self._trades = 0

    def greeting(self, topic: str) -> Message | None:
        """Return the snapshot that a new subscriber of `topic` gets, None where there is none.

        Raises KeyError for a topic that does not exist.
        """
        kind, _, rest = topic.partition(".")
        if kind == "orderbook":
            depth, _, name = rest.partition(".")
            if depth != str(_DEPTH):
                raise KeyError(topic)
            symbol = self._symbols[name]
            bids, asks = self._books[symbol]
            return self._book_message(symbol, "snapshot", bids, asks) if bids or asks else None
        if kind == "tickers":
            row = ticker_row(self._exchange, self._symbols[rest])
            self._tickers[rest] = row
            return self._message(topic, "snapshot", row) if row["markPrice"] else None
        if kind == "publicTrade" and rest in self._symbols:
            return None
        raise KeyError(topic)

    def book(self, symbol: str, bids: Levels, asks: Levels) -> Message:
        """Return the delta from the last book to this one."""
        old_bids, old_asks = self._books[symbol]
        self._books[symbol] = (bids, asks)
        self._update_ids[symbol] += 1
        return self._book_message(symbol, "delta", _delta(old_bids, bids), _delta(old_asks, asks))

    def skip_update(self, symbol: str) -> None:
        """Lose a message: the next delta does not follow the last one sent."""
        self._update_ids[symbol] += 1

    def ticker(self, symbol: str) -> Message | None:
        """Return the keys of a ticker that changed, None where none did."""
        name = wire_symbol(self._exchange.market(symbol).instrument)
        row, old = ticker_row(self._exchange, symbol), self._tickers.get(name, {})
        changed = {key: value for key, value in row.items() if old.get(key) != value}
        self._tickers[name] = row
        if not changed:
            return None
        return self._message(f"tickers.{name}", "delta", {"symbol": name, **changed})

    def trade(self, symbol: str, side: Side, price: float, contracts: float) -> Message:
        """Return a print of somebody else's trade."""
        name = wire_symbol(self._exchange.market(symbol).instrument)
        self._trades += 1
        row = {
            "T": self._clock() // 1_000_000,
            "s": name,
            "S": side.value.capitalize(),
            "v": text(contracts),
            "p": text(price),
            "L": "PlusTick",
            "i": f"trade-{self._trades}",
            "BT": False,
            "seq": self._trades,
        }
        return self._message(f"publicTrade.{name}", "snapshot", [row])

    def _book_message(self, symbol: str, kind: str, bids: Levels, asks: Levels) -> Message:
        name = wire_symbol(self._exchange.market(symbol).instrument)
        update_id = self._update_ids[symbol]
        data = {"s": name, "b": _wire(bids), "a": _wire(asks), "u": update_id, "seq": update_id * 7}
        message = self._message(f"orderbook.{_DEPTH}.{name}", kind, data)
        return {**message, "cts": message["ts"]}

    def _message(self, topic: str, kind: str, data: Any) -> Message:
        return {"topic": topic, "type": kind, "ts": self._clock() // 1_000_000, "data": data}


def _wire(levels: Levels) -> list[list[str]]:
    return [[text(price), text(contracts) or "0"] for price, contracts in levels]


def _delta(old: Levels, new: Levels) -> Levels:
    before, after = dict(old), dict(new)
    changed = [(p, c) for p, c in new if before.get(p) != c]
    return tuple(changed + [(p, 0.0) for p in before if p not in after])
