"""What Binance COIN-M lists while it is traded: other terms, an end, a book that is empty."""

from collections.abc import AsyncIterator
from dataclasses import replace as entry_with
from decimal import Decimal

import pytest
from msgspec.structs import replace

from terminal.engine.engine import Engine
from terminal.model.events import Account, Feed, InstrumentListed, Side
from terminal.model.outputs import Freeze, OrderType
from terminal.model.reasons import Reason
from terminal.venues.ccxt.catalogue import BINANCE_COIN_M
from tests.loopback.binance import BinanceLoopback
from tests.loopback.bybit.quiet_market import set_market
from tests.loopback.listener import QUICK, SYMBOL, listening
from tests.loopback.real_time import real_time_until

OFTEN = entry_with(QUICK, relist_s=0.1)
SELDOM = entry_with(QUICK, relist_at_most_every_s=0.01)


@pytest.fixture
async def server() -> AsyncIterator[BinanceLoopback]:
    async with BinanceLoopback() as running:
        set_market(running, SYMBOL, 60_000.0)
        yield running


async def test_a_tick_that_changes_freezes_the_leg_and_holds_the_wire_to_the_new_grid(
    server: BinanceLoopback,
) -> None:
    engine = Engine()
    async with listening(server, entry=BINANCE_COIN_M, timing=OFTEN) as desk:
        await desk.until_live()
        old = server.exchange.market(SYMBOL).instrument
        server.exchange.list_instrument(replace(old, tick_size=Decimal("0.5")))
        server.trading.relist()
        assert await real_time_until(lambda: len(desk.of(InstrumentListed)) == 2)
        assert desk.of(InstrumentListed)[-1].tick_size == Decimal("0.5")
        await desk.submit("st1n1", price="59000.1")
        assert desk.states("st1n1") == ["rejected"], "an old price is never re-used"
        assert server.orders_received == []
        outputs = [output for event in desk.events for output in engine.step(event)]
        frozen = {out.reason for out in outputs if isinstance(out, Freeze)}
        assert Reason.INSTRUMENT_CHANGED in frozen


async def test_a_contract_that_is_settling_takes_nothing_new_and_stays_in_sight(
    server: BinanceLoopback,
) -> None:
    async with listening(server, entry=BINANCE_COIN_M, timing=OFTEN) as desk:
        await desk.until_live()
        await desk.submit("st1n1", "30", kind=OrderType.MARKET, price=None)
        await desk.submit("st1n2", "5")
        assert await real_time_until(lambda: desk.of(Account)[-1].positions != ())
        server.trading.delisted.add(SYMBOL)
        assert await real_time_until(lambda: len(desk.of(InstrumentListed)) == 2)
        over = desk.of(InstrumentListed)[-1]
        assert over.expiry == over.at
        await desk.submit("st1n3", "5")
        assert "does not trade" in (desk.report("st1n3").reason or "")
        await desk.cancel("st1n2")
        await desk.until_state("st1n2", "cancelled")
        assert desk.of(Account)[-1].positions[0].contracts == 30
        assert len(server.orders_received) == 2


async def test_an_empty_book_has_the_listing_looked_at_at_once(server: BinanceLoopback) -> None:
    async with listening(server, entry=BINANCE_COIN_M, timing=SELDOM) as desk:
        await desk.until_live(Feed.BOOK)
        asked = server.requests["GET /dapi/v1/exchangeInfo"]
        server.set_book(SYMBOL, (), ())
        assert await real_time_until(lambda: server.requests["GET /dapi/v1/exchangeInfo"] > asked)


async def test_a_fee_that_moves_stops_nobody(server: BinanceLoopback) -> None:
    async with listening(server, entry=BINANCE_COIN_M, timing=OFTEN) as desk:
        await desk.until_live()
        old = server.exchange.market(SYMBOL).instrument
        server.exchange.list_instrument(replace(old, taker_fee=Decimal("0.0004")))
        server.trading.relist()
        asked = server.requests["GET /dapi/v1/exchangeInfo"]
        assert await real_time_until(
            lambda: server.requests["GET /dapi/v1/exchangeInfo"] >= asked + 3
        )
        assert len(desk.of(InstrumentListed)) == 1
        await desk.submit("st1n1", "3", side=Side.SELL, price="61000")
        assert desk.states("st1n1")[-1] == "open"
