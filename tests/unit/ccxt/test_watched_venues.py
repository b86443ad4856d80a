"""Six more venues: what their wires say becomes the same events, by the table alone."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from decimal import Decimal
from pathlib import Path
from random import Random
from ssl import SSLContext
from typing import Any

import pytest

from terminal.model.events import (
    AnyEvent,
    BookUpdate,
    Feed,
    FeedChanged,
    FeedState,
    Funding,
    Mark,
)
from terminal.model.instrument import Kind
from terminal.venues.ccxt.account import position_report
from terminal.venues.ccxt.catalogue import CATALOGUE, VenueEntry
from terminal.venues.ccxt.exchange import Environment, opened, trusted_roots
from terminal.venues.ccxt.feeds import FeedBoard
from terminal.venues.ccxt.listing import Listing
from terminal.venues.ccxt.polled_feeds import PolledFeeds
from terminal.venues.ccxt.public_feeds import PublicFeeds
from terminal.venues.ccxt.setting import Setting
from terminal.venues.ccxt.timing import Timing
from tests.unit.ccxt.watched_wires import WIRES, Wire

SYMBOL = "BTC/USD:BTC"
AT = 1_700_724_700_000_000_000
EVERY = pytest.mark.parametrize("name", WIRES)
KNOWN_SIZE = {"okx": 100, "htx": 100}


class Desk:
    """An unmodified ccxt exchange without a connection, our observers on it, and what they say."""

    def __init__(self, entry: VenueEntry, exchange: Any, wire: Wire) -> None:
        self.entry, self.exchange, self.wire = entry, exchange, wire
        self.events: list[AnyEvent] = []
        self.gaps: list[str] = []
        self.board = FeedBoard(entry.id, self.clock, self.events.append)
        self.setting = Setting(
            name=entry.id,
            entry=entry,
            credentials=None,
            symbols=(SYMBOL,),
            clock=self.clock,
            emit=self.events.append,
            timing=Timing(),
            randomness=Random(1),
        )
        self.intervals = {SYMBOL: entry.units.usual_funding_interval_s}
        feeds = PublicFeeds(
            name=entry.id,
            entry=entry,
            exchange=exchange,
            intervals=self.intervals,
            clock=self.clock,
            emit=self.events.append,
            board=self.board,
            funding_refresh_s=1.0,
        )
        feeds.on_gap = self.gaps.append
        self.client = exchange.client("wss://nowhere.invalid/ws")
        if wire.subscribed:
            self.client.subscriptions[wire.subscribed] = {"limit": 50}
        exchange.fetch = self._answer

    def clock(self) -> int:
        """Return a moment that stands still."""
        return AT

    def arrive(self, message: Any) -> None:
        """Let a frame arrive as ccxt would take it off its socket."""
        self.exchange.handle_message(self.client, json.loads(json.dumps(message)))

    def start_book(self) -> None:
        """Put a snapshot that came over REST where ccxt keeps it."""
        if self.wire.snapshot is not None:
            self.exchange.orderbooks[SYMBOL] = self.exchange.order_book(dict(self.wire.snapshot))

    def last(self, kind: type[Any]) -> Any:
        """Return the last event of a kind."""
        return [event for event in self.events if isinstance(event, kind)][-1]

    async def _answer(self, url: str, *_: Any, **__: Any) -> Any:
        for part, reply in self.wire.rest.items():
            if part in url:
                return reply
        raise AssertionError(f"ccxt asked for {url}")


Open = Callable[[str], Any]


@pytest.fixture(scope="module")
def trust() -> SSLContext:
    return trusted_roots()


@pytest.fixture
def open_desk(recorded_data: Path, trust: SSLContext) -> Open:
    recorded = json.loads((recorded_data / "ccxt_payloads" / "deribit.json").read_text())["items"]

    def listed() -> Any:
        return next(i["payload"] for i in recorded if i["ccxt_function"] == "fetch_markets")

    @asynccontextmanager
    async def opening(name: str) -> AsyncIterator[Desk]:
        entry, wire = CATALOGUE[name], WIRES[name]
        if name == "deribit":
            wire.rest["get_instruments"] = listed()
        async with opened(
            entry, None, environment=Environment.LIVE, endpoints=None, timeout_s=5.0, trust=trust
        ) as exchange:
            desk = Desk(entry, exchange, wire)
            await exchange.load_markets()
            yield desk

    return opening


@EVERY
async def test_listing_book_and_gap_are_read_in_the_venues_own_words(
    open_desk: Open, name: str
) -> None:
    async with open_desk(name) as desk:
        listing = Listing(name, desk.entry, None, desk.setting.retry)
        contract, interval_s = await listing.contract(SYMBOL, desk.exchange, None)
        assert (contract.kind, contract.settle) == (Kind.INVERSE, "BTC")
        assert contract.contract_size == KNOWN_SIZE.get(name, 1)
        assert contract.lot_size == (10 if name == "deribit" else 1)
        assert contract.tick_size > 0
        assert interval_s == (3_600 if name == "krakenfutures" else 28_800)
        rates = {"okx": "0.004", "krakenfutures": "0.01"}
        assert contract.tiers[0].maintenance_rate == Decimal(rates.get(name, "0.025"))

        desk.start_book()
        for message in desk.wire.book:
            desk.arrive(message)
        book = desk.last(BookUpdate)
        assert book.bids == ((60_000.0, 7.0),)
        assert book.asks[0][0] > 60_000.0
        assert book.asks[0][1] == 10.0
        assert desk.last(FeedChanged).state is FeedState.LIVE
        assert desk.gaps == []

        if desk.wire.gap is None:
            assert name == "kucoinfutures", "every message is the whole book there"
            return
        desk.arrive(desk.wire.gap)
        assert desk.gaps == [SYMBOL]
        assert desk.last(FeedChanged).state is FeedState.DISCONNECTED
        assert len([e for e in desk.events if isinstance(e, BookUpdate)]) == len(desk.wire.book)


async def test_marks_are_streamed_where_a_stream_has_them(open_desk: Open) -> None:
    for name in ("okx", "gate"):
        async with open_desk(name) as desk:
            desk.arrive(desk.wire.ticker)
            assert desk.last(Mark).mark_price == 60_001.2
            assert not [e for e in desk.events if isinstance(e, Funding)], "it is polled"


async def test_krakens_rate_is_the_relative_one(open_desk: Open) -> None:
    """The other one is coin a contract: ccxt's own figure of it is wrong by the mark's square."""
    async with open_desk("krakenfutures") as desk:
        desk.arrive(desk.wire.ticker)
        rate = desk.last(Funding)
        assert rate.funding_rate == 2.18013888889e-7
        assert (rate.next_funding_at, rate.interval_s) == (1_680_811_200_000_000_000, 3_600.0)
        assert desk.last(Mark).mark_price == 28_064.92082724592


async def test_deribits_funding_never_falls_due(open_desk: Open, recorded_data: Path) -> None:
    recorded = json.loads((recorded_data / "ccxt_payloads" / "deribit.json").read_text())["items"]
    row = next(i["payload"] for i in recorded if i["ccxt_function"] == "parse_ticker")
    async with open_desk("deribit") as desk:
        params = {"channel": "ticker.BTC-PERPETUAL.100ms", "data": row}
        desk.arrive({"jsonrpc": "2.0", "method": "subscription", "params": params})
        rate = desk.last(Funding)
        assert rate.funding_rate == 2.6e-06
        assert rate.interval_s == 28_800.0
        ahead_s = (rate.next_funding_at - AT) / 1e9
        assert 28_740 <= ahead_s <= 28_800
        assert desk.last(Mark).mark_price == 7_750.02


@pytest.mark.parametrize(
    ("name", "rate", "next_ms"),
    [
        ("okx", 0.0001875391284828, 1_700_726_400_000),
        ("gate", 0.0001, 1_784_131_200_000),
        ("htx", 0.0001, 1_781_280_000_000),
        ("kucoinfutures", -3.2e-5, 1_776_700_800_000),
    ],
)
async def test_what_no_stream_has_is_polled(
    open_desk: Open, recorded_data: Path, name: str, rate: float, next_ms: int
) -> None:
    async with open_desk(name) as desk:
        if name == "okx":
            recorded = json.loads((recorded_data / "ccxt_payloads" / "okx.json").read_text())
            rows = [i["payload"] for i in recorded["items"]
                    if i["ccxt_function"] == "parse_funding_rate"]  # fmt: skip
            desk.wire.rest["public/funding-rate"] = {"code": "0", "msg": "", "data": [rows[1]]}
        polled = desk.entry.polled
        assert polled is not None
        feeds = PolledFeeds(desk.setting, desk.exchange, desk.intervals, desk.board, polled)
        await feeds.ask(Feed.FUNDING, SYMBOL)
        told = desk.last(Funding)
        assert (told.funding_rate, told.interval_s) == (rate, 28_800.0)
        assert told.next_funding_at == next_ms * 1_000_000
        if polled.mark:
            await feeds.ask(Feed.MARK, SYMBOL)
            assert desk.last(Mark).mark_price == 60_001.2


async def test_deribits_recorded_position_is_in_usd(open_desk: Open, recorded_data: Path) -> None:
    recorded = json.loads((recorded_data / "ccxt_payloads" / "deribit.json").read_text())["items"]
    reply = next(i["payload"] for i in recorded if i["ccxt_function"] == "fetch_positions")
    async with open_desk("deribit") as desk:
        held = position_report(desk.exchange.parse_position(reply["result"][0]))
        assert (held.symbol, held.contracts, held.entry_price) == (SYMBOL, 50.0, 7_440.18)


async def test_okxs_recorded_position_is_in_contracts(open_desk: Open, recorded_data: Path) -> None:
    recorded = json.loads((recorded_data / "ccxt_payloads" / "okx.json").read_text())["items"]
    reply = next(i["payload"] for i in recorded if i["ccxt_function"] == "fetch_positions")
    async with open_desk("okx") as desk:
        held = position_report(desk.exchange.parse_position(reply["data"][0]))
        assert (held.contracts, held.entry_price, held.leverage) == (1.0, 2_566.31, 10.0)


async def test_krakens_recorded_position_has_a_side_and_a_size(
    open_desk: Open, recorded_data: Path
) -> None:
    path = recorded_data / "ccxt_payloads" / "krakenfutures.json"
    recorded = json.loads(path.read_text())["items"]
    reply = next(i["payload"] for i in recorded if i["ccxt_function"] == "fetch_positions")
    async with open_desk("krakenfutures") as desk:
        held = position_report(desk.exchange.parse_position(reply["openPositions"][0]))
        assert (held.contracts, held.entry_price) == (230.0, 0.7533)


async def test_a_poll_that_fails_is_a_feed_that_is_gone(open_desk: Open) -> None:
    async with open_desk("htx") as desk:
        polled = desk.entry.polled
        assert polled is not None
        feeds = PolledFeeds(desk.setting, desk.exchange, desk.intervals, desk.board, polled)
        await feeds.ask(Feed.MARK, SYMBOL)
        desk.exchange.fetch = _unreachable
        await feeds.ask(Feed.MARK, SYMBOL)
        gone = desk.last(FeedChanged)
        assert (gone.feed, gone.state) == (Feed.MARK, FeedState.DISCONNECTED)


async def _unreachable(*_: Any, **__: Any) -> Any:
    raise ConnectionError("no route")
