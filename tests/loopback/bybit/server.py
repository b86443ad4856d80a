"""The loopback exchange: one server, one account, one simulated exchange behind it."""

import json
import time
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from aiohttp import web

from terminal.model.book import Levels
from terminal.model.events import Side
from terminal.model.instrument import Instrument, Kind, Tier, TiersIn
from terminal.venues.ccxt.exchange import Endpoints
from terminal.venues.paper.exchange import SimulatedExchange
from tests.loopback.bybit import rows
from tests.loopback.bybit.market_stream import MarketStream
from tests.loopback.bybit.safeguards import KeyFacts, Protection
from tests.loopback.bybit.signing import Account, WireError, check_request
from tests.loopback.bybit.sockets import Sockets
from tests.loopback.bybit.trading import Trading
from tests.loopback.wire_server import Handler, LoopbackServer, Row

Route = Callable[[Mapping[str, Any]], Any]
_FUNDING_INTERVAL_S = 8 * 3600.0


def btc_usd(venue: str = "bybit") -> Instrument:
    """Return BTCUSD as Bybit lists it."""
    return Instrument(
        venue=venue,
        symbol="BTC/USD:BTC",
        kind=Kind.INVERSE,
        contract_size=Decimal(1),
        tick_size=Decimal("0.10"),
        lot_size=Decimal(1),
        min_contracts=Decimal(1),
        base="BTC",
        quote="USD",
        settle="BTC",
        taker_fee=Decimal("0.00055"),
        maker_fee=Decimal("0.0002"),
        tiers=(
            Tier(Decimal(150), Decimal("0.005"), Decimal(0), Decimal(100)),
            Tier(Decimal(300), Decimal("0.01"), Decimal("0.75"), Decimal(50)),
        ),
        tiers_in=TiersIn.COIN,
    )


def eth_usd(venue: str = "bybit") -> Instrument:
    """Return ETHUSD as Bybit lists it."""
    return Instrument(
        venue=venue,
        symbol="ETH/USD:ETH",
        kind=Kind.INVERSE,
        contract_size=Decimal(1),
        tick_size=Decimal("0.01"),
        lot_size=Decimal(1),
        min_contracts=Decimal(1),
        base="ETH",
        quote="USD",
        settle="ETH",
        taker_fee=Decimal("0.00055"),
        maker_fee=Decimal("0.0002"),
        tiers=(Tier(Decimal(3000), Decimal("0.01"), Decimal(0), Decimal(50)),),
        tiers_in=TiersIn.COIN,
    )


