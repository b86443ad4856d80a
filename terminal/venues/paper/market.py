"""A synthetic market: prices, books and funding out of a seed and the time.

The same seed and the same times give the same events: chance comes from `random.Random` alone,
one generator a coin and a symbol, and only the four operations and the square root touch it, so
that no C library's logarithm decides a price. Nothing is emitted twice for one instant: after a
pause the market goes on from the present, with a return to match the time that passed.
"""

from math import sqrt
from random import Random

from terminal.model.book import Levels
from terminal.model.events import BookUpdate, Funding, Mark
from terminal.venues.paper.listings import Coin, Listing
from terminal.venues.paper.regime import Mood, Regime, Schedule

MarketEvent = Mark | BookUpdate | Funding

LEVELS = 30
_NS_PER_S = 1_000_000_000
# The index is drawn back to where it began, so that a market left alone for days stays in sight.
_PULL_PER_S = 1 / 14_400
_LONGEST_STEP_S = 60.0
_RESIZED_PER_UPDATE = 4


def normal(random: Random) -> float:
    """Return a draw of mean 0 and deviation 1, close enough to normal, without a logarithm."""
    draw = random.random
    return (draw() + draw() + draw() + draw() - 2.0) * 1.7320508075688772


class CoinIndex:
    """One coin's index price, shared by every contract on it."""

    def __init__(self, coin: Coin, random: Random, at: int) -> None:
        self.coin = coin
        self.price = coin.price_usd
        self._random = random
        self._at = at

    def advance(self, at: int, mood: Mood) -> float:
        """Move to `at` and return the price."""
        elapsed = min((at - self._at) / _NS_PER_S, _LONGEST_STEP_S)
        if elapsed > 0:
            self._at = at
            pull = (self.coin.price_usd / self.price - 1.0) * _PULL_PER_S
            noise = self.coin.volatility * mood.volatility * sqrt(elapsed) * normal(self._random)
            change = (mood.drift + pull) * elapsed + noise
            self.price *= 1.0 + max(-0.5, min(0.5, change))
        return self.price

    def jump(self, fraction: float) -> None:
        """Move at once by a fraction of the price."""
        self.price *= 1.0 + fraction


