"""A recorded Binance COIN-M websocket, fed to ccxt's own parsing frame by frame.

The capture has depth, best bid and offer, and trades. It has no mark price: one is made from the
middle of the book, once a second, and sent through ccxt as the frame that Binance would send.
"""

import asyncio
import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from terminal.model.events import AnyEvent
from terminal.venues.ccxt.catalogue import BINANCE_COIN_M
from terminal.venues.ccxt.feeds import FeedBoard
from terminal.venues.ccxt.public_feeds import PublicFeeds
from tests.virtual_clock import SECOND

SYMBOL = "BTC/USD:BTC"
VENUE = "binancecoinm"
FUNDING_RATE = 0.000125
NEXT_FUNDING_MS = 1_723_190_400_000  # 2024-08-09 08:00 UTC


class Frame(NamedTuple):
    """One line of the capture: receive time in ns, and the JSON as it came."""

    at: int
    text: str


def frames(path: Path) -> Iterator[Frame]:
    """Yield the recorded frames in order."""
    with gzip.open(path, "rt", encoding="ascii") as lines:
        for line in lines:
            stamp, _, text = line.rstrip("\n").partition(" ")
            yield Frame(int(stamp), text)


class RebuiltBook:
    """The book made from the raw JSON alone, by the exchange's description: no code of ours."""

    def __init__(self) -> None:
        self.bids: dict[float, float] = {}
        self.asks: dict[float, float] = {}
        self.update_id: int | None = None
        self._early: list[dict[str, Any]] = []

    def snapshot(self, answer: dict[str, Any]) -> None:
        """Start from a REST snapshot and the updates that came before it and reach past it."""
        self.bids = {float(price): float(contracts) for price, contracts in answer["bids"]}
        self.asks = {float(price): float(contracts) for price, contracts in answer["asks"]}
        self.update_id = answer["lastUpdateId"]
        for update in self._early:
            if update["u"] >= answer["lastUpdateId"]:
                self.apply(update)

    def apply(self, update: dict[str, Any]) -> None:
        """Apply one depth update: a quantity replaces the level, 0 removes it."""
        if self.update_id is None:
            self._early.append(update)
            return
        if update["u"] < self.update_id:
            return
        for side, changes in ((self.bids, update["b"]), (self.asks, update["a"])):
            for price, contracts in changes:
                if float(contracts):
                    side[float(price)] = float(contracts)
                else:
                    side.pop(float(price), None)
        self.update_id = update["u"]

    def levels(self) -> tuple[list[list[float]], list[list[float]]]:
        """Return bids and asks, best first, at full depth."""
        return (
            [[price, self.bids[price]] for price in sorted(self.bids, reverse=True)],
            [[price, self.asks[price]] for price in sorted(self.asks)],
        )


class Feeder:
    """An unmodified ccxt binancecoinm without a connection, and our observers on it.

    Only the transport is not ccxt's: the one HTTP request that ccxt makes, for the snapshot, is
    answered from the capture.
    """

    def __init__(self, exchange: Any, emit: Callable[[AnyEvent], None]) -> None:
        self.exchange = exchange
        self.at = 0
        self._snapshot: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        board = FeedBoard(VENUE, self._clock, emit)
        self._feeds = PublicFeeds(
            name=VENUE,
            entry=BINANCE_COIN_M,
            exchange=exchange,
            intervals={SYMBOL: 8 * 3600.0},
            clock=self._clock,
            emit=emit,
            board=board,
            funding_refresh_s=1.0,
        )
        exchange.fetch = self._answer
        self._client = exchange.client(exchange.urls["api"]["ws"]["inverse"] + "/0")
        # What ccxt does once the exchange has confirmed the subscription: ask for a snapshot.
        exchange.handle_order_book_subscription(
            self._client, {}, {"symbol": SYMBOL, "type": "inverse", "limit": 1000, "params": {}}
        )
        self._next_mark_at = 0

    async def feed(self, frame: Frame) -> None:
        """Let one frame arrive, and a mark price where one is due."""
        self.at = frame.at
        if frame.text.startswith('{"lastUpdateId"'):
            self._snapshot.set_result(json.loads(frame.text))
            await self._client.future(f"orderbook::{SYMBOL}")
            return
        self._client.handle_text_or_binary_message(frame.text)
        if frame.at >= self._next_mark_at:
            self._mark(frame.at)

    @property
    def book(self) -> Any:
        """Return ccxt's order book."""
        return self.exchange.orderbooks[SYMBOL]

    @property
    def last_trade(self) -> Any:
        """Return the last trade that ccxt parsed."""
        return self.exchange.trades[SYMBOL][-1]

    def _mark(self, at: int) -> None:
        book = self.book
        if book["nonce"] is None:
            return
        self._next_mark_at = at + SECOND
        middle = (book["bids"][0][0] + book["asks"][0][0]) / 2
        frame = {
            "e": "markPriceUpdate",
            "E": at // 1_000_000,
            "s": "BTCUSD_PERP",
            "p": f"{middle:.8f}",
            "P": f"{middle:.8f}",
            "i": f"{middle:.8f}",
            "r": f"{FUNDING_RATE:.8f}",
            "T": NEXT_FUNDING_MS,
        }
        self._client.handle_text_or_binary_message(json.dumps(frame))

    def _clock(self) -> int:
        return self.at

    async def _answer(self, url: str, *_: Any, **__: Any) -> dict[str, Any]:
        assert "/dapi/v1/depth" in url, f"ccxt asked for {url}"
        return await self._snapshot
