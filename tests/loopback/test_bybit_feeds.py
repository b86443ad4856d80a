"""Streams of the venue as the wire fails and comes back."""

import asyncio
import json
import logging
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from terminal.model.errors import RejectedError, UserError
from terminal.model.events import (
    Account,
    AnyEvent,
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
    OrderReport,
    Side,
)
from terminal.model.outputs import OrderType
from terminal.venues.ccxt.catalogue import BYBIT
from terminal.venues.ccxt.credentials import Credentials
from terminal.venues.ccxt.venue import CcxtVenue
from tests.loopback.bybit import BybitLoopback
from tests.loopback.bybit.faults import Code
from tests.loopback.bybit.quiet_market import set_market
from tests.loopback.listener import QUICK, SYMBOL, Listener, listening
from tests.loopback.real_time import real_time_until
from tests.loopback.wire_faults import Fault, Http

ETH = "ETH/USD:ETH"
MARKET = (Feed.BOOK, Feed.MARK, Feed.FUNDING)
MARKET_ORDER: dict[str, Any] = {"kind": OrderType.MARKET, "price": None}


@pytest.fixture
async def server() -> AsyncIterator[BybitLoopback]:
    async with BybitLoopback() as running:
        set_market(running, SYMBOL, 60_000.0)
        yield running


def last(desk: Listener, kind: type[Any]) -> Any:
    return desk.of(kind)[-1]


def lost_feeds(desk: Listener) -> set[Feed]:
    changes = desk.of(FeedChanged)
    return {change.feed for change in changes if change.state is FeedState.DISCONNECTED}


async def test_a_contract_is_listed_with_its_tiers_and_the_accounts_own_fees(
    server: BybitLoopback,
) -> None:
    async with listening(server) as desk:
        await desk.until_live()
        listed = desk.of(InstrumentListed)[0]
        expected = server.trading.instrument("BTCUSD")
        assert listed.instrument() == expected


async def test_no_socket_has_its_messages_deflated(server: BybitLoopback) -> None:
    async with listening(server) as desk:
        await desk.until_live()
        open_now = [c.socket for kind in server.sockets._open.values() for c in kind]
        assert [socket.compress for socket in open_now] == [0] * len(open_now) != []


async def test_without_a_key_the_market_is_watched_and_nothing_private_asked(
    server: BybitLoopback,
) -> None:
    async with listening(server, monitor=True) as desk:
        await desk.until_live(*MARKET)
        private = [route for route in server.requests if "account" in route or "order" in route]
        assert private == []
        assert server.requests["dial private"] == 0


async def test_a_contract_that_the_venue_does_not_list_ends_with_its_name(
    server: BybitLoopback,
) -> None:
    with pytest.raises(ExceptionGroup) as raised:
        async with listening(server, symbols=("AIOZ/USD:AIOZ",)) as desk:
            await real_time_until(lambda: bool(desk.events), 5.0)
    assert raised.group_contains(UserError, match="Bybit does not list AIOZ/USD:AIOZ")


async def test_a_contract_of_another_size_than_known_is_not_traded(server: BybitLoopback) -> None:
    units = replace(BYBIT.units, contract_sizes={"*": Decimal(10)})
    with pytest.raises(ExceptionGroup) as raised:
        async with listening(server, entry=replace(BYBIT, units=units)) as desk:
            await real_time_until(lambda: bool(desk.events), 5.0)
    assert raised.group_contains(RejectedError, match="not traded until the table is checked")


async def test_a_venue_that_does_not_answer_at_first_is_asked_again(server: BybitLoopback) -> None:
    server.faults.once("GET /v5/market/instruments-info", Http(503, ""), Code(10016, "busy"))
    server.faults.once("GET /v5/market/risk-limit", Http(502, "<html>"))
    async with listening(server) as desk:
        await desk.until_live()
    assert server.requests["GET /v5/market/risk-limit"] == 2


async def test_a_book_follows_the_exchanges_own(server: BybitLoopback) -> None:
    async with listening(server) as desk:
        await desk.until_live()
        for step in range(30):
            bids = tuple((59_990.0 - i - step % 3, 100.0 + i * step) for i in range(50))
            asks = tuple((60_010.0 + i + step % 5, 200.0 + i * step) for i in range(50))
            server.set_book(SYMBOL, bids, asks)
            best = bids[0]
            assert await real_time_until(
                lambda best=best: last(desk, BookUpdate).bids[0] == best  # type: ignore[misc]
            )
            assert (last(desk, BookUpdate).bids, last(desk, BookUpdate).asks) == (bids, asks)


async def test_a_missing_book_update_makes_the_book_worthless_until_a_snapshot(
    server: BybitLoopback,
) -> None:
    async with listening(server) as desk:
        await desk.until_live()
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
        assert happened[0].detail == "a message is missing"
        assert isinstance(happened[1], BookUpdate)
        assert happened[1].bids == ((59_000.0, 7.0),)


