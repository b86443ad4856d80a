"""The tape: public trades on their way from the venues to the window, past the engine.

A trade costs the engine's thread one append. What the window does not take in time makes room for
what is newer: it is shown, not counted on.
"""

import threading
from collections import deque
from collections.abc import Iterable

from terminal.model.trades import (
    PublicTrade,
    PublicTrades,
    TradeFeed,
    TradeFeedChanged,
    TradeWord,
)
from terminal.venues.base import Clock, TellsTrades, Venue

_MOST = 20_000


class Tape:
    """A bounded queue from the engine's thread to the window's."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._trades: deque[PublicTrade] = deque(maxlen=most)
        self._feeds: dict[tuple[str, str | None], TradeFeedChanged] = {}
        self._lock = threading.Lock()  # held for an append or a swap, never while anybody works

    def tell(self, word: TradeWord) -> None:
        """Take trades, or the state of their feed, from a venue; returns at once."""
        with self._lock:
            if isinstance(word, PublicTrades):
                self._trades.extend(word.trades)
            else:
                self._feeds[word.venue, word.symbol] = word

    def take(self) -> list[TradeWord]:
        """Return the feeds that changed, each in its latest state, and the trades by contract."""
        if not self._trades and not self._feeds:
            return []
        with self._lock:
            trades, self._trades = self._trades, deque(maxlen=self._most)
            feeds, self._feeds = self._feeds, {}
        by_contract: dict[tuple[str, str], list[PublicTrade]] = {}
        for trade in trades:
            by_contract.setdefault((trade.venue, trade.symbol), []).append(trade)
        told = (
            PublicTrades(at=some[-1].at, venue=venue, symbol=symbol, trades=tuple(some))
            for (venue, symbol), some in by_contract.items()
        )
        return [*feeds.values(), *told]


def watch(venues: Iterable[Venue], tape: Tape, clock: Clock) -> None:
    """Have every venue tell the tape of its trades; where one cannot, say so."""
    for venue in venues:
        if isinstance(venue, TellsTrades):
            venue.watch_trades(tape.tell)
        else:
            tape.tell(TradeFeedChanged(at=clock(), venue=venue.name, state=TradeFeed.NONE))
