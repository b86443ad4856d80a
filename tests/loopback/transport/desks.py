"""Order desks of seven makes of venue, each on an HTTP listener that does as it is told."""

import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from terminal.model.events import AnyEvent, OrderReport, Side
from terminal.model.outputs import OrderIntent, OrderType, Purpose
from terminal.venues.ccxt import replies
from terminal.venues.ccxt.catalogue import BYBIT, CATALOGUE, Codes, Limits, VenueEntry
from terminal.venues.ccxt.credentials import Credentials
from terminal.venues.ccxt.exchange import Endpoints, Environment, opened, trusted_roots
from terminal.venues.ccxt.limiter import Pacing, PriorityLimiter
from terminal.venues.ccxt.order_desk import OrderDesk
from terminal.venues.ccxt.order_lookup import OrderLookup
from terminal.venues.ccxt.order_memory import OrderMemory
from terminal.venues.ccxt.own_leverage import StatedLeverage
from terminal.venues.ccxt.setting import lets_all_go
from terminal.venues.ccxt.timing import Timing
from terminal.venues.ccxt.waiting_orders import WaitingOrders
from tests.loopback.transport.scripted import Listener, listening

SYMBOL = "BTC/USD:BTC"
KEY = Credentials("transport-key", "dHJhbnNwb3J0LXNlY3JldA==", "passphrase")
# Short for the rows in which nothing ever comes, long enough for a machine that is busy.
ORDER_TIMEOUT_S = 0.6

_MARKETS = {
    "bybit": "BTCUSD",
    "binancecoinm": "BTCUSD_PERP",
    "okx": "BTC-USD-SWAP",
    "krakenfutures": "PI_XBTUSD",
    "deribit": "BTC-PERPETUAL",
    "gate": "BTC_USD",
    "kucoinfutures": "XBTUSDM",
}
VENUES = tuple(_MARKETS)
_NO_CODES = Codes(
    fields=(("code",), ("error", "code"), ("error",)),
    texts=(("msg",), ("error", "message")),
    refused=frozenset(),
    not_found=frozenset(),
    duplicate=frozenset(),
    throttled=frozenset(),
    credentials=frozenset(),
    clock=frozenset(),
)
_MANY = Limits(requests=100_000, reserved_for_cancels=1, window_s=1.0)


def entry_of(venue: str) -> VenueEntry:
    """Return the venue's entry in the catalogue, or one that knows no code of it.

    Pauses after a request to slow down are left out: the next row must not wait for them.
    """
    known = CATALOGUE.get(venue)
    if known is None:
        known = replace(BYBIT, id=venue, title=venue, options={}, has={}, codes=_NO_CODES)
    return replace(
        known, trading=True, pause_s=0.0, ban_pause_s=0.0, order_limits=_MANY, read_limits=_MANY
    )


@dataclass
class DeskOnWire:
    """One venue's order desk, the listener behind it, and what was reported."""

    entry: VenueEntry
    exchange: Any
    desk: OrderDesk
    listener: Listener
    events: list[AnyEvent]
    sent: int = 0

    async def submit(self) -> OrderReport:
        """Send a new order over REST on a warm connection, and return the one report on it."""
        await self._warm()
        self.sent += 1
        name = f"st00001n{self.sent:08d}"
        before = len(self.events)
        await self.desk.submit(_intent(self.entry.id, name))
        (report,) = self.events[before:]
        assert isinstance(report, OrderReport)
        assert report.client_order_id == name
        return report

    async def _warm(self) -> None:
        url = f"http://127.0.0.1:{self.listener.port}/warm"
        async with self.exchange.session.get(url) as answer:
            await answer.read()


@asynccontextmanager
async def desks(*venues: str) -> AsyncIterator[dict[str, DeskOnWire]]:
    """Yield the order desks of `venues`, each with a listener of its own."""
    async with AsyncExitStack() as stack:
        trust = trusted_roots()
        made = {}
        for venue in venues:
            listener = await stack.enter_async_context(listening())
            entry = entry_of(venue)
            exchange = await stack.enter_async_context(
                opened(
                    entry,
                    KEY,
                    environment=Environment.LIVE,
                    endpoints=endpoints(venue, f"http://127.0.0.1:{listener.port}"),
                    timeout_s=5.0,
                    trust=trust,
                )
            )
            made[venue] = desk_on(entry, exchange, listener)
        yield made


def endpoints(venue: str, address: str) -> Endpoints:
    """Return ccxt's addresses of a venue, all of them `address`."""
    import ccxt.pro

    def moved(branch: Any) -> Any:
        if isinstance(branch, dict):
            return {name: moved(part) for name, part in branch.items()}
        if not isinstance(branch, str):
            return branch
        path = branch.partition("://")[2].partition("/")[2]
        return f"{address}/{path}".rstrip("/")

    return Endpoints(moved(getattr(ccxt.pro, venue)().urls["api"]))


def desk_on(entry: VenueEntry, exchange: Any, listener: Listener) -> DeskOnWire:
    """Return an order desk that sends through `exchange`, over REST alone."""
    replies.listen(exchange)
    exchange.set_markets([_market(exchange, _MARKETS[entry.id])])
    exchange.has.update({"createOrderWs": False, "cancelOrderWs": False})
    events: list[AnyEvent] = []
    memory = OrderMemory()
    pacing = Pacing(
        PriorityLimiter(entry.order_limits, time.monotonic),
        PriorityLimiter(entry.read_limits, time.monotonic),
    )
    leverage = StatedLeverage(
        entry.orders.own_leverage,
        exchange=exchange,
        symbols=(SYMBOL,),
        pacing=pacing,
        clock=time.time_ns,
        good_for_s=3_600.0,
    )
    leverage._known[SYMBOL] = (3.0, time.time_ns())
    common: dict[str, Any] = {
        "name": entry.id,
        "entry": entry,
        "exchange": exchange,
        "symbols": (SYMBOL,),
        "memory": memory,
        "pacing": pacing,
        "clock": time.time_ns,
        "emit": events.append,
    }
    desk = OrderDesk(
        **common,
        credentials=KEY,
        lookup=OrderLookup(**common),
        leverage=leverage,
        socket_ready=lambda _symbol: False,
        stream_live=lambda: True,
        timing=Timing(order_timeout_s=ORDER_TIMEOUT_S),
        waiting=WaitingOrders(lets_all_go),
    )
    return DeskOnWire(entry, exchange, desk, listener, events)


def _intent(venue: str, client_order_id: str) -> OrderIntent:
    return OrderIntent(
        at=time.time_ns(),
        client_order_id=client_order_id,
        decision_id=1,
        venue=venue,
        symbol=SYMBOL,
        side=Side.BUY,
        contracts=Decimal(100),
        reduce_only=False,
        type=OrderType.IOC_LIMIT,
        limit_price=Decimal(60_000),
        purpose=Purpose.MANUAL,
    )


def _market(exchange: Any, name: str) -> Any:
    return exchange.safe_market_structure(
        {
            "id": name,
            "symbol": SYMBOL,
            "base": "BTC",
            "quote": "USD",
            "settle": "BTC",
            "baseId": "BTC",
            "quoteId": "USD",
            "settleId": "BTC",
            "type": "swap",
            "swap": True,
            "spot": False,
            "margin": False,
            "future": False,
            "option": False,
            "contract": True,
            "linear": False,
            "inverse": True,
            "active": True,
            "contractSize": 1.0,
            "precision": {"amount": 1.0, "price": 0.5},
            "limits": {"amount": {"min": 1.0}, "price": {}, "cost": {}},
            "info": {"orderTypes": ["LIMIT", "MARKET"]},
        }
    )
