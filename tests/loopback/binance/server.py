"""The loopback exchange: one server, one account, one simulated exchange behind it."""

import asyncio
import time
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from terminal.model.book import Levels
from terminal.model.events import Side
from terminal.model.instrument import Instrument, Kind, Tier, TiersIn
from terminal.venues.ccxt.exchange import Endpoints
from terminal.venues.paper.exchange import SimulatedExchange
from tests.loopback.binance import rows
from tests.loopback.binance.market_stream import MarketStream
from tests.loopback.binance.signing import Account, WireError, check_key, check_request
from tests.loopback.binance.sockets import Sockets
from tests.loopback.binance.trading import Trading
from tests.loopback.wire_server import Handler, LoopbackServer, Row

Route = Callable[[Mapping[str, Any]], Any]
_LISTEN_KEY = "loopback-listen-key"


def btc_usd(venue: str = "binancecoinm") -> Instrument:
    """Return BTCUSD_PERP: a contract is 100 USD."""
    return Instrument(
        venue=venue,
        symbol="BTC/USD:BTC",
        kind=Kind.INVERSE,
        contract_size=Decimal(100),
        tick_size=Decimal("0.1"),
        lot_size=Decimal(1),
        min_contracts=Decimal(1),
        base="BTC",
        quote="USD",
        settle="BTC",
        taker_fee=Decimal("0.0005"),
        maker_fee=Decimal("0.0001"),
        tiers=(
            Tier(Decimal(5), Decimal("0.004"), Decimal(0), Decimal(125)),
            Tier(Decimal(10), Decimal("0.005"), Decimal("0.005"), Decimal(100)),
            Tier(Decimal(20), Decimal("0.01"), Decimal("0.055"), Decimal(50)),
        ),
        tiers_in=TiersIn.COIN,
    )


def eth_usd(venue: str = "binancecoinm") -> Instrument:
    """Return ETHUSD_PERP: a contract is 10 USD."""
    return Instrument(
        venue=venue,
        symbol="ETH/USD:ETH",
        kind=Kind.INVERSE,
        contract_size=Decimal(10),
        tick_size=Decimal("0.01"),
        lot_size=Decimal(1),
        min_contracts=Decimal(1),
        base="ETH",
        quote="USD",
        settle="ETH",
        taker_fee=Decimal("0.0005"),
        maker_fee=Decimal("0.0001"),
        tiers=(Tier(Decimal(3000), Decimal("0.01"), Decimal(0), Decimal(50)),),
        tiers_in=TiersIn.COIN,
    )