async def test_mark_and_funding_follow_the_ticker(server: BybitLoopback) -> None:
    async with listening(server) as desk:
        await desk.until_live()
        server.set_mark(SYMBOL, 57_000.5, index_price=57_001.5, last_price=57_002.5)
        assert await real_time_until(lambda: last(desk, Mark).mark_price == 57_000.5)
        assert (last(desk, Mark).index_price, last(desk, Mark).last_price) == (57_001.5, 57_002.5)
        settles_at = 1_900_000_000_000 * 1_000_000
        server.set_funding(SYMBOL, -0.00037, settles_at)
        assert await real_time_until(lambda: last(desk, Funding).funding_rate == -0.00037)
        rate = last(desk, Funding)
        assert (rate.next_funding_at, rate.interval_s) == (settles_at, 28_800.0)


@pytest.mark.parametrize("kind", ["public", "private", "trade"])
async def test_a_cut_socket_is_reported_and_dialled_again(server: BybitLoopback, kind: str) -> None:
    feeds = {"public": MARKET, "private": (Feed.ACCOUNT, Feed.ORDERS), "trade": ()}[kind]
    async with listening(server) as desk:
        await desk.until_live()
        await real_time_until(lambda: server.requests["trade auth"] > 0)
        server.drop(kind)
        assert await real_time_until(lambda: lost_feeds(desk) == set(feeds))
        assert await real_time_until(lambda: server.requests[f"dial {kind}"] == 2)
        await desk.until_live()
        assert lost_feeds(desk) == set(feeds)


async def test_data_comes_before_the_word_that_a_feed_is_live(server: BybitLoopback) -> None:
    async with listening(server) as desk:
        await desk.until_live()
        server.drop()
        await real_time_until(lambda: server.requests["dial private"] > 1)
        await desk.until_live()
        fresh: dict[Feed, type[AnyEvent]] = {
            Feed.BOOK: BookUpdate, Feed.MARK: Mark, Feed.FUNDING: Funding, Feed.ACCOUNT: Account,
        }  # fmt: skip
        for feed, kind in fresh.items():
            changes = [
                (i, e.state) for i, e in enumerate(desk.events)
                if isinstance(e, FeedChanged) and e.feed is feed
            ]  # fmt: skip
            states = [state for _, state in changes]
            assert states[-2:] == [FeedState.DISCONNECTED, FeedState.LIVE], feed
            (gone, _), (back, _) = changes[-2:]
            assert any(isinstance(e, kind) for e in desk.events[gone:back]), feed


async def test_a_socket_that_only_answers_pings_is_given_up(server: BybitLoopback) -> None:
    async with listening(server, timing=replace(QUICK, silence_s=0.2)) as desk:
        await desk.until_live()
        assert await real_time_until(lambda: server.requests["dial public"] >= 2)
        assert any("no data for 0.2 s" in change.detail for change in desk.of(FeedChanged))


async def test_a_message_that_cannot_be_understood_costs_the_socket_and_no_more(
    server: BybitLoopback,
) -> None:
    async with listening(server) as desk:
        await desk.until_live()
        server.sockets.raw("private", json.dumps({"topic": "order", "data": [17]}))
        assert await real_time_until(lambda: server.requests["dial private"] == 2)
        await desk.until_live()


async def test_executions_missed_while_deaf_are_told_afterwards_and_once(
    server: BybitLoopback,
) -> None:
    async with listening(server, timing=replace(QUICK, first_retry_s=0.2)) as desk:
        await desk.until_live()
        await desk.submit("a1", "300", **MARKET_ORDER)
        assert await real_time_until(lambda: desk.filled("a1") == 300)
        server.drop("private")
        assert await real_time_until(lambda: desk.feed(Feed.ORDERS) is FeedState.DISCONNECTED)
        by_hand = {"symbol": "BTCUSD", "side": "Buy", "orderType": "Market", "qty": "50",
                   "category": "inverse", "orderLinkId": "hand"}  # fmt: skip
        server.act("create", by_hand)
        server.settle_funding(SYMBOL, 0.0001)
        await desk.until_live()
        assert desk.filled("hand") == 50
        assert desk.filled("a1") == 300, "counted once"
        (paid,) = desk.of(FundingSettled)
        assert paid.amount == pytest.approx(-0.0001 * 350 / 60_000, rel=1e-3)
        assert last(desk, Account).positions[0].contracts == 350


async def test_more_executions_than_are_kept_are_each_told_once(server: BybitLoopback) -> None:
    asks = tuple((60_000.5 + i / 2, 5.0) for i in range(120))
    server.set_book(SYMBOL, ((59_999.5, 5_000_000.0),), asks)
    async with listening(server) as desk:
        await desk.until_live()
        await desk.submit("a1", "600", kind=OrderType.IOC_LIMIT, price="60100")
        assert await real_time_until(lambda: desk.filled("a1") == 600)
        assert len({fill.fill_id for fill in desk.of(Fill)}) == len(desk.of(Fill)) == 120


