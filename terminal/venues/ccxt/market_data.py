"""What ccxt makes of public streams, as engine events."""

from math import isfinite
from typing import Any

from terminal.model.book import Levels
from terminal.model.events import BookUpdate, Funding, Mark
from terminal.venues.ccxt.catalogue import BookFeed, TickerFeed
from terminal.venues.ccxt.observe import dig

_NS_PER_MS = 1_000_000
_NS_PER_MINUTE = 60_000_000_000


def book_update(at: int, venue: str, symbol: str, book: Any, depth: int) -> BookUpdate:
    """Return the top `depth` levels of ccxt's live order book, copied."""
    return BookUpdate(
        at=at,
        venue=venue,
        symbol=symbol,
        bids=_levels(book["bids"], depth),
        asks=_levels(book["asks"], depth),
    )


def mark(at: int, venue: str, symbol: str, feed: TickerFeed, row: Any) -> Mark | None:
    """Return the prices of a ticker's raw `row`, None where it has no mark price.

    A number that is not finite is passed on: it is the engine that marks the feed invalid.
    """
    price = number(dig(row, feed.mark))
    if price is None:
        return None
    return Mark(
        at=at,
        venue=venue,
        symbol=symbol,
        mark_price=price,
        index_price=_finite(dig(row, feed.index)),
        last_price=_finite(dig(row, feed.last)),
    )


def funding(
    at: int, venue: str, symbol: str, feed: TickerFeed, row: Any, interval_s: float | None
) -> Funding | None:
    """Return the running rate of a ticker's raw `row`, None where the row has no complete one."""
    if not feed.funding_rate:
        return None
    rate = number(dig(row, feed.funding_rate))
    if feed.continuous and interval_s is not None:
        # Told by the minute, or every message would be news.
        minute = at // _NS_PER_MINUTE * _NS_PER_MINUTE
        next_ms: float | None = minute / _NS_PER_MS + interval_s * 1000
    else:
        next_ms = _finite(dig(row, feed.next_funding_ms))
    if rate is None or next_ms is None or interval_s is None:
        return None
    return Funding(
        at=at,
        venue=venue,
        symbol=symbol,
        funding_rate=rate,
        next_funding_at=int(next_ms) * _NS_PER_MS,
        interval_s=interval_s,
        predicted_rate=_finite(dig(row, feed.predicted_rate)) if feed.predicted_rate else None,
    )


def number(value: Any) -> float | None:
    """Return a number of the wire (a string, mostly) as a float, None where it is none."""
    if value is None or isinstance(value, bool):
        return None
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


class BookSequence:
    """Watches a book's update numbers, where ccxt does not: a gap makes the book worthless."""

    def __init__(self, feed: BookFeed) -> None:
        self._feed = feed
        self._last: dict[str, int] = {}

    def follows(self, symbol: str, message: Any) -> bool:
        """Return False when `message` does not follow the one before it.

        After a gap nothing follows until a snapshot starts anew.
        """
        feed = self._feed
        if not feed.update_id:
            return True
        update_id = dig(message, feed.update_id)
        if not isinstance(update_id, int):
            self._last.pop(symbol, None)
            return False
        if dig(message, feed.kind) == feed.snapshot:
            self._last[symbol] = update_id
            return True
        last = self._last.get(symbol)
        before = dig(message, feed.previous_id) if feed.previous_id else update_id - 1
        if last is None or before != last:
            self._last.pop(symbol, None)
            return False
        self._last[symbol] = update_id
        return True

    def forget(self) -> None:
        """Expect nothing of any book: its connection is gone."""
        self._last.clear()


def _levels(side: Any, depth: int) -> Levels:
    return tuple([(level[0], level[1]) for level in side[:depth]])


def _finite(value: Any) -> float | None:
    found = number(value)
    return found if found is not None and isfinite(found) else None