class SymbolMarket:
    """One contract's mark, book and funding around its coin's index."""

    def __init__(self, listing: Listing, random: Random, at: int) -> None:
        self._listing = listing
        self._random = random
        self._basis = 0.0
        self._premium = 0.0  # what the running funding rate has above the calm one
        self._funding_moved_at = at
        self.next_funding_at = 0
        self.roll_funding(at)
        self._bid_sizes = [self._size(level, 1.0) for level in range(LEVELS)]
        self._ask_sizes = [self._size(level, 1.0) for level in range(LEVELS)]
        self._last_ticks = 0

    @property
    def symbol(self) -> str:
        """Return the contract's symbol."""
        return self._listing.instrument.symbol

    @property
    def venue(self) -> str:
        """Return the venue's name."""
        return self._listing.instrument.venue

    def roll_funding(self, at: int) -> None:
        """Set the next settlement: the first whole interval after `at`."""
        interval = self._listing.funding_interval_s * _NS_PER_S
        self.next_funding_at = (at // interval + 1) * interval

    def mark(self, index: float, at: int) -> Mark:
        """Return the mark price: the index and a slow basis; the last trade beside it."""
        self._basis += -0.1 * self._basis + 2e-5 * normal(self._random)
        per_usd = self._listing.ticks_per_usd
        ticks = self._ticks(index)
        last = self._last_ticks or ticks
        return Mark(
            at=at,
            venue=self.venue,
            symbol=self.symbol,
            mark_price=max(1, round(index * (1.0 + self._basis) * per_usd * 10)) / (per_usd * 10),
            index_price=max(1, round(index * per_usd * 10)) / (per_usd * 10),
            last_price=last / per_usd,
        )

    def book(self, index: float, at: int, mood: Mood) -> BookUpdate:
        """Return the visible book, its touch on the tick around the index."""
        random = self._random
        centre = self._ticks(index) + (1 if random.random() < 0.5 else 0)
        spread = max(1, round(self._listing.spread_ticks * mood.spread))
        best_bid = max(LEVELS + 1, centre - (spread + 1) // 2)
        best_ask = best_bid + spread
        self._resize(self._bid_sizes, mood.depth)
        self._resize(self._ask_sizes, mood.depth)
        self._last_ticks = best_bid if random.random() < 0.5 else best_ask
        per_usd = self._listing.ticks_per_usd
        # A quotient of integers is the float nearest to the decimal price: no drift off the tick.
        bids: Levels = tuple(
            [((best_bid - i) / per_usd, size) for i, size in enumerate(self._bid_sizes)]
        )
        asks: Levels = tuple(
            [((best_ask + i) / per_usd, size) for i, size in enumerate(self._ask_sizes)]
        )
        return BookUpdate(at=at, venue=self.venue, symbol=self.symbol, bids=bids, asks=asks)

    def funding(self, at: int, mood: Mood) -> Funding:
        """Return the running rate, drawn back to the calm one, wilder when prices are."""
        elapsed = max(0.0, (at - self._funding_moved_at) / _NS_PER_S)
        self._funding_moved_at = at
        kept = max(0.0, 1.0 - elapsed / 900)
        noise = 4e-6 * mood.volatility * sqrt(min(elapsed, 900.0)) * normal(self._random)
        self._premium = max(-3e-3, min(3e-3, self._premium * kept + mood.drift * 0.02 + noise))
        rate = round(self._listing.calm_rate + self._premium, 8)
        return Funding(
            at=at,
            venue=self.venue,
            symbol=self.symbol,
            funding_rate=rate,
            next_funding_at=self.next_funding_at,
            interval_s=float(self._listing.funding_interval_s),
        )

    def _ticks(self, price: float) -> int:
        return max(1, round(price * self._listing.ticks_per_usd))

    def _resize(self, sizes: list[float], depth: float) -> None:
        """Let a few levels change; the others stand as orders in a real book do."""
        random = self._random
        sizes[0] = self._size(0, depth)
        for _ in range(_RESIZED_PER_UPDATE):
            level = int(random.random() * LEVELS)
            sizes[level] = self._size(level, depth)

    def _size(self, level: int, depth: float) -> float:
        """Return whole contracts: thin at the touch, thicker behind it, never alike."""
        random = self._random
        shape = 0.4 + 0.06 * level
        draw = random.random() * random.random() * 4.0
        return float(max(1, round(self._listing.depth_contracts * depth * shape * (0.2 + draw))))


class _Pace:
    """When something happens next, at a fixed interval that a pause does not pile up."""

    __slots__ = ("interval", "next_at")

    def __init__(self, interval_s: float, first_at: int) -> None:
        self.interval = max(1, round(interval_s * _NS_PER_S))
        self.next_at = first_at

    def due(self, at: int) -> bool:
        """Return True once a turn has come, and set the next one."""
        if at < self.next_at:
            return False
        self.next_at += self.interval
        if self.next_at <= at:
            self.next_at = at + self.interval
        return True


class SyntheticMarket:
    """Every listed contract's market, stepped by whoever has the time.

    `book_updates_per_s` is for all symbols together, `marks_per_s` for each.
    """

    def __init__(
        self,
        coins: tuple[Coin, ...],
        listings: tuple[Listing, ...],
        *,
        seed: int,
        at: int,
        book_updates_per_s: float = 100.0,
        marks_per_s: float = 10.0,
        funding_every_s: float = 3.0,
    ) -> None:
        self._indices = {
            coin.base: CoinIndex(coin, Random(f"{seed}:{coin.base}"), at) for coin in coins
        }
        self._schedule = Schedule(Random(f"{seed}:schedule"), at)
        self._symbols = [
            (
                SymbolMarket(listing, Random(f"{seed}:{listing.instrument.symbol}"), at),
                self._indices[listing.instrument.base],
            )
            for listing in listings
        ]
        interval = len(listings) / book_updates_per_s
        # Symbols take turns, so that updates come evenly and not in volleys.
        self._book_paces = [
            _Pace(interval, at + round(interval * _NS_PER_S * turn / len(listings)))
            for turn in range(len(listings))
        ]
        self._mark_paces = [_Pace(1 / marks_per_s, at) for _ in listings]
        self._funding_paces = [_Pace(funding_every_s, at) for _ in listings]

    @property
    def next_due_at(self) -> int:
        """Return when there is something to emit next."""
        paces = (*self._book_paces, *self._mark_paces, *self._funding_paces)
        return min(pace.next_at for pace in paces)

    @property
    def mood(self) -> Mood:
        """Return the mood in force."""
        return self._schedule.mood

    def advance(self, at: int) -> list[MarketEvent]:
        """Move to `at` and return what is due by then, all of it stamped `at`."""
        mood = self._schedule.advance(at)
        events: list[MarketEvent] = []
        for turn, (market, index) in enumerate(self._symbols):
            marked = self._mark_paces[turn].due(at)
            booked = self._book_paces[turn].due(at)
            price = index.advance(at, mood) if marked or booked else index.price
            if marked:
                events.append(market.mark(price, at))
            if booked:
                events.append(market.book(price, at, mood))
            settled = at >= market.next_funding_at
            if settled:
                market.roll_funding(at)
            if self._funding_paces[turn].due(at) or settled:
                events.append(market.funding(at, mood))
        return events

    def choose(self, regime: Regime | None, at: int) -> None:
        """Stay in one regime from now on, or return to the mixture of all."""
        self._schedule.choose(regime, at)

    def gap(self, fraction: float, base: str | None = None) -> None:
        """Let one coin's price, or every coin's, jump by a fraction at once."""
        for index in self._indices.values():
            if base is None or index.coin.base == base:
                index.jump(fraction)
