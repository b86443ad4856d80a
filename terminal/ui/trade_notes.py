"""What the window knows of each contract's public trades: the last one, and how their feed is."""

from collections.abc import Iterable
from typing import NamedTuple

from terminal.model.trades import PublicTrade, PublicTrades, TradeFeed, TradeFeedChanged
from terminal.ui import format as fmt
from terminal.ui.desk import Pushed
from terminal.ui.panel import Focus
from terminal.ui.words import QT_TRANSLATE_NOOP, translate, translated

_QUIET_S = 5.0  # a market that trades needs no word about it
_TOLD_LATE_NS = 5_000_000_000
_STATES = {
    TradeFeed.NONE: QT_TRANSLATE_NOOP("window", "trades: none"),
    TradeFeed.CONNECTING: QT_TRANSLATE_NOOP("window", "trades: connecting"),
    TradeFeed.LOST: QT_TRANSLATE_NOOP("window", "trades: lost"),
}


class LastTrade(NamedTuple):
    """The newest trade; `side` is +1 where the taker bought, −1 where the taker sold.

    What one order took at one price counts as one: `contracts` is its sum.
    """

    price: float
    contracts: float
    side: int
    traded_at: int
    shown_at: int


def shown_at(trade: PublicTrade) -> int:
    """Return where on the desk's time axis a trade is (ns): when it was told, or long before.

    A venue's clock need not be ours; but a trade told late, with others of an hour ago, is not
    of now.
    """
    late = trade.at - trade.traded_at > _TOLD_LATE_NS
    return trade.traded_at if late else trade.at


class TradeNotes:
    """Fed from what is pushed; every panel that shows trades keeps its own."""

    __slots__ = ("_feeds", "_last")

    def __init__(self) -> None:
        self._last: dict[Focus, LastTrade] = {}
        self._feeds: dict[tuple[str, str | None], TradeFeedChanged] = {}

    def observe(self, pushed: Iterable[Pushed]) -> None:
        """Take note of a frame."""
        for item in pushed:
            if isinstance(item, PublicTrades):
                self._note(Focus(item.venue, item.symbol), item.trades)
            elif isinstance(item, TradeFeedChanged):
                self._feeds[item.venue, item.symbol] = item
                if item.symbol is None:
                    told = [key for key in self._feeds if key[0] == item.venue and key[1]]
                    for key in told:
                        del self._feeds[key]

    def last(self, focus: Focus) -> LastTrade | None:
        """Return the newest trade while their feed lives, None where none is to be relied on."""
        return self._last.get(focus) if self.feed(focus) is TradeFeed.LIVE else None

    def feed(self, focus: Focus) -> TradeFeed | None:
        """Return how the feed of a contract is, None before anybody said."""
        told = self._told(focus)
        return None if told is None else told.state

    def words(self, focus: Focus, at: int) -> str:
        """Return what is to be said of the trades at `at` (ns): nothing while they come."""
        feed = self.feed(focus)
        if feed is None:
            return ""
        if feed is not TradeFeed.LIVE:
            return translated(_STATES[feed])
        last = self._last.get(focus)
        if last is None:
            return translate("window", "no trade yet")
        quiet_s = (at - last.shown_at) / 1e9
        if quiet_s < _QUIET_S:
            return ""
        return translate("window", "last trade {age} ago").format(age=fmt.age(quiet_s))

    def standing(self, focus: Focus, at: int) -> tuple[str, bool]:
        """Return the feed's state or its last trade's age in a word, and whether that is a fault.

        A quiet market is none.
        """
        feed = self.feed(focus)
        if feed is TradeFeed.LIVE:
            last = self._last.get(focus)
            age = None if last is None else max(0.0, (at - last.shown_at) / 1e9)
            return (translate("window", "live") if age is None else fmt.age(age)), False
        if feed is TradeFeed.LOST:
            return translate("window", "lost"), True
        if feed is TradeFeed.NONE:
            return translate("window", "none"), False
        return fmt.UNKNOWN, False

    def _told(self, focus: Focus) -> TradeFeedChanged | None:
        return self._feeds.get((focus.venue, focus.symbol)) or self._feeds.get((focus.venue, None))

    def _note(self, focus: Focus, trades: Iterable[PublicTrade]) -> None:
        last = self._last.get(focus)
        for trade in trades:
            if last is not None and trade.traded_at < last.traded_at:
                continue  # told late
            side = trade.side.sign
            one = (trade.traded_at, trade.price, side)
            contracts = trade.contracts
            if last is not None and one == (last.traded_at, last.price, last.side):
                contracts += last.contracts
            last = LastTrade(trade.price, contracts, side, trade.traded_at, shown_at(trade))
        if last is not None:
            self._last[focus] = last