async def test_funding_is_a_payment_and_not_a_fill(server: BybitLoopback) -> None:
    async with listening(server) as desk:
        await desk.until_live()
        await desk.submit("a1", "600", side=Side.SELL, **MARKET_ORDER)
        assert await real_time_until(lambda: desk.filled("a1") == 600)
        expected = 2.0 - last(desk, Fill).fee + 0.0002 * 600 / 60_000
        server.settle_funding(SYMBOL, 0.0002)
        assert await real_time_until(lambda: bool(desk.of(FundingSettled)))
        paid = last(desk, FundingSettled)
        assert paid.funding_rate == 0.0002
        assert paid.amount == pytest.approx(0.0002 * 600 / 60_000, rel=1e-6), "a short receives"
        assert len(desk.of(Fill)) == 1
        assert await real_time_until(
            lambda: last(desk, Account).wallet_balance == pytest.approx(expected, abs=1e-10)
        )


async def test_a_liquidation_is_told_as_one(server: BybitLoopback) -> None:
    deep = tuple((60_000.5 + i, 5_000_000.0) for i in range(10))
    server.set_book(SYMBOL, ((59_999.5, 5_000_000.0),), deep)
    async with listening(server) as desk:
        await desk.until_live()
        await desk.submit("a1", "4000000", kind=OrderType.IOC_LIMIT, price="60100")
        assert await real_time_until(lambda: desk.filled("a1") == 4_000_000)
        server.set_mark(SYMBOL, 57_000.0)
        assert await real_time_until(
            lambda: any(fill.fill_type is FillType.LIQUIDATION for fill in desk.of(Fill))
        )
        gone = next(fill for fill in desk.of(Fill) if fill.fill_type is FillType.LIQUIDATION)
        assert (gone.client_order_id, gone.side) == (None, Side.SELL)


async def test_positions_and_orders_of_other_kinds_of_contract_are_left_out(
    server: BybitLoopback,
) -> None:
    """The private stream of a unified account tells of linear and spot too."""
    async with listening(server) as desk:
        await desk.until_live()
        since = len(desk.events)
        order = {"category": "linear", "symbol": "SOLUSDT", "orderId": "9", "orderLinkId": "x",
                 "orderStatus": "New", "side": "Buy", "orderType": "Limit", "qty": "1",
                 "cumExecQty": "0", "tpslMode": "UNKNOWN"}  # fmt: skip
        position = {"category": "linear", "symbol": "SOLUSDT", "side": "Buy", "size": "3",
                    "entryPrice": "100", "leverage": "10", "updatedTime": "1"}  # fmt: skip
        trade = {"category": "linear", "symbol": "SOLUSDT", "execId": "e", "side": "Buy",
                 "execType": "Trade", "execPrice": "1", "execQty": "1"}  # fmt: skip
        server.sockets.push("order", [order])
        server.sockets.push("position", [position])
        server.sockets.push("execution", [trade])
        await desk.submit("a1", **MARKET_ORDER)
        assert await real_time_until(lambda: desk.filled("a1") == 100)
        told = [e for e in desk.events[since:] if isinstance(e, OrderReport | Fill)]
        assert {event.symbol for event in told} == {SYMBOL}
        assert server.requests["dial private"] == 1
        assert all(p.symbol == SYMBOL for p in last(desk, Account).positions)


async def test_every_update_of_a_burst_reaches_the_account(server: BybitLoopback) -> None:
    """ccxt's own watch_positions drops updates that arrive together."""
    server.set_book(ETH, ((2_999.5, 50_000.0),), ((3_000.5, 50_000.0),))
    server.set_mark(ETH, 3_000.0)
    server.set_funding(ETH, 0.0001, server.clock() + 3_600_000_000_000)
    async with listening(server, symbols=(SYMBOL, ETH)) as desk:
        await desk.until_live()
        for _ in range(20):
            for symbol in ("BTCUSD", "ETHUSD"):
                order = {"symbol": symbol, "side": "Buy", "orderType": "Market", "qty": "10",
                         "category": "inverse"}  # fmt: skip
                server.act("create", order)

        def held() -> dict[str, float]:
            latest = {account.settle: account for account in desk.of(Account)}
            return {p.symbol: p.contracts for a in latest.values() for p in a.positions}

        assert await real_time_until(lambda: held() == {SYMBOL: 200.0, ETH: 200.0})
        assert len(desk.of(Fill)) == 40


