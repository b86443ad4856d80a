"""What each venue of the catalogue can do, read from ccxt's own `has`: the table of docs/venues.md.

`python -m terminal.venues.ccxt.capabilities` prints the document; a test compares it with the
file, so that it cannot fall behind ccxt or the catalogue.
"""

from typing import Any

from terminal.venues.ccxt.catalogue import CATALOGUE, Arming, TierSource, VenueEntry
from terminal.venues.ccxt.safeguards import DEAD_MEN, KEYS

_INTRODUCTION = """# Venues

Made from the catalogue and from what ccxt {version} says of itself; do not edit by hand:
`python -m terminal.venues.ccxt.capabilities > docs/venues.md`.

**Traded** venues were tried on the wire against whole loopback exchanges that speak their
protocols. **Untried** ones trade too, but their orders, cancels, look-ups, balances and positions
were tried only against scripted answers on loopback, never on the venue's own wire: on a testnet,
where the venue has one, a key works as it is; a live key needs `accept_untried = true` under
`[venues.<name>]` in the settings, and the pre-flight says so. **Watched** ones are market data, and
paper trading on it: a key for them is refused, for the reason below the table.

- *websocket*, *REST*: how it arrives; *polled* is asked for again and again.
- *orders* by websocket go over REST while it is not connected; at OKX also those for a contract
  that is listed without the code which orders by websocket name it by.
- *interval*: where the funding interval comes from.
- *trades*: the public ones, shown in the window and nothing else; — where they are not read.
- *cancel-all-after*: the venue's own dead-man switch; a *countdown* is set anew again and again,
  one *on loss* acts when the private websocket stays away. Deribit has one for orders that came by
  websocket alone, and orders go there over REST; HTX has one, and nothing is ordered there.
- *key*: what the venue tells of it: whether it may trade and withdraw (*rights*, else the trader
  has to look), and the *account* that it belongs to.
- *tiers*: `key` where they are told to the owner of a key only, `assumed` where nobody tells them
  in a form that was checked: 2.5 % maintenance and 20x then stand in.
- *worlds*: what `environment` may be for the venue; it is part of a key's name.
"""

_HEAD = (
    "venue", "use", "book", "mark", "funding", "interval", "trades", "positions", "orders",
    "cancel", "cancel-all", "cancel-all-after", "key", "tiers", "worlds", "client order id",
)  # fmt: skip
_PATHS = (
    ("watchPositions", "fetchPositions"),
    ("createOrderWs", "createOrder"),
    ("cancelOrderWs", "cancelOrder"),
)


def capabilities(entry: VenueEntry, exchange: Any) -> tuple[str, ...]:
    """Return one row of the table, for an instance of ccxt's class."""
    has = exchange.has
    return (
        entry.title,
        _use(entry),
        "websocket" if has.get("watchOrderBook") else "—",
        _mark(entry),
        _funding(entry),
        _interval(entry, has),
        "websocket" if entry.trades is not None and has.get("watchTrades") is True else "—",
        *(_path(entry, has, *names) for names in _PATHS),
        "yes" if has.get("cancelAllOrders") else "one by one" if entry.trading else "—",
        _dead_man(entry),
        _key(entry),
        {TierSource.PUBLIC: "public", TierSource.SIGNED: "key", TierSource.ABSENT: "assumed"}[
            entry.units.tiers
        ],
        ", ".join(sorted(entry.worlds)),
        f"≤ {entry.orders.longest_client_order_id}, `{entry.orders.ids}`",
    )


def document() -> str:
    """Return docs/venues.md."""
    import ccxt.pro

    rows = [_HEAD, tuple("---" for _ in _HEAD)]
    rows += [capabilities(entry, getattr(ccxt.pro, entry.id)()) for entry in CATALOGUE.values()]
    table = "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows)
    reasons = "".join(
        f"- {entry.title} is watched: {entry.watched_because}.\n"
        for entry in CATALOGUE.values()
        if not entry.trading
    )
    return f"{_INTRODUCTION.format(version=ccxt.__version__)}\n{table}\n\n{reasons}"


def _use(entry: VenueEntry) -> str:
    if not entry.trading:
        return "watched"
    return "traded" if entry.tried else "untried"


def _path(entry: VenueEntry, has: Any, stream: str, request: str) -> str:
    """Return how account and orders go: as this program does it, which may be plainer than ccxt."""
    if stream == "watchPositions":
        polled = entry.stream.arming is Arming.POLLED and has.get(request)
        return "polled" if polled else _either(has, stream, request)
    cancels_plainly = stream == "cancelOrderWs" and (
        entry.orders.cancel is not None or entry.has.get(stream) is False
    )
    if entry.trade_socket is None or cancels_plainly:
        return "REST" if has.get(request) else "—"
    return _either(has, stream, request)


def _mark(entry: VenueEntry) -> str:
    if entry.ticker.mark:
        return "websocket"
    return "polled" if entry.polled is not None and entry.polled.mark else "—"


def _funding(entry: VenueEntry) -> str:
    if entry.ticker.continuous:
        return "websocket, continuous"
    if entry.ticker.funding_rate:
        return "websocket"
    return "polled" if entry.polled is not None else "—"


def _interval(entry: VenueEntry, has: Any) -> str:
    if entry.units.funding_interval:
        return "listing"
    if entry.polled is not None:
        return "each rate"
    usual = f"{(entry.units.usual_funding_interval_s or 0) / 3600:g} h"
    return f"{usual} unless listed apart" if has.get("fetchFundingIntervals") else usual


def _either(has: Any, stream: str, request: str) -> str:
    """Return how something goes: what ccxt only emulates is no stream."""
    if has.get(stream) is True:
        return "websocket"
    return "REST" if has.get(request) else "—"


def _dead_man(entry: VenueEntry) -> str:
    terms = DEAD_MEN.get(entry.id)
    if terms is None or not entry.trading:
        return "—"
    return "on loss" if terms.topic else "countdown"


def _key(entry: VenueEntry) -> str:
    terms = KEYS.get(entry.id)
    if terms is None:
        return "—"
    return "rights, account" if terms.call else "account"


if __name__ == "__main__":
    print(document(), end="")  # noqa: T201 - this is what the command is for
