"""What differs between venues, as data.

No code of the engine or of this room asks which venue it serves; it asks this table. Whatever
ccxt 4.5.90 states wrongly for inverse contracts (contract sizes, margin fields) is stated here.
"""

from collections.abc import Mapping

from terminal.model.errors import UserError
from terminal.venues.ccxt.catalogue.binance import BINANCE_COIN_M
from terminal.venues.ccxt.catalogue.bybit import BYBIT
from terminal.venues.ccxt.catalogue.calls import Call, Deadline, Limits, Path, Stated
from terminal.venues.ccxt.catalogue.deribit import DERIBIT
from terminal.venues.ccxt.catalogue.gate import GATE
from terminal.venues.ccxt.catalogue.htx import HTX
from terminal.venues.ccxt.catalogue.kraken_futures import KRAKEN_FUTURES
from terminal.venues.ccxt.catalogue.kucoin_futures import KUCOIN_FUTURES
from terminal.venues.ccxt.catalogue.okx import OKX
from terminal.venues.ccxt.catalogue.order_terms import Codes, Executions, Orders, OwnLeverage
from terminal.venues.ccxt.catalogue.terms import (
    NOT_STREAMED,
    Arming,
    BookFeed,
    Polled,
    PositionRows,
    TickerFeed,
    TierSource,
    TradeSocket,
    TradeStream,
    Units,
    UserStream,
    VenueEntry,
    WalletRows,
)

__all__ = [
    "BINANCE_COIN_M",
    "BYBIT",
    "CATALOGUE",
    "NOT_STREAMED",
    "Arming",
    "BookFeed",
    "Call",
    "Codes",
    "Deadline",
    "Executions",
    "Limits",
    "Orders",
    "OwnLeverage",
    "Path",
    "Polled",
    "PositionRows",
    "Stated",
    "TickerFeed",
    "TierSource",
    "TradeSocket",
    "TradeStream",
    "Units",
    "UserStream",
    "VenueEntry",
    "WalletRows",
    "entry",
    "require_trading",
    "require_world",
]

CATALOGUE: Mapping[str, VenueEntry] = {
    entry.id: entry
    for entry in (BYBIT, BINANCE_COIN_M, OKX, DERIBIT, KRAKEN_FUTURES, GATE, HTX, KUCOIN_FUTURES)
}


def entry(venue: str) -> VenueEntry:
    """Return the entry of `venue`; UserError names the venues there are."""
    found = CATALOGUE.get(venue)
    if found is None:
        known = ", ".join(sorted(CATALOGUE))
        raise UserError(f"venue: {venue!r} is not known; choose one of {known}")
    return found


def require_trading(entry: VenueEntry) -> None:
    """Raise UserError with the reason where the venue is only watched, so that it takes no key."""
    if not entry.trading:
        why = f" ({entry.watched_because})" if entry.watched_because else ""
        raise UserError(f"{entry.title} can be watched but not traded{why}: leave its key away")


def require_world(entry: VenueEntry, environment: str) -> None:
    """Raise UserError where the venue has no such environment."""
    if environment not in entry.worlds:
        raise UserError(
            f"environment: {entry.title} has no {environment}; choose "
            + " or ".join(sorted(entry.worlds))
        )
