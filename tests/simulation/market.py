"""The price path, the books and the funding of one contract, with what can go wrong in them."""

from dataclasses import replace
from math import exp
from random import Random

from terminal.model.events import (
    BookUpdate,
    Feed,
    FeedChanged,
    FeedState,
    Funding,
    FundingSettled,
    Mark,
)
from terminal.model.instrument import Instrument
from tests.simulation.model_venue import ModelVenue, Send
from tests.simulation.scenario import SECOND, Faults, Scenario

_INTERVALS_S = (3_600.0, 14_400.0, 28_800.0)


class Market:
    """One contract's market. `send` schedules an event for the engine."""

    def __init__(
        self,
        scenario: Scenario,
        instrument: Instrument,
        venue: ModelVenue,
        random: Random,
        send: Send,
    ) -> None:
        self._scenario = scenario
        self._instrument = instrument
        self._venue = venue
        self._random = random
        self._send = send
        self._tick = float(instrument.tick_size)
        self._rate = random.uniform(-0.0003, 0.0005)
        self._interval_s = random.choice(_INTERVALS_S)
        self._next_funding_at = 0
        self._quiet_until: dict[Feed, int] = {}
        venue.price = scenario.start_price

    def _chance(self, probability: float) -> bool:
        return probability > 0 and self._random.random() < probability

    def tick(self, at: int, elapsed_s: float) -> None:
        """Let time pass: the price moves, and what is not lost of it is told."""
        faults = self._scenario.faults
        move = self._random.gauss(0.0, self._scenario.volatility_per_s * elapsed_s**0.5)
        if self._chance(faults.gap_per_s * elapsed_s):
            move += self._random.choice((-1, 1)) * self._random.uniform(0.015, 0.12)
        price = self._venue.price * exp(move)
        self._venue.price = max(round(price / self._tick), 1) * self._tick
        if self._chance(faults.feed_lost_per_s * elapsed_s):
            self._lose_feed(at)
        if self._told(Feed.MARK, at):
            self._mark(at)
        if self._told(Feed.BOOK, at):
            self._book(at)

    def _told(self, feed: Feed, at: int) -> bool:
        return at >= self._quiet_until.get(feed, 0)

    def _lose_feed(self, at: int) -> None:
        """Silence a feed for a while: announced, or a socket that just says nothing."""
        feed = self._random.choice((Feed.MARK, Feed.BOOK, Feed.FUNDING, Feed.ACCOUNT))
        until = at + int(self._random.uniform(0.5, 20.0) * SECOND)
        self._quiet_until[feed] = until
        if self._random.random() < 0.5:
            self._send(at, self._feed(at, feed, FeedState.DISCONNECTED))
            self._send(until, self._feed(until, feed, FeedState.LIVE))

    def _feed(self, at: int, feed: Feed, state: FeedState) -> FeedChanged:
        instrument = self._instrument
        return FeedChanged(
            at=at, venue=instrument.venue, symbol=instrument.symbol, feed=feed, state=state
        )

    def _mark(self, at: int) -> None:
        price = self._venue.price
        if self._chance(self._scenario.faults.absurd_mark):
            price = self._random.choice((0.0, -1.0, float("nan"), float("inf"), price * 10))
        self._send(
            at,
            Mark(
                at=at,
                venue=self._instrument.venue,
                symbol=self._instrument.symbol,
                mark_price=price,
            ),
        )

    def _book(self, at: int) -> None:
        price, tick = self._venue.price, self._tick
        depth = self._random.uniform(500, 50_000) / float(self._instrument.contract_size)
        if not self._instrument.inverse:
            depth = self._random.uniform(100, 20_000)
        bids = tuple((price - tick * (1 + level), depth) for level in range(5))
        asks = tuple((price + tick * (1 + level), depth) for level in range(5))
        if self._chance(self._scenario.faults.crossed_book):
            bids, asks = asks, bids
        self._send(
            at,
            BookUpdate(
                at=at,
                venue=self._instrument.venue,
                symbol=self._instrument.symbol,
                bids=bids,
                asks=asks,
            ),
        )

    def funding(self, at: int) -> None:
        """Tell the running rate, settle when due, and now and then change the interval."""
        if not self._told(Feed.FUNDING, at):
            return
        if self._next_funding_at <= at:
            if self._next_funding_at:
                self._settle(at)
            # The first interval ends soon, so that every run sees a settlement.
            span = self._interval_s if self._next_funding_at else self._random.uniform(5, 200)
            self._next_funding_at = at + int(span * SECOND)
        self._rate += self._random.gauss(0.0, 0.00002)
        rate = self._rate
        if self._chance(self._scenario.faults.absurd_funding):
            rate = self._random.choice((-1.0, -2.0, 0.5, float("nan")))
        self._send(
            at,
            Funding(
                at=at,
                venue=self._instrument.venue,
                symbol=self._instrument.symbol,
                funding_rate=rate,
                next_funding_at=self._next_funding_at,
                interval_s=self._interval_s,
            ),
        )

    def _settle(self, at: int) -> None:
        self._send(
            at,
            FundingSettled(
                at=at,
                venue=self._instrument.venue,
                symbol=self._instrument.symbol,
                funding_rate=self._rate,
            ),
        )
        if self._random.random() < 0.3:
            self._interval_s = self._random.choice(_INTERVALS_S)
        if self._random.random() < 0.2:
            self._rate = -self._rate

    def calm(self) -> None:
        """Every feed delivers again and nothing absurd is told."""
        self._scenario = replace(self._scenario, faults=Faults())
        self._quiet_until.clear()

    def hears(self, feed: Feed, at: int) -> bool:
        """True where `feed` delivers at `at`."""
        return self._told(feed, at)