class BybitLoopback(LoopbackServer):
    """Serves Bybit v5 for inverse contracts on an ephemeral port of 127.0.0.1.

    Drive the market with `set_book`, `set_mark`, `set_funding` and `settle_funding`; break things
    with `faults`, `drop` and `skip_book_update`; look at what arrived in `requests` (a counter by
    route) and `orders_received` (the bodies of every order creation that was read). `clock` is ns
    since the epoch; signatures are checked against it.
    """

    id_field = "orderLinkId"
    account: Account
    sockets: Sockets
    trading: Trading

    def __init__(
        self,
        exchange: SimulatedExchange | None = None,
        *,
        account: Account | None = None,
        clock: Callable[[], int] = time.time_ns,
    ) -> None:
        super().__init__(
            account or Account(),
            exchange or SimulatedExchange([btc_usd(), eth_usd()], {"BTC": 2.0, "ETH": 10.0}),
            clock,
        )
        self.key = KeyFacts()
        self.margin_mode = "REGULAR_MARGIN"
        self._market = MarketStream(self.exchange, clock)
        self.sockets = Sockets(self.account, self._market, self.faults, self._now_ms, self._count)
        self.trading = Trading(self.exchange, clock, self.sockets.push)
        self.sockets.trading = self.trading
        self.trading.on_filled = self._print
        self.protection = Protection(lambda: self.sockets.subscribed("dcp.future"), clock)
        self.sockets.unwatched = self.protection.forget
        self._public, self._private = self._routes()

    def _socket_paths(self) -> Mapping[str, Handler]:
        return {
            "/v5/public/inverse": self.sockets.public,
            "/v5/private": self.sockets.private,
            "/v5/trade": self.sockets.trade,
        }

    @property
    def endpoints(self) -> Endpoints:
        """Return this server's addresses in ccxt's shape."""
        http, socket = f"http://127.0.0.1:{self.port}", f"ws://127.0.0.1:{self.port}"
        private = f"{socket}/v5/private"
        return Endpoints(
            {
                **dict.fromkeys(("spot", "futures", "v2", "public", "private"), http),
                "ws": {
                    "public": {
                        kind: f"{socket}/v5/public/{kind}"
                        for kind in ("spot", "linear", "inverse", "option")
                    },
                    "private": {
                        "spot": {"unified": private, "nonUnified": private},
                        "contract": private,
                        "usdc": private,
                        "trade": f"{socket}/v5/trade",
                    },
                },
            }
        )

    # the world -----------------------------------------------------------------------------

    def set_book(self, symbol: str, bids: Levels, asks: Levels) -> None:
        """Replace the others' book, and publish it."""
        reports = self.exchange.set_book(symbol, bids, asks, self.clock())
        self.sockets.publish(self._market.book(symbol, bids, asks))
        self.trading.publish(reports)
        self._publish_ticker(symbol)

    def set_mark(
        self,
        symbol: str,
        mark_price: float,
        *,
        index_price: float | None = None,
        last_price: float | None = None,
    ) -> None:
        """Move the mark price, and publish it; may liquidate."""
        reports = self.exchange.set_mark(
            symbol, mark_price, self.clock(), index_price=index_price, last_price=last_price
        )
        self._publish_ticker(symbol)
        self.trading.publish(reports)

    def set_funding(
        self, symbol: str, funding_rate: float, next_funding_at: int,
        interval_s: float = _FUNDING_INTERVAL_S,
    ) -> None:  # fmt: skip
        """Set the running funding rate, and publish it."""
        self.exchange.set_funding(symbol, funding_rate, next_funding_at, interval_s)
        self._publish_ticker(symbol)

    def settle_funding(self, symbol: str, funding_rate: float) -> None:
        """End a funding interval now."""
        stamp = self._now_ms()
        name = rows.wire_symbol(self.exchange.market(symbol).instrument)
        self._settled.append(
            {
                "symbol": name,
                "fundingRate": rows.text(funding_rate),
                "fundingRateTimestamp": str(stamp),
            }
        )
        self.trading.publish(self.exchange.settle_funding(symbol, funding_rate, self.clock()))

    def trade_print(self, symbol: str, side: Side, price: float, contracts: float) -> None:
        """Publish a trade of others."""
        self.sockets.publish(self._market.trade(symbol, side, price, contracts))

    def skip_book_update(self, symbol: str) -> None:
        """Lose one book message on the way."""
        self._market.skip_update(symbol)

    def tick(self) -> None:
        """Let time do its work: the disconnect protection may fire."""
        if self.protection.tick():
            for order in self.exchange.open_orders():
                self.trading.publish(self.exchange.cancel(self.clock(), order_id=order.order_id))

    def _publish_ticker(self, symbol: str) -> None:
        message = self._market.ticker(symbol)
        if message is not None:
            self.sockets.publish(message)

    # REST ----------------------------------------------------------------------------------

    async def _rest(self, request: web.Request) -> web.StreamResponse:
        body = await request.text()
        route = f"{request.method} {request.path}"
        self._count(route, json.loads(body) if body else dict(request.query))

        def answer() -> Row:
            return self._answer(request, route, body)

        return await self.faults.take(route).over_rest(request, answer, self.faults.released)

    def _answer(self, request: web.Request, route: str, body: str) -> Row:
        try:
            if route in self._public:
                result = self._public[route](dict(request.query))
            elif route in self._private:
                payload = body if request.method == "POST" else request.rel_url.raw_query_string
                if self.key.revoked:
                    raise WireError(33004, "Your api key has expired.")
                check_request(self.account, request.headers, payload, self._now_ms())
                arguments = json.loads(body) if body else dict(request.query)
                result = self._private[route](arguments)
            else:
                raise WireError(10017, f"request path not found: {route}")
        except WireError as refusal:
            return self._envelope(refusal.code, refusal.text, {})
        return self._envelope(0, "OK", result)

    def _envelope(self, code: int, text: str, result: Any) -> Row:
        return {
            "retCode": code,
            "retMsg": text,
            "result": result,
            "retExtInfo": {},
            "time": self._now_ms(),
        }

    def _routes(self) -> tuple[dict[str, Route], dict[str, Route]]:
        trading = self.trading
        public: dict[str, Route] = {
            "GET /v5/market/time": self._time,
            "GET /v5/market/instruments-info": self._instruments,
            "GET /v5/market/tickers": self._tickers,
            "GET /v5/market/orderbook": self._orderbook,
            "GET /v5/market/risk-limit": self._risk_limit,
            "GET /v5/market/funding/history": self._funding_history,
        }
        private: dict[str, Route] = {
            "GET /v5/account/wallet-balance": lambda query: {"list": [trading.wallet()]},
            "GET /v5/account/fee-rate": self._fee_rate,
            "POST /v5/account/set-margin-mode": lambda body: {"reasons": []},
            "GET /v5/position/list": lambda query: _listing(trading.positions(query)),
            "POST /v5/position/set-leverage": trading.set_leverage,
            "POST /v5/position/switch-mode": _switch_mode,
            "POST /v5/order/create": trading.create,
            "POST /v5/order/amend": trading.amend,
            "POST /v5/order/cancel": trading.cancel,
            "POST /v5/order/cancel-all": trading.cancel_all,
            "POST /v5/order/disconnected-cancel-all": self.protection.set_window,
            "GET /v5/account/query-dcp-info": self.protection.info,
            "GET /v5/user/query-api": lambda query: self.key.row(self.account.key),
            "GET /v5/account/info": lambda query: {
                "marginMode": self.margin_mode,
                "unifiedMarginStatus": 6,
                "dcpStatus": "OFF",
            },
            "GET /v5/order/realtime": lambda query: _listing(trading.open_orders(query)),
            "GET /v5/order/history": lambda query: _listing(trading.ended_orders(query)),
            "GET /v5/execution/list": lambda query: _listing(trading.executions(query)),
        }
        return public, private

    def _time(self, _query: Mapping[str, Any]) -> Row:
        nanoseconds = self.clock()
        return {"timeSecond": str(nanoseconds // 10**9), "timeNano": str(nanoseconds)}

    def _instruments(self, query: Mapping[str, Any]) -> Row:
        listed = [] if query.get("status") == "PreLaunch" else self.trading.instruments()
        found = [
            rows.instrument_row(i, self.exchange.market(i.symbol).funding_interval_s or 28800.0)
            for i in listed
        ]
        return _listing(found)

    def _tickers(self, query: Mapping[str, Any]) -> Row:
        instruments = self.trading.instruments(query.get("symbol"))
        return _listing([rows.ticker_row(self.exchange, i.symbol) for i in instruments])

    def _orderbook(self, query: Mapping[str, Any]) -> Row:
        instrument = self.trading.instrument(query.get("symbol"))
        message = self._market.greeting(f"orderbook.50.{rows.wire_symbol(instrument)}")
        return {} if message is None else {**message["data"], "ts": message["ts"]}

    def _risk_limit(self, query: Mapping[str, Any]) -> Row:
        instruments = self.trading.instruments(query.get("symbol"))
        return _listing([row for i in instruments for row in rows.tier_rows(i)])

    def _funding_history(self, query: Mapping[str, Any]) -> Row:
        limit = int(query.get("limit", 200))
        found = [row for row in reversed(self._settled) if row["symbol"] == query.get("symbol")]
        return _listing(found[:limit])

    def _fee_rate(self, query: Mapping[str, Any]) -> Row:
        return _listing(
            [
                {
                    "symbol": rows.wire_symbol(i),
                    "takerFeeRate": str(i.taker_fee),
                    "makerFeeRate": str(i.maker_fee),
                }
                for i in self.trading.instruments(query.get("symbol"))
            ]
        )

    def _creation(self, route: str, body: Any) -> Row | None:
        if route == "trade order.create":
            return dict(body["args"][0])
        return dict(body) if route == "POST /v5/order/create" else None


def _switch_mode(_body: Mapping[str, Any]) -> Row:
    raise WireError(110025, "Position mode is not modified")


def _listing(found: list[Row]) -> Row:
    return {"category": "inverse", "list": found, "nextPageCursor": ""}
