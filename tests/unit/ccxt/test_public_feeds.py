import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from terminal.model.events import AnyEvent, BookUpdate, Feed, FeedChanged, FeedState
from terminal.venues.ccxt.catalogue import BINANCE_COIN_M
from terminal.venues.ccxt.exchange import Environment, opened
from terminal.venues.ccxt.feeds import FeedBoard
from terminal.venues.ccxt.public_feeds import PublicFeeds

SYMBOL = "BTC/USD:BTC"
HASH = f"orderbook::{SYMBOL}"
SNAPSHOT = {"lastUpdateId": 100, "T": 1, "bids": [["59000.0", "5"]], "asks": [["61000.0", "5"]]}


def update(first: int, last: int, previous: int, bid: str = "59500.0") -> str:
    return json.dumps(
        {
            "e": "depthUpdate", "E": 1, "s": "BTCUSD_PERP", "U": first, "u": last, "pu": previous,
            "b": [[bid, str(last)]], "a": [],
        }
    )  # fmt: skip


@pytest.fixture
async def binance() -> AsyncIterator[Any]:
    async with opened(
        BINANCE_COIN_M, None, environment=Environment.LIVE, endpoints=None, timeout_s=5.0
    ) as exchange:
        market = {
            "id": "BTCUSD_PERP", "lowercaseId": "btcusd_perp", "symbol": SYMBOL, "base": "BTC",
            "quote": "USD", "settle": "BTC", "type": "swap", "spot": False, "swap": True,
            "future": False, "option": False, "contract": True, "linear": False, "inverse": True,
            "contractSize": 100.0, "precision": {"amount": 1.0, "price": 0.1}, "limits": {},
        }  # fmt: skip
        exchange.set_markets([market])

        async def fetch(*_: Any, **__: Any) -> Any:
            return SNAPSHOT

        exchange.fetch = fetch
        yield exchange


async def after_a_snapshot_with_two_updates_waiting(exchange: Any) -> Any:
    """Bring ccxt to where two updates that reach past the snapshot came before it."""
    client = exchange.client(exchange.urls["api"]["ws"]["inverse"] + "/0")
    subscription = {"symbol": SYMBOL, "type": "inverse", "limit": 1000, "params": {}}
    exchange.handle_order_book_subscription(client, {}, subscription)
    client.handle_text_or_binary_message(update(95, 105, 94))
    client.handle_text_or_binary_message(update(110, 115, 105))
    await client.future(HASH)
    client.handle_text_or_binary_message(update(120, 125, 115))
    return client


async def test_ccxt_alone_gives_up_the_book_of_an_inverse_contract(binance: Any) -> None:
    """Once ccxt is mended the correction in the catalogue can go: this test will say so."""
    await after_a_snapshot_with_two_updates_waiting(binance)
    assert SYMBOL not in binance.orderbooks


class Heard:
    def __init__(self, exchange: Any) -> None:
        self.events: list[AnyEvent] = []
        self.gaps: list[str] = []
        self.feeds = PublicFeeds(
            name="binancecoinm",
            entry=BINANCE_COIN_M,
            exchange=exchange,
            intervals={SYMBOL: 28_800.0},
            clock=lambda: 7,
            emit=self.events.append,
            board=FeedBoard("binancecoinm", lambda: 7, self.events.append),
            funding_refresh_s=1.0,
        )
        self.feeds.on_gap = self.gaps.append

    def states(self) -> list[FeedState]:
        return [e.state for e in self.events if isinstance(e, FeedChanged) and e.feed is Feed.BOOK]


async def test_with_the_correction_the_book_stands(binance: Any) -> None:
    heard = Heard(binance)
    await after_a_snapshot_with_two_updates_waiting(binance)
    books = [event for event in heard.events if isinstance(event, BookUpdate)]
    assert books[-1].bids == ((59_500.0, 125.0), (59_000.0, 5.0))
    assert heard.states() == [FeedState.LIVE]


async def test_a_book_that_ccxt_gave_up_is_lost_and_asked_for_again(binance: Any) -> None:
    heard = Heard(binance)
    client = await after_a_snapshot_with_two_updates_waiting(binance)
    client.handle_text_or_binary_message(update(140, 145, 139))
    assert heard.states() == [FeedState.LIVE, FeedState.DISCONNECTED]
    assert heard.gaps == [SYMBOL]
    before = len(heard.events)
    client.handle_text_or_binary_message(update(146, 147, 145))
    assert len(heard.events) == before, "nothing is said of a book that is gone"


async def test_updates_ahead_of_the_subscription_are_no_gap(binance: Any) -> None:
    heard = Heard(binance)
    client = binance.client(binance.urls["api"]["ws"]["inverse"] + "/0")
    client.handle_text_or_binary_message(update(95, 105, 94))
    await asyncio.sleep(0)
    assert (heard.events, heard.gaps) == ([], [])


async def test_the_same_rate_is_said_again_only_as_a_sign_of_life(binance: Any) -> None:
    heard = Heard(binance)
    client = binance.client(binance.urls["api"]["ws"]["inverse"] + "/1")
    frame = {"e": "markPriceUpdate", "E": 1, "s": "BTCUSD_PERP", "p": "60000", "i": "60000",
             "r": "0.0001", "T": 1723190400000}  # fmt: skip
    for rate in ("0.0001", "0.0001", "0.0002", "0.0002"):
        client.handle_text_or_binary_message(json.dumps({**frame, "r": rate}))
    kinds = [type(event).__name__ for event in heard.events]
    assert kinds.count("Mark") == 4
    assert kinds.count("Funding") == 2
    heard.feeds.lost("cut off")
    client.handle_text_or_binary_message(json.dumps({**frame, "r": "0.0002"}))
    assert [type(event).__name__ for event in heard.events].count("Funding") == 3
