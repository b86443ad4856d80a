"""Public trades: what others, and we among them, traded. For the eye only.

No engine input: nothing is decided on them, none is journalled or recorded, and a feed of them
that fails freezes nothing. They go from the venue to the window past the engine.
"""

from enum import StrEnum
from math import isfinite

import msgspec

from terminal.model.events import Side


class PublicTrade(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One trade as the venue told everybody; `side` is the taker's.

    `traded_at` is the venue's own time, `at` when it was told here (both ns since the epoch).
    `trade_id` is the venue's, unique to the contract.
    """

    at: int
    venue: str
    symbol: str
    price: float
    contracts: float
    side: Side
    traded_at: int
    trade_id: str


class PublicTrades(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Trades of one contract that were told together, oldest first; never empty."""

    at: int
    venue: str
    symbol: str
    trades: tuple[PublicTrade, ...]


class TradeFeed(StrEnum):
    """Whether trades are told: by no means, not yet, from now on, or not any more."""

    NONE = "none"
    CONNECTING = "connecting"
    LIVE = "live"
    LOST = "lost"


class TradeFeedChanged(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How a feed of trades stands from `at` on; without a symbol that of every contract there.

    `detail` says why, in words for the trader.
    """

    at: int
    venue: str
    state: TradeFeed
    symbol: str | None = None
    detail: str = ""


TradeWord = PublicTrades | TradeFeedChanged


def trade_problem(price: float, contracts: float, moment: float) -> str:
    """Return what makes a trade impossible, in words; empty where nothing does.

    `moment` is its time since the epoch, in any unit.
    """
    if not (isfinite(price) and price > 0):
        return "a price that is none"
    if not (isfinite(contracts) and contracts > 0):
        return "a quantity that is none"
    return "" if isfinite(moment) and moment > 0 else "no time"
