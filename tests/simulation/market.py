"""The price path, the books and the funding of one contract, with what can go wrong in them."""

from math import exp

from terminal.model.events import (
    BookUpdate,
    Feed,
    FeedChanged,
    FeedState,
    Funding,
    FundingSettled,
    Mark,
)
from tests.simulation.luck import Luck
from tests.simulation.scenario import SECOND, Faults, Scenario
from tests.simulation.venue.line import Send
from tests.simulation.venue.model_venue import ModelVenue

_INTERVALS_S = (3_600.0, 14_400.0, 28_800.0)
_FEEDS = (Feed.MARK, Feed.BOOK, Feed.FUNDING, Feed.ACCOUNT, Feed.ORDERS)


class Market:
    """One contract's market. `send` schedules an event for the engine."""

    def __init__(self, scenario: Scenario, venue: ModelVenue, luck: Luck, send: Send) -> None:
        random = luck.random
        self.luck = luck
        self._scenario = scenario
        self._volatility_per_s = scenario.volatility_per_s
        self._venue = venue
        self._random = random
        self._send = send
        self._rate = random.uniform(-0.0003, 0.0005)
        self._interval_s = random.choice(_INTERVALS_S)
        self._next_funding_at = 0
        self._quiet_until: dict[Feed, int] = {}
        self._ticks = 0
        self._tells_index = random.random() < 0.5

    def tick(self, at: int, elapsed_s: float) -> None:
        """Let time pass: the price moves, and what is not lost of it is told."""
        move = self._random.gauss(0.0, self._volatility_per_s * elapsed_s**0.5)
        if self.luck.strikes("gap_per_s", elapsed_s):
            move += self._random.choice((-1, 1)) * self._random.uniform(0.015, 0.12)
        if self.luck.strikes("slide_per_s", elapsed_s):
            self._slide(at)
        if self.luck.strikes("feed_lost_per_s", elapsed_s):
            self._lose_feed(at)
        if self.luck.strikes("feed_flaps_per_s", elapsed_s):
            self._flap(at)
        if self.luck.strikes("outage_per_s", elapsed_s):
            self._lose_everything(at)
        self._move(at, move)
        self._venue.clearing.liquidate_if_under(at)
        self._ticks += 1
        if self._ticks % 2 and self.hears(Feed.BOOK, at):
            self._book(at)

    def _move(self, at: int, move: float) -> None:
        tick = float(self._venue.instrument.tick_size)
        self._venue.truth.price = max(round(self._venue.truth.price * exp(move) / tick), 1) * tick
        if self.hears(Feed.MARK, at):
            self._mark(at)

    def _slide(self, at: int) -> None:
        """Let the price run away in steps that are small each and large together."""
        step = self._random.choice((-1, 1)) * self._random.uniform(0.004, 0.015)
        for number in range(1, 5):
            later = at + number * SECOND // 5
            self._venue.later(later, lambda time: self._move(time, step))

    def _lose_feed(self, at: int) -> None:
        """Silence a feed for a while: announced, or a socket that just says nothing."""
        feed = self._random.choice(_FEEDS)
        until = at + int(self._random.uniform(0.5, 20.0) * SECOND)
        self._quiet_until[feed] = until
        if self._random.random() < 0.5:
            self._send(at, self._feed(at, feed, FeedState.DISCONNECTED))
            self._send(until, self._feed(until, feed, FeedState.LIVE))
        else:
            self.luck.note("feed_lost_unannounced")

    def _flap(self, at: int) -> None:
        """Let a feed come and go many times within moments, as it does while a venue restarts."""
        feed = self._random.choice(_FEEDS)
        for _ in range(self._random.randint(5, 20)):
            self._send(at, self._feed(at, feed, FeedState.DISCONNECTED))
            at += int(self._random.uniform(0.01, 0.2) * SECOND)
            self._send(at, self._feed(at, feed, FeedState.LIVE))

    def _lose_everything(self, at: int) -> None:
        """Take the venue down for a while: it neither hears nor speaks."""
        until = at + int(self._random.uniform(1.0, 25.0) * SECOND)
        self._venue.truth.down_until = until
        if len(self._scenario.instruments) > 1:
            self.luck.note("down_beside_another")
        told = self._random.random() < 0.7
        for feed in _FEEDS:
            self._quiet_until[feed] = until
            if told:
                self._send(at, self._feed(at, feed, FeedState.DISCONNECTED, whole_venue=True))
                self._send(until, self._feed(until, feed, FeedState.LIVE, whole_venue=True))

    def _feed(
        self, at: int, feed: Feed, state: FeedState, *, whole_venue: bool = False
    ) -> FeedChanged:
        instrument = self._venue.instrument
        symbol = None if whole_venue else instrument.symbol
        return FeedChanged(at=at, venue=instrument.venue, symbol=symbol, feed=feed, state=state)

    def _mark(self, at: int) -> None:
        instrument = self._venue.instrument
        price = self._venue.truth.price
        if self.luck.strikes("absurd_mark"):
            price = self._random.choice((0.0, -1.0, float("nan"), float("inf"), price * 10))
            if price == self._venue.truth.price * 10:
                self.luck.note("mark_spike")
        index = last = self._venue.truth.price
        if self.luck.strikes("prices_apart"):
            if self._random.random() < 0.5:
                index *= self._random.choice((0.8, 1.25))
            else:
                last *= self._random.choice((0.8, 1.25))
        self._send(
            at,
            Mark(
                at=at,
                venue=instrument.venue,
                symbol=instrument.symbol,
                mark_price=price,
                index_price=index if self._tells_index else None,
                last_price=last if self._tells_index else None,
            ),
        )

    def _book(self, at: int) -> None:
        instrument = self._venue.instrument
        price, tick = self._venue.truth.price, float(instrument.tick_size)
        depth = self._random.uniform(500, 50_000) / float(instrument.contract_size)
        if not instrument.inverse:
            depth = self._random.uniform(100, 20_000)
        half = self._random.choice((1, 1, 1, 60))
        bids = tuple((price - tick * (half + level), depth) for level in range(5))
        asks = tuple((price + tick * (half + level), depth) for level in range(5))
        if self.luck.strikes("crossed_book"):
            bids, asks = asks, bids
        self._send(
            at,
            BookUpdate(
                at=at, venue=instrument.venue, symbol=instrument.symbol, bids=bids, asks=asks
            ),
        )

    def funding(self, at: int) -> None:
        """Tell the running rate, settle when due, and now and then change the interval."""
        instrument = self._venue.instrument
        if not instrument.perpetual or not self.hears(Feed.FUNDING, at):
            return
        if self._next_funding_at <= at:
            if self._next_funding_at:
                self._settle(at)
            # The first interval ends soon, so that every run sees a settlement.
            span = self._interval_s if self._next_funding_at else self._random.uniform(5, 200)
            self._next_funding_at = at + int(span * SECOND)
        self._rate += self._random.gauss(0.0, 0.00002)
        rate = self._rate
        if self.luck.strikes("absurd_funding"):
            rate = self._random.choice((-1.0, -2.0, 0.5, float("nan")))
        self._send(
            at,
            Funding(
                at=at,
                venue=instrument.venue,
                symbol=instrument.symbol,
                funding_rate=rate,
                next_funding_at=self._next_funding_at,
                interval_s=self._interval_s,
            ),
        )

    def _settle(self, at: int) -> None:
        amount = self._venue.clearing.pay_funding(at, self._rate)
        self._send(
            at,
            FundingSettled(
                at=at,
                venue=self._venue.name,
                symbol=self._venue.instrument.symbol,
                funding_rate=self._rate,
                amount=amount,
            ),
        )
        if self._random.random() < 0.3:
            self._interval_s = self._random.choice(_INTERVALS_S)
            self.luck.note("interval_changed")
        if self._random.random() < 0.2:
            self._rate = -self._rate
            self.luck.note("funding_flipped")

    def calm(self) -> None:
        """Every feed delivers again and nothing absurd is told."""
        self.luck.faults = Faults()
        self._quiet_until.clear()

    def hears(self, feed: Feed, at: int) -> bool:
        """True where `feed` delivers at `at`."""
        return at >= self._quiet_until.get(feed, 0)
