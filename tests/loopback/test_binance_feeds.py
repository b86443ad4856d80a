"""Binance COIN-M's streams: the listen key, gaps, what was missed, and payments."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from terminal.model.events import (
    Account,
    BookUpdate,
    Feed,
    FeedChanged,
    FeedState,
    Fill,
    FillType,
    Funding,
    FundingSettled,
    InstrumentListed,
    Mark,
    Side,
)
from terminal.model.outputs import OrderType
from terminal.venues.ccxt.catalogue import BINANCE_COIN_M
from tests.loopback.binance import BinanceLoopback
from tests.loopback.bybit.quiet_market import set_market
from tests.loopback.listener import QUICK, SYMBOL, Listener, listening
from tests.loopback.real_time import real_time_until

MARKET = (Feed.BOOK, Feed.MARK, Feed.FUNDING)
MARKET_ORDER: dict[str, Any] = {"kind": OrderType.MARKET, "price": None}


@pytest.fixture
async def server() -> AsyncIterator[BinanceLoopback]:
    async with BinanceLoopback() as running:
        set_market(running, SYMBOL, 60_000.0)
        yield running


def last(desk: Listener, kind: type[Any]) -> Any:
    return desk.of(kind)[-1]


async def test_a_contract_is_listed_with_its_tiers_and_the_accounts_own_fees(
    server: BinanceLoopback,
) -> None:
    async with listening(server, entry=BINANCE_COIN_M) as desk:
        await desk.until_live()
        listed = desk.of(InstrumentListed)[0].instrument()
        assert listed == server.trading.instrument("BTCUSD_PERP")


async def test_without_a_key_the_market_is_watched_on_assumed_tiers(
    server: BinanceLoopback,
) -> None:
    async with listening(server, entry=BINANCE_COIN_M, monitor=True) as desk:
        await desk.until_live(*MARKET)
        (tier,) = desk.of(InstrumentListed)[0].instrument().tiers
        assert (str(tier.maintenance_rate), str(tier.max_leverage)) == ("0.025", "20")
        assert server.requests["GET /dapi/v2/leverageBracket"] == 0
        assert server.requests["POST /dapi/v1/listenKey"] == 0


async def test_the_book_of_a_still_market_is_told_from_its_snapshot(
    server: BinanceLoopback,
) -> None:
    async with listening(server, entry=BINANCE_COIN_M, monitor=True) as desk:
        await desk.until_live(Feed.BOOK)
        assert last(desk, BookUpdate).bids[0] == (59_999.5, 50_000.0)
        server.set_book(SYMBOL, ((59_990.0, 7.0),), ((60_010.0, 8.0),))
        assert await real_time_until(lambda: last(desk, BookUpdate).asks == ((60_010.0, 8.0),))
        assert last(desk, BookUpdate).bids == ((59_990.0, 7.0),)


async def test_a_missing_book_update_makes_the_book_worthless_until_a_snapshot(
    server: BinanceLoopback,
) -> None:
    async with listening(server, entry=BINANCE_COIN_M, monitor=True) as desk:
        await desk.until_live(Feed.BOOK)
        since = len(desk.events)
        server.skip_book_update(SYMBOL)
        server.set_book(SYMBOL, ((59_000.0, 7.0),), ((61_000.0, 7.0),))
        assert await real_time_until(lambda: len(desk.of(BookUpdate, since)) > 0)
        happened = [
            e for e in desk.events[since:]
            if isinstance(e, BookUpdate) or (isinstance(e, FeedChanged) and e.feed is Feed.BOOK)
        ]  # fmt: skip
        assert isinstance(happened[0], FeedChanged), "the gap is told before any book"
        assert happened[0].state is FeedState.DISCONNECTED
        assert isinstance(happened[1], BookUpdate)
        assert happened[1].bids == ((59_000.0, 7.0),)


async def test_mark_and_funding_follow_the_mark_price_stream(server: BinanceLoopback) -> None:
    async with listening(server, entry=BINANCE_COIN_M, monitor=True) as desk:
        await desk.until_live(*MARKET)
        server.set_mark(SYMBOL, 57_000.5, index_price=57_001.5)
        assert await real_time_until(lambda: last(desk, Mark).mark_price == 57_000.5)
        assert last(desk, Mark).index_price == 57_001.5
        assert last(desk, Funding).interval_s == 28_800.0, "the usual interval, as none is set"


async def test_an_interval_that_is_set_apart_is_taken_from_the_venue(
    server: BinanceLoopback,
) -> None:
    server.funding_intervals_h[SYMBOL] = 4
    async with listening(server, entry=BINANCE_COIN_M, monitor=True) as desk:
        await desk.until_live(Feed.FUNDING)
        assert last(desk, Funding).interval_s == 4 * 3600.0


async def test_the_listen_key_is_kept_alive_again_and_again(server: BinanceLoopback) -> None:
    stream = replace(BINANCE_COIN_M.stream, keep_alive_s=0.03)
    async with listening(server, entry=replace(BINANCE_COIN_M, stream=stream)) as desk:
        await desk.until_live(Feed.ORDERS)
        assert await real_time_until(lambda: server.requests["PUT /dapi/v1/listenKey"] >= 5)
        assert server.requests["POST /dapi/v1/listenKey"] == 1


async def test_a_listen_key_that_expires_is_replaced_and_nothing_is_missed(
    server: BinanceLoopback,
) -> None:
    async with listening(server, entry=BINANCE_COIN_M) as desk:
        await desk.until_live(Feed.ORDERS)
        server.expire_listen_key()
        by_hand(server, "hand", 30)
        assert await real_time_until(lambda: server.requests["dial private"] == 2)
        await desk.until_live(Feed.ORDERS)
        assert server.requests["POST /dapi/v1/listenKey"] == 2
        assert desk.filled("hand") == 30


async def test_a_key_that_the_venue_forgot_in_silence_is_noticed_by_the_keep_alive(
    server: BinanceLoopback,
) -> None:
    stream = replace(BINANCE_COIN_M.stream, keep_alive_s=0.1)
    async with listening(server, entry=replace(BINANCE_COIN_M, stream=stream)) as desk:
        await desk.until_live(Feed.ORDERS)
        server.listen_key = None
        assert await real_time_until(lambda: server.requests["POST /dapi/v1/listenKey"] == 2)
        await desk.until_live(Feed.ORDERS)


async def test_executions_missed_while_deaf_are_told_afterwards_and_once(
    server: BinanceLoopback,
) -> None:
    quick = replace(QUICK, first_retry_s=0.2)
    async with listening(server, entry=BINANCE_COIN_M, timing=quick) as desk:
        await desk.until_live()
        await desk.submit("st1n1", "30", **MARKET_ORDER)
        assert await real_time_until(lambda: desk.filled("st1n1") == 30)
        server.drop("private")
        assert await real_time_until(lambda: desk.feed(Feed.ORDERS) is FeedState.DISCONNECTED)
        by_hand(server, "hand", 5)
        server.settle_funding(SYMBOL, 0.0001)
        await desk.until_live()
        assert desk.filled("hand") == 5, "an answer names no client id: the order was asked for"
        assert desk.filled("st1n1") == 30, "counted once"
        (paid,) = desk.of(FundingSettled)
        assert paid.amount == pytest.approx(-0.0001 * 35 * 100 / 60_000, rel=1e-3)
        assert await real_time_until(lambda: last(desk, Account).positions[0].contracts == 35)


async def test_a_funding_payment_is_looked_up_with_its_settled_rate(
    server: BinanceLoopback,
) -> None:
    async with listening(server, entry=BINANCE_COIN_M) as desk:
        await desk.until_live()
        await desk.submit("st1n1", "600", side=Side.SELL, **MARKET_ORDER)
        assert await real_time_until(lambda: desk.filled("st1n1") == 600)
        expected = 2.0 - last(desk, Fill).fee + 0.0002 * 600 * 100 / 60_000
        server.settle_funding(SYMBOL, 0.0002)
        assert await real_time_until(lambda: bool(desk.of(FundingSettled)))
        paid = last(desk, FundingSettled)
        assert paid.funding_rate == 0.0002
        assert paid.amount == pytest.approx(0.0002 * 600 * 100 / 60_000, rel=1e-6), "received"
        assert len(desk.of(Fill)) == 1
        assert await real_time_until(
            lambda: last(desk, Account).wallet_balance == pytest.approx(expected, abs=1e-10)
        )


async def test_a_short_is_negative_streamed_and_polled(server: BinanceLoopback) -> None:
    polled = replace(QUICK, account_poll_s=0.3)
    async with listening(server, entry=BINANCE_COIN_M, timing=polled) as desk:
        await desk.until_live()
        await desk.submit("st1n1", "6000", side=Side.SELL, **MARKET_ORDER)
        assert await real_time_until(lambda: last(desk, Account).positions != ())
        assert last(desk, Account).positions[0].contracts == -6000

        def with_liquidation_price() -> bool:
            held = last(desk, Account).positions
            return bool(held) and held[0].liquidation_price is not None

        assert await real_time_until(with_liquidation_price), "a poll says what a stream leaves out"
        (held,) = last(desk, Account).positions
        assert (held.contracts, held.leverage) == (-6000, 125)
        stated = server.exchange.position(SYMBOL).liquidation_price
        assert held.liquidation_price == pytest.approx(stated)


async def test_a_leverage_changed_outside_is_seen_at_once(server: BinanceLoopback) -> None:
    async with listening(server, entry=BINANCE_COIN_M) as desk:  # polls once a minute
        await desk.until_live()
        await desk.submit("st1n1", "40", **MARKET_ORDER)
        assert await real_time_until(lambda: last(desk, Account).positions != ())
        server.act("set_leverage", {"symbol": "BTCUSD_PERP", "leverage": "7"})
        assert await real_time_until(lambda: last(desk, Account).positions[0].leverage == 7)


async def test_a_liquidation_is_told_as_one_and_belongs_to_no_order(
    server: BinanceLoopback,
) -> None:
    async with listening(server, entry=BINANCE_COIN_M) as desk:
        await desk.until_live()
        await desk.submit("st1n1", "9000", **MARKET_ORDER)
        assert await real_time_until(lambda: desk.filled("st1n1") == 9000)
        server.set_mark(SYMBOL, 52_000.0)
        taken = [fill for fill in desk.of(Fill) if fill.fill_type is FillType.LIQUIDATION]

        def liquidated() -> bool:
            taken[:] = [f for f in desk.of(Fill) if f.fill_type is FillType.LIQUIDATION]
            return bool(taken)

        assert await real_time_until(liquidated)
        assert (taken[0].client_order_id, taken[0].side) == (None, Side.SELL)


def by_hand(server: BinanceLoopback, name: str, contracts: int) -> None:
    """Trade as another program with the same key would."""
    server.act(
        "create",
        {"symbol": "BTCUSD_PERP", "side": "BUY", "type": "MARKET", "quantity": str(contracts),
         "newClientOrderId": name},
    )  # fmt: skip
