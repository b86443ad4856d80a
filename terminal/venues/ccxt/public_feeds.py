"""Public streams: book, mark and funding of each symbol, read off behind ccxt's own handlers."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from terminal.model.events import Feed, Funding
from terminal.venues.base import Clock, Emit
from terminal.venues.ccxt import observe
from terminal.venues.ccxt.catalogue import VenueEntry
from terminal.venues.ccxt.connection import Stream
from terminal.venues.ccxt.feeds import FeedBoard
from terminal.venues.ccxt.market_data import BookSequence, book_update, funding, mark
from terminal.venues.ccxt.observe import dig

# What the engine walks and the window shows; a venue's stream may be deeper.
VISIBLE_LEVELS = 50


class PublicFeeds:
    """Turns one exchange instance's public messages into events for the given symbols.

    `intervals` are the listed funding intervals in seconds. A funding rate is emitted when it
    changes, and every `funding_refresh_s` as a sign that the feed lives.
    """

    def __init__(
        self,
        *,
        name: str,
        entry: VenueEntry,
        exchange: Any,
        intervals: Mapping[str, float | None],
        clock: Clock,
        emit: Emit,
        board: FeedBoard,
        funding_refresh_s: float,
    ) -> None:
        self._name = name
        self._entry = entry
        self._exchange = exchange
        self._intervals = intervals
        self._clock = clock
        self._emit = emit
        self._board = board
        self._refresh_ns = int(funding_refresh_s * 1e9)
        self._sequence = BookSequence(entry.book)
        self._last_funding: dict[str, Funding] = {}
        self.on_data: Callable[[], None] = lambda: None
        self.on_gap: Callable[[str], None] = lambda symbol: None
        self.on_empty: Callable[[], None] = lambda: None
        self._had_book: set[str] = set()
        if entry.book.subscription:
            observe.correct(exchange, "handle_order_book_subscription", entry.book.subscription)
        for handler in filter(None, (entry.book.handler, entry.book.also)):
            observe.after(exchange, handler, self._on_book)
        if entry.ticker.watch:
            observe.after(exchange, entry.ticker.handler, self._on_ticker)

    def streams(self) -> list[Stream]:
        """Return the calls that subscribe everything."""
        return [stream for symbol in self._intervals for stream in self._streams_of(symbol)]

    def lost(self, detail: str) -> None:
        """Report every public feed as gone, and why."""
        self._sequence.forget()
        self._had_book.clear()
        for symbol in self._intervals:
            for feed in (Feed.BOOK, Feed.MARK, Feed.FUNDING):
                self._board.lost(feed, symbol, detail)

    def _streams_of(self, symbol: str) -> list[Stream]:
        async def book() -> Any:
            await self._exchange.watch_order_book(symbol, self._entry.book.depth)
            # Where a snapshot comes apart from the stream, no message has told of it.
            if not self._entry.book.update_id and not self._board.is_live(Feed.BOOK, symbol):
                self._tell_book(symbol, self._exchange.orderbooks.get(symbol))

        if not self._entry.ticker.watch:
            return [book]
        watch = getattr(self._exchange, self._entry.ticker.watch)

        def ticker() -> Awaitable[Any]:
            return watch(symbol)  # type: ignore[no-any-return]

        return [book, ticker]

    def _symbol(
        self, path: tuple[str | int, ...], message: Any, within: tuple[str, int] | None = None
    ) -> str | None:
        market_id = dig(message, path)
        if within is not None and isinstance(market_id, str):
            market_id = dig(market_id.split(within[0]), (within[1],))
        if not isinstance(market_id, str):
            return None
        symbol = self._exchange.safe_symbol(market_id, None, None, "contract")
        return symbol if symbol in self._intervals else None

    def _on_book(self, _client: Any, message: Any) -> None:
        symbol = self._symbol(self._entry.book.symbol, message, self._entry.book.within)
        if symbol is None:
            return
        self.on_data()
        follows = self._sequence.follows(symbol, message)
        book = self._exchange.orderbooks.get(symbol)
        if book is None and symbol not in self._had_book:
            return  # ahead of ccxt's own subscription: nothing to build on yet
        self._had_book.add(symbol)
        # ccxt gives a book up by dropping it, or by forgetting its number.
        given_up = book is None or (
            not self._entry.book.update_id
            and book.get("nonce") is None
            and self._board.is_live(Feed.BOOK, symbol)
        )
        if given_up or not follows:
            self._gap(symbol)
            return
        self._tell_book(symbol, book)

    def _tell_book(self, symbol: str, book: Any) -> None:
        if book is None or (not self._entry.book.update_id and book.get("nonce") is None):
            return  # ccxt still waits for the snapshot
        if not (book["bids"] and book["asks"]):
            # Nobody there: a contract about to begin or to end, or one whose terms have changed.
            self.on_empty()
        self._had_book.add(symbol)
        self._emit(book_update(self._clock(), self._name, symbol, book, VISIBLE_LEVELS))
        self._board.live(Feed.BOOK, symbol)

    def _gap(self, symbol: str) -> None:
        """Declare a book worthless: ccxt has dropped it, or a message is missing."""
        self._board.lost(Feed.BOOK, symbol, "a message is missing")
        self.on_gap(symbol)

    def _on_ticker(self, _client: Any, message: Any) -> None:
        symbol = self._symbol(self._entry.ticker.symbol, message)
        if symbol is None:
            return
        self.on_data()
        row = dig(self._exchange.tickers, (symbol, "info"))
        feed = self._entry.ticker
        price = mark(self._clock(), self._name, symbol, feed, row)
        if price is not None:
            self._emit(price)
            self._board.live(Feed.MARK, symbol)
        rate = funding(self._clock(), self._name, symbol, feed, row, self._intervals[symbol])
        if rate is not None and self._is_news(rate):
            self._last_funding[symbol] = rate
            self._emit(rate)
            self._board.live(Feed.FUNDING, symbol)

    def _is_news(self, rate: Funding) -> bool:
        last = self._last_funding.get(rate.symbol)
        return (
            last is None
            or rate.at - last.at >= self._refresh_ns
            or (rate.funding_rate, rate.next_funding_at, rate.predicted_rate)
            != (last.funding_rate, last.next_funding_at, last.predicted_rate)
            or not self._board.is_live(Feed.FUNDING, rate.symbol)
        )