async def test_the_account_is_polled_while_the_stream_says_nothing(server: BybitLoopback) -> None:
    async with listening(server, timing=replace(QUICK, account_poll_s=0.05)) as desk:
        await desk.until_live()
        server.exchange.transfer("BTC", 0.5, server.clock())
        assert await real_time_until(lambda: last(desk, Account).wallet_balance == 2.5)


async def test_a_failing_poll_is_only_old_data(server: BybitLoopback) -> None:
    async with listening(server, timing=replace(QUICK, account_poll_s=0.02)) as desk:
        await desk.until_live()
        server.faults.always("GET /v5/account/wallet-balance", Http(503, ""))
        asked = server.requests["GET /v5/account/wallet-balance"]
        route = "GET /v5/account/wallet-balance"
        assert await real_time_until(lambda: server.requests[route] > asked + 3)
        server.faults.always(route, None)
        server.exchange.transfer("BTC", 0.5, server.clock())
        assert await real_time_until(lambda: last(desk, Account).wallet_balance == 2.5)


@pytest.mark.parametrize(
    "answer",
    [Http(429, "<html></html>"), Http(403, "<html></html>"), Code(10006, "Too many visits!")],
    ids=["429", "403", "the venue's code"],
)
async def test_a_poll_that_was_too_many_stops_reads_and_orders_and_no_cancel(
    server: BybitLoopback, answer: Fault
) -> None:
    async with listening(server, timing=replace(QUICK, account_poll_s=0.02)) as desk:
        await desk.until_live()
        await desk.submit("a1")
        route = "GET /v5/account/wallet-balance"
        server.faults.always(route, answer)
        asked = server.requests[route]
        assert await real_time_until(lambda: server.requests[route] > asked)
        reads = Counter(server.requests)
        assert not await real_time_until(lambda: server.requests[route] > reads[route], 0.3)
        await desk.submit("a2")
        assert desk.states("a2") == ["dead"]
        assert len(server.orders_received) == 1
        await desk.cancel("a1")
        await desk.until_state("a1", "cancelled")


async def test_a_key_that_is_not_accepted_leaves_the_market_and_says_why(
    server: BybitLoopback,
) -> None:
    wrong = Credentials(server.account.key, "not-the-secret")
    async with listening(server, credentials=wrong) as desk:
        await desk.until_live(*MARKET)
        assert await real_time_until(lambda: desk.feed(Feed.ORDERS) is FeedState.DISCONNECTED)
        lost = next(c for c in desk.of(FeedChanged) if c.feed is Feed.ORDERS)
        assert "does not accept the API key" in lost.detail
        assert desk.of(Account) == []


async def test_a_clock_that_is_wrong_is_named(server: BybitLoopback) -> None:
    ahead = server.clock
    server.clock = lambda: ahead() + 60_000_000_000
    async with listening(server) as desk:
        await desk.until_live(*MARKET)
        assert await real_time_until(lambda: desk.feed(Feed.ORDERS) is FeedState.DISCONNECTED)
        lost = next(c for c in desk.of(FeedChanged) if c.feed is Feed.ORDERS)
        assert "clock" in lost.detail


async def test_no_secret_is_ever_logged_or_said(
    server: BybitLoopback, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with listening(server) as desk:
        await desk.until_live()
        await desk.submit("a1")
        server.faults.once("order.create", Code(10004, f"sign {server.account.secret}"))
        await desk.submit("a2")
        server.faults.always("GET /v5/order/realtime", Code(10003, server.account.key))
        await desk.query("a1")
        server.drop()
        await real_time_until(lambda: server.requests["dial private"] > 1)
    told = caplog.text + "".join(str(event) for event in desk.events)
    assert server.account.secret not in told
    assert server.account.key not in told
    assert "X-BAPI" not in told


async def test_what_the_engine_raises_ends_the_venue_with_it(server: BybitLoopback) -> None:
    class UpsetError(Exception):
        pass

    def emit(event: AnyEvent) -> None:
        if isinstance(event, Mark):
            raise UpsetError

    venue = CcxtVenue(
        BYBIT,
        [SYMBOL],
        clock=server.clock,
        randomness=Random(1),
        credentials=server.credentials,
        endpoints=server.endpoints,
        timing=QUICK,
    )
    with pytest.raises(UpsetError):
        async with asyncio.timeout(20.0):
            await venue.run(emit)
    assert await real_time_until(lambda: server.sockets.connections("public") == 0)


async def test_a_venue_closes_quickly_though_the_other_side_is_dead(server: BybitLoopback) -> None:
    loop = asyncio.get_running_loop()
    async with listening(server) as desk:
        await desk.until_live()
        # The server neither reads nor answers a farewell any more.
        for kind in ("public", "private", "trade"):
            for connection in server.sockets._open[kind]:
                assert connection._request.transport is not None
                connection._request.transport.pause_reading()
        started = loop.time()
        await desk.venue.close()
        assert loop.time() - started < 5.0