class BinanceLoopback(LoopbackServer):
    """Serves Binance COIN-M on an ephemeral port of 127.0.0.1.

    Drive the market with `set_book`, `set_mark`, `set_funding` and `settle_funding`; break things
    with `faults`, `drop`, `skip_book_update` and `expire_listen_key`; look at what arrived in
    `requests` (a counter by route) and `orders_received` (the parameters of every order creation
    that was read). `clock` is ns since the epoch; signatures are checked against it.
    """

    id_field = "newClientOrderId"
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
        self.funding_intervals_h: dict[str, int] = {}
        self.hedge_mode = False
        self.permissions: Row = {
            "ipRestrict": True,
            "enableReading": True,
            "enableFutures": True,
            "enableWithdrawals": False,
            "enableInternalTransfer": False,
            "permitsUniversalTransfer": False,
        }
        self._countdowns: dict[str, asyncio.TimerHandle] = {}
        self.listen_key: str | None = None
        self._listen_keys = 0
        self._market = MarketStream(self.exchange, clock)
        self.sockets = Sockets(
            self.account,
            self.faults,
            self._now_ms,
            self._count,
            self._greeting,
            lambda name: name == self.listen_key,
        )
        self.trading = Trading(self.exchange, clock, self.sockets.push)
        self.sockets.trading = self.trading
        self.trading.on_filled = self._print
        self._public, self._private, self._by_key = self._routes()

    async def stop(self) -> None:
        """Drop everybody and stop listening; no countdown outlives the server."""
        for countdown in self._countdowns.values():
            countdown.cancel()
        await super().stop()

    def _socket_paths(self) -> Mapping[str, Handler]:
        return {"/ws/{name}": self.sockets.stream, "/ws-dapi/v1": self.sockets.trade}

    @property
    def endpoints(self) -> Endpoints:
        """Return this server's addresses in ccxt's shape."""
        http, socket = f"http://127.0.0.1:{self.port}", f"ws://127.0.0.1:{self.port}"
        return Endpoints(
            {
                "dapiPublic": f"{http}/dapi/v1",
                "dapiPrivate": f"{http}/dapi/v1",
                "dapiPrivateV2": f"{http}/dapi/v2",
                "sapi": f"{http}/sapi/v1",
                "ws": {
                    "inverse": f"{socket}/ws",
                    "ws-api": {"inverse": f"{socket}/ws-dapi/v1"},
                },
            }
        )

    # the world -----------------------------------------------------------------------------

    def set_book(self, symbol: str, bids: Levels, asks: Levels) -> None:
        """Replace the others' book, and publish it."""
        reports = self.exchange.set_book(symbol, bids, asks, self.clock())
        self.sockets.publish(
            f"{self._stream(symbol)}@depth@100ms", self._market.book(symbol, bids, asks)
        )
        self.trading.publish(reports)

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
        self._publish_mark(symbol)
        self.trading.publish(reports)

    def set_funding(
        self, symbol: str, funding_rate: float, next_funding_at: int,
        interval_s: float = 8 * 3600.0,
    ) -> None:  # fmt: skip
        """Set the running funding rate, and publish it."""
        self.exchange.set_funding(symbol, funding_rate, next_funding_at, interval_s)
        if interval_s != 8 * 3600.0:
            self.funding_intervals_h[symbol] = int(interval_s // 3600)
        self._publish_mark(symbol)

    def settle_funding(self, symbol: str, funding_rate: float) -> None:
        """End a funding interval now."""
        name = rows.wire_symbol(self.exchange.market(symbol).instrument)
        self._settled.append(
            {
                "symbol": name,
                "fundingTime": self._now_ms(),
                "fundingRate": rows.text(funding_rate),
                "markPrice": rows.text(self.exchange.market(symbol).mark_price),
            }
        )
        self.trading.publish(self.exchange.settle_funding(symbol, funding_rate, self.clock()))

    def trade_print(self, symbol: str, side: Side, price: float, contracts: float) -> None:
        """Publish a trade of others."""
        message = self._market.trade(symbol, side, price, contracts)
        self.sockets.publish(f"{self._stream(symbol)}@trade", message)

    def skip_book_update(self, symbol: str) -> None:
        """Lose one book message on the way."""
        self._market.skip_update(symbol)

    def expire_listen_key(self) -> None:
        """Let the user's stream go silent: its key was not kept alive."""
        expired, self.listen_key = self.listen_key, None
        self.sockets.push({"e": "listenKeyExpired", "E": self._now_ms(), "listenKey": expired})

    def _stream(self, symbol: str) -> str:
        return rows.wire_symbol(self.exchange.market(symbol).instrument).lower()

    def _publish_mark(self, symbol: str) -> None:
        message = self._market.mark(symbol)
        if message is not None:
            self.sockets.publish(f"{self._stream(symbol)}@markPrice@1s", message)

    def _greeting(self, stream: str) -> Row | None:
        """Return what a new subscriber gets at once; KeyError for a stream that does not exist."""
        name, _, kind = stream.partition("@")
        symbols = {self._stream(i.symbol): i.symbol for i in self.exchange.instruments}
        symbol = symbols[name]
        if kind == "markPrice@1s":
            return self._market.mark(symbol)
        if kind in {"depth@100ms", "trade", "miniTicker", "bookTicker"}:
            return None
        raise KeyError(stream)

    # REST ----------------------------------------------------------------------------------

    async def _rest(self, request: web.Request) -> web.StreamResponse:
        body = await request.text()
        payload = body if request.method in {"POST", "PUT"} else request.rel_url.raw_query_string
        route = f"{request.method} {request.path}"
        arguments = dict(parse_qsl(payload, keep_blank_values=True))
        self._count(route, arguments)
        refused: list[int] = []

        def answer() -> Any:
            try:
                return self._answer(request, route, payload, arguments)
            except WireError as refusal:
                refused.append(refusal.status)
                return {"code": refusal.code, "msg": refusal.text}

        fault = self.faults.take(route)
        response = await fault.over_rest(request, answer, self.faults.released)
        if refused and not response.prepared and response.status == 200:
            response.set_status(refused[-1])
        return response

    def _answer(
        self, request: web.Request, route: str, payload: str, arguments: Mapping[str, Any]
    ) -> Any:
        if route in self._public:
            return self._public[route](arguments)
        if route in self._by_key:
            check_key(self.account, request.headers.get("X-MBX-APIKEY"))
            return self._by_key[route](arguments)
        if route in self._private:
            check_key(self.account, request.headers.get("X-MBX-APIKEY"))
            check_request(self.account, payload, arguments, self._now_ms())
            return self._private[route](arguments)
        raise WireError(-5000, f"Path {request.path}, Method {request.method} is invalid", 404)

    def _routes(self) -> tuple[dict[str, Route], dict[str, Route], dict[str, Route]]:
        trading = self.trading
        public: dict[str, Route] = {
            "GET /dapi/v1/ping": lambda query: {},
            "GET /dapi/v1/time": lambda query: {"serverTime": self._now_ms()},
            "GET /dapi/v1/exchangeInfo": self._exchange_info,
            "GET /dapi/v1/premiumIndex": self._premium_index,
            "GET /dapi/v1/fundingInfo": self._funding_info,
            "GET /dapi/v1/fundingRate": self._funding_rates,
            "GET /dapi/v1/depth": self._depth,
        }
        private: dict[str, Route] = {
            "GET /dapi/v1/account": trading.account,
            "GET /dapi/v1/balance": lambda query: [
                rows.balance_row(account, self.account.alias)
                for account in self.exchange.accounts()
            ],
            "GET /dapi/v1/positionRisk": trading.positions,
            "GET /dapi/v2/leverageBracket": lambda query: [
                rows.bracket_row(i) for i in trading.instruments(query.get("symbol"))
            ],
            "GET /dapi/v1/commissionRate": self._commission_rate,
            "POST /dapi/v1/leverage": trading.set_leverage,
            "POST /dapi/v1/marginType": _margin_type,
            "GET /dapi/v1/positionSide/dual": lambda query: {"dualSidePosition": self.hedge_mode},
            "POST /dapi/v1/positionSide/dual": self._set_hedge_mode,
            "POST /dapi/v1/order": trading.create,
            "PUT /dapi/v1/order": trading.amend,
            "GET /dapi/v1/order": trading.order,
            "DELETE /dapi/v1/order": trading.cancel,
            "DELETE /dapi/v1/allOpenOrders": trading.cancel_all,
            "GET /dapi/v1/openOrders": trading.open_orders,
            "GET /dapi/v1/allOrders": trading.all_orders,
            "GET /dapi/v1/userTrades": trading.trades,
            "GET /dapi/v1/income": trading.income,
            "POST /dapi/v1/countdownCancelAll": self._countdown_cancel_all,
            "GET /sapi/v1/account/apiRestrictions": lambda query: self.permissions,
        }
        by_key: dict[str, Route] = {
            "POST /dapi/v1/listenKey": self._listen,
            "PUT /dapi/v1/listenKey": self._keep_listening,
            "DELETE /dapi/v1/listenKey": lambda body: {},
        }
        return public, private, by_key

    def _exchange_info(self, _query: Mapping[str, Any]) -> Row:
        listed = [
            rows.instrument_row(i, "SETTLING" if i.symbol in self.trading.delisted else "TRADING")
            for i in self.trading.instruments()
        ]
        return {
            "timezone": "UTC",
            "serverTime": self._now_ms(),
            "rateLimits": [
                {
                    "rateLimitType": "REQUEST_WEIGHT",
                    "interval": "MINUTE",
                    "intervalNum": 1,
                    "limit": 2400,
                },
                {
                    "rateLimitType": "ORDERS",
                    "interval": "MINUTE",
                    "intervalNum": 1,
                    "limit": 1200,
                },
            ],
            "exchangeFilters": [],
            "symbols": listed,
        }

    def _premium_index(self, query: Mapping[str, Any]) -> list[Row]:
        instruments = self.trading.instruments(query.get("symbol"))
        return [rows.premium_row(self.exchange, i.symbol, self._now_ms()) for i in instruments]

    def _funding_info(self, _query: Mapping[str, Any]) -> list[Row]:
        """Return the contracts whose interval or caps differ from the usual; the others are left
        out."""
        return [
            {
                "symbol": rows.wire_symbol(self.exchange.market(symbol).instrument),
                "adjustedFundingRateCap": "0.02500000",
                "adjustedFundingRateFloor": "-0.02500000",
                "fundingIntervalHours": hours,
                "disclaimer": False,
            }
            for symbol, hours in self.funding_intervals_h.items()
        ]

    def _funding_rates(self, query: Mapping[str, Any]) -> list[Row]:
        since, limit = int(query.get("startTime") or 0), int(query.get("limit") or 100)
        found = [
            row
            for row in self._settled
            if row["symbol"] == query.get("symbol") and row["fundingTime"] >= since
        ]
        return found[-limit:]

    def _depth(self, query: Mapping[str, Any]) -> Row:
        instrument = self.trading.instrument(query.get("symbol"))
        return self._market.depth(instrument.symbol, int(query.get("limit") or 500))

    def _commission_rate(self, query: Mapping[str, Any]) -> Row:
        instrument = self.trading.instrument(query.get("symbol"))
        return {
            "symbol": rows.wire_symbol(instrument),
            "makerCommissionRate": str(instrument.maker_fee),
            "takerCommissionRate": str(instrument.taker_fee),
        }

    def _set_hedge_mode(self, body: Mapping[str, Any]) -> Row:
        wanted = str(body.get("dualSidePosition")).lower() == "true"
        if wanted == self.hedge_mode:
            raise WireError(-4059, "No need to change position side.")
        self.hedge_mode = wanted
        return {"code": 200, "msg": "success"}

    def _listen(self, _body: Mapping[str, Any]) -> Row:
        if self.listen_key is None:
            self._listen_keys += 1
            self.listen_key = f"{_LISTEN_KEY}-{self._listen_keys}"
        return {"listenKey": self.listen_key}

    def _keep_listening(self, _body: Mapping[str, Any]) -> Row:
        if self.listen_key is None:
            raise WireError(-1125, "This listenKey does not exist.")
        return {"listenKey": self.listen_key}

    def _countdown_cancel_all(self, body: Mapping[str, Any]) -> Row:
        """Cancel a symbol's orders after `countdownTime` ms, unless told again; 0 takes it back."""
        name = str(body.get("symbol"))
        self.trading.instrument(name)
        countdown_ms = int(body.get("countdownTime") or 0)
        old = self._countdowns.pop(name, None)
        if old is not None:
            old.cancel()
        if countdown_ms:
            self._countdowns[name] = asyncio.get_running_loop().call_later(
                countdown_ms / 1000, lambda: self.trading.cancel_all({"symbol": name})
            )
        return {"symbol": name, "countdownTime": str(countdown_ms)}

    def _creation(self, route: str, body: Any) -> Row | None:
        if route == "trade order.place":
            return dict(body.get("params", {}))
        return dict(body) if route == "POST /dapi/v1/order" else None


def _margin_type(_body: Mapping[str, Any]) -> Row:
    raise WireError(-4046, "No need to change margin type.")
