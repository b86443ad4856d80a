"""The loopback exchange answers unmodified ccxt as Bybit does, refusals included."""

import json
import time
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Any

import aiohttp
import ccxt
import pytest

from terminal.model.events import Side
from terminal.venues.ccxt.catalogue import BYBIT
from terminal.venues.ccxt.credentials import Credentials
from terminal.venues.ccxt.exchange import Environment, opened
from tests.loopback.bybit import BybitLoopback
from tests.loopback.bybit.quiet_market import set_market
from tests.loopback.bybit.signing import sign
from tests.loopback.listener import SYMBOL


@pytest.fixture
async def server() -> AsyncIterator[BybitLoopback]:
    async with BybitLoopback() as running:
        set_market(running, SYMBOL, 60_000.0)
        yield running


def client(
    server: BybitLoopback, credentials: Credentials | None = None
) -> AbstractAsyncContextManager[Any]:
    return opened(
        BYBIT,
        credentials or server.credentials,
        environment=Environment.LIVE,
        endpoints=server.endpoints,
        timeout_s=5.0,
    )


async def test_public_reads_are_answered(server: BybitLoopback) -> None:
    async with client(server) as bybit:
        await bybit.load_markets()
        assert sorted(bybit.markets) == [SYMBOL, "ETH/USD:ETH"]
        ticker = await bybit.fetch_ticker(SYMBOL)
        assert (ticker["markPrice"], ticker["indexPrice"]) == (60_000.0, 60_000.0)
        rate = await bybit.fetch_funding_rate(SYMBOL)
        assert (rate["fundingRate"], rate["interval"]) == (0.0001, "8h")
        book = await bybit.fetch_order_book(SYMBOL, 50)
        assert book["bids"][0] == [59_999.5, 50_000.0]
        tiers = await bybit.fetch_market_leverage_tiers(SYMBOL)
        assert [tier["maxNotional"] for tier in tiers] == [150.0, 300.0]
        server.settle_funding(SYMBOL, 0.0003)
        history = await bybit.fetch_funding_rate_history(SYMBOL, limit=3)
        assert [row["fundingRate"] for row in history] == [0.0003]
        assert abs(await bybit.fetch_time() - time.time_ns() // 1_000_000) < 5_000


async def test_an_account_can_be_read_and_set(server: BybitLoopback) -> None:
    async with client(server) as bybit:
        await bybit.load_markets()
        assert (await bybit.fetch_balance())["BTC"]["total"] == 2.0
        await bybit.set_leverage(5, SYMBOL)
        assert (await bybit.fetch_position(SYMBOL))["leverage"] == 5.0
        with pytest.raises(ccxt.BadRequest, match="110043"):
            await bybit.set_leverage(5, SYMBOL)
        with pytest.raises(ccxt.BadRequest, match="110013"):
            await bybit.set_leverage(500, SYMBOL)
        with pytest.raises(ccxt.NoChange, match="110025"):
            await bybit.set_position_mode(False, SYMBOL)
        await bybit.set_margin_mode("cross", SYMBOL)
        assert (await bybit.fetch_trading_fee(SYMBOL))["taker"] == 0.00055
        await bybit.cancel_all_orders_after(10_000)
        assert server.protection.window_s == 10


@pytest.mark.parametrize("over", ["rest", "socket"])
async def test_orders_are_made_changed_and_cancelled(server: BybitLoopback, over: str) -> None:
    async with client(server) as bybit:
        await bybit.load_markets()
        create = bybit.create_order_ws if over == "socket" else bybit.create_order
        edit = bybit.edit_order_ws if over == "socket" else bybit.edit_order
        cancel = bybit.cancel_order_ws if over == "socket" else bybit.cancel_order
        order = await create(SYMBOL, "limit", "buy", "100", "50000", {"clientOrderId": "cid-1"})
        assert order["clientOrderId"] == "cid-1"
        with pytest.raises(ccxt.InvalidOrder, match="110072"):
            await create(SYMBOL, "limit", "buy", "100", "50000", {"clientOrderId": "cid-1"})
        changed = await edit(order["id"], SYMBOL, "limit", "buy", 120, 50_001)
        assert changed["id"] == order["id"]
        (resting,) = await bybit.fetch_open_orders(SYMBOL)
        assert (resting["id"], resting["amount"], resting["price"]) == (order["id"], 120, 50_001)
        await cancel(order["id"], SYMBOL)
        with pytest.raises(ccxt.OrderNotFound, match="110001"):
            await cancel(order["id"], SYMBOL)
        with pytest.raises(ccxt.InsufficientFunds, match="110007"):
            await create(SYMBOL, "market", "buy", "90000000")
        with pytest.raises(ccxt.InvalidOrder, match="110017"):
            await create(SYMBOL, "market", "buy", "100", None, {"reduceOnly": True})
        filled = await create(SYMBOL, "market", "buy", "600", None, {"clientOrderId": "cid-2"})
        (trade,) = await bybit.fetch_my_trades(SYMBOL)
        assert (trade["order"], trade["amount"], trade["info"]["orderLinkId"]) == (
            filled["id"], 600.0, "cid-2",
        )  # fmt: skip
        (held,) = await bybit.fetch_positions()
        assert (held["symbol"], held["side"], held["contracts"]) == (SYMBOL, "long", 600.0)
        ended = await bybit.fetch_canceled_and_closed_orders(SYMBOL)
        assert [o["clientOrderId"] for o in ended][-1] == "cid-2"
        await create(SYMBOL, "limit", "buy", "100", "50000")
        await bybit.cancel_all_orders(SYMBOL)
        assert await bybit.fetch_open_orders(SYMBOL) == []


@pytest.mark.parametrize(
    ("credentials", "kind"),
    [
        (Credentials("another-key", "loopback-secret"), "10003"),
        (Credentials("loopback-key", "another-secret"), "10004"),
    ],
)
async def test_a_wrong_key_or_signature_is_refused_everywhere(
    server: BybitLoopback, credentials: Credentials, kind: str
) -> None:
    async with client(server, credentials) as bybit:
        await bybit.load_markets()
        order = (SYMBOL, "market", "buy", "100")
        for method, arguments in (
            (bybit.fetch_balance, ()),
            (bybit.create_order, order),
            (bybit.create_order_ws, order),
            (bybit.watch_orders, ()),
        ):
            with pytest.raises(ccxt.AuthenticationError, match=kind):
                await method(*arguments)
        assert server.exchange.orders() == ()


@pytest.mark.parametrize("seconds", [-6.0, 2.0])
async def test_a_request_outside_its_window_is_refused(
    server: BybitLoopback, seconds: float
) -> None:
    async with client(server) as bybit:
        await bybit.load_markets()
        true = bybit.milliseconds
        bybit.milliseconds = lambda: true() + int(seconds * 1000)
        with pytest.raises(ccxt.InvalidNonce, match="10002"):
            await bybit.fetch_balance()
        assert server.exchange.orders() == ()


async def test_a_trade_sockets_requests_have_a_window_too(server: BybitLoopback) -> None:
    async with client(server) as bybit:
        await bybit.load_markets()
        await bybit.authenticate(bybit.urls["api"]["ws"]["private"]["trade"])
        true = bybit.milliseconds
        bybit.milliseconds = lambda: true() - 6_000
        with pytest.raises(ccxt.InvalidNonce, match="10002"):
            await bybit.create_order_ws(SYMBOL, "market", "buy", "100")
        assert server.exchange.orders() == ()


async def test_a_body_that_was_changed_on_the_way_is_refused(server: BybitLoopback) -> None:
    stamp = str(time.time_ns() // 1_000_000)
    body = {"category": "inverse", "symbol": "BTCUSD", "side": "Buy", "orderType": "Market"}
    signed = json.dumps({**body, "qty": "100"})
    headers = {
        "X-BAPI-API-KEY": server.account.key,
        "X-BAPI-TIMESTAMP": stamp,
        "X-BAPI-RECV-WINDOW": "5000",
        "X-BAPI-SIGN": sign(server.account, f"{stamp}{server.account.key}5000{signed}"),
    }
    url = f"http://127.0.0.1:{server.port}/v5/order/create"
    async with aiohttp.ClientSession() as session:
        for sent, code in ((json.dumps({**body, "qty": "900"}), 10004), (signed, 0)):
            async with session.post(url, data=sent, headers=headers) as response:
                assert (await response.json())["retCode"] == code
    assert len(server.exchange.orders()) == 1


async def test_private_topics_need_a_signature_and_public_ones_must_exist(
    server: BybitLoopback,
) -> None:
    async with aiohttp.ClientSession() as session:
        for path, topic in (("private", "order"), ("public/inverse", "orderbook.25.BTCUSD")):
            url = f"ws://127.0.0.1:{server.port}/v5/{path}"
            async with session.ws_connect(url) as socket:
                await socket.send_json({"op": "subscribe", "req_id": 1, "args": [topic]})
                answer = await socket.receive_json()
                assert (answer["success"], answer["op"]) == (False, "subscribe")
        url = f"ws://127.0.0.1:{server.port}/v5/trade"
        async with session.ws_connect(url) as socket:
            await socket.send_json({"op": "order.create", "reqId": "1", "args": [{}]})
            assert (await socket.receive_json())["retCode"] == 10005


async def test_a_book_is_a_snapshot_and_then_what_changes(server: BybitLoopback) -> None:
    async with aiohttp.ClientSession() as session:
        url = f"ws://127.0.0.1:{server.port}/v5/public/inverse"
        async with session.ws_connect(url) as socket:
            topics = ["orderbook.50.BTCUSD", "publicTrade.BTCUSD"]
            await socket.send_json({"op": "subscribe", "req_id": 1, "args": topics})
            assert (await socket.receive_json())["success"]
            snapshot = await socket.receive_json()
            assert (snapshot["type"], len(snapshot["data"]["b"])) == ("snapshot", 10)
            server.set_book(SYMBOL, ((59_999.5, 7.0),), ((60_000.5, 50_000.0),))
            delta = await socket.receive_json()
            assert delta["data"]["u"] == snapshot["data"]["u"] + 1
            assert ["59999.5", "7"] in delta["data"]["b"]
            assert ["59999", "0"] in delta["data"]["b"]
            assert all(quantity == "0" for _, quantity in delta["data"]["a"])
            server.trade_print(SYMBOL, Side.SELL, 59_999.5, 3.0)
            row = (await socket.receive_json())["data"][0]
            assert (row["S"], row["p"], row["v"]) == ("Sell", "59999.5", "3")
