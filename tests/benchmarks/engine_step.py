"""What one step of the engine costs: `python -m tests.benchmarks.engine_step`.

A plain loop, no window, no venue. Prints the median and the 99th percentile of one step on a
mark, for one and for three venues under a policy with every key set, and the events a second of
a session that mixes marks, books, funding and accounts as a venue does. On a busy machine the
processor time says more than the wall clock.
"""

import argparse
import gc
import random
import time
from collections.abc import Callable
from decimal import Decimal

from terminal.engine.engine import Engine
from terminal.engine.policy.policy import Policy
from terminal.model.events import (
    Account,
    AnyEvent,
    BookUpdate,
    Command,
    CommandName,
    Funding,
    InstrumentListed,
    Mark,
    PositionReport,
)
from terminal.model.instrument import Kind, Tier, TiersIn

SECOND = 1_000_000_000
START = 1_704_067_200 * SECOND
SYMBOL = "BTC/USD:BTC"
WALLET = 2.0
POSITION = 600_000.0
PRICE = 60_000.0

POLICY = {
    "side": "long",
    "target_leverage": 5.0,
    "margin_basis": "lesser",
    "funding_input": "predicted",
    "funding_treatment": "cost",
    "rebalance_band": 0.05,
    "reduce_band": 0.05,
    "min_order_contracts": 10.0,
    "max_contracts": 2_000_000.0,
    "max_position_usd": 2_000_000.0,
    "max_position_coin": 40.0,
    "max_order_usd": 250_000.0,
    "max_leverage": 8.0,
    "max_turnover_usd_per_hour": 1e9,
    "max_orders_per_minute": 1_000,
    "max_unattended_orders": 1_000_000,
    "stress_move": 0.05,
    "volatility_target": 10.0,
    "spike_ratio": 3.0,
    "max_slippage_bp": 25.0,
    "max_depth_share": 0.5,
    "max_spread_bp": 50.0,
    "max_session_loss": 1e6,
    "numeraire": "usd",
    "guard_in_manual": True,
}


def tiers() -> tuple[Tier, ...]:
    """Return five margin tiers in coin."""
    return (
        Tier(Decimal(50), Decimal("0.004"), Decimal(0), Decimal(125)),
        Tier(Decimal(100), Decimal("0.005"), Decimal("0.05"), Decimal(100)),
        Tier(Decimal(200), Decimal("0.01"), Decimal("0.55"), Decimal(50)),
        Tier(Decimal(500), Decimal("0.025"), Decimal("3.55"), Decimal(20)),
        Tier(None, Decimal("0.05"), Decimal("16.05"), Decimal(10)),
    )


class Session:
    """Makes the events of a session on so many venues, in time order, from a seed."""

    def __init__(self, venues: int, seed: int) -> None:
        self._venues = tuple(f"venue{number}" for number in range(venues))
        self._chance = random.Random(seed)
        self._at = START
        self._price = PRICE

    def opening(self) -> list[AnyEvent]:
        """Return what brings every feed to life, a full policy and auto."""
        events: list[AnyEvent] = []
        for venue in self._venues:
            events += [_listing(venue), self._mark(venue), self._book(venue)]
            events += [self._funding(venue), self._account(venue)]
        events.append(Command(at=self._at, name=CommandName.SET_POLICY, policy=dict(POLICY)))
        events.append(Command(at=self._at, name=CommandName.AUTO))
        return events

    def marks(self, count: int) -> list[AnyEvent]:
        """Return marks 25 ms apart, with what else keeps every feed fresh between them."""
        events: list[AnyEvent] = []
        for number in range(count):
            venue = self._venues[number % len(self._venues)]
            self._at += SECOND // 40
            if number % 40 < len(self._venues):
                other = self._venues[number % 40]
                events += [self._book(other), self._account(other), self._funding(other)]
            events.append(self._mark(venue))
        return events

    def mixture(self, count: int) -> list[AnyEvent]:
        """Return a session as a venue makes it: seven books and two marks in ten events."""
        events: list[AnyEvent] = []
        for number in range(count):
            venue = self._chance.choice(self._venues)
            self._at += SECOND // 200
            match number % 100:
                case 0:
                    events.append(self._funding(venue))
                case 1 | 2:
                    events.append(self._account(venue))
                case kind if kind < 23:
                    events.append(self._mark(venue))
                case _:
                    events.append(self._book(venue))
        return events

    def _mark(self, venue: str) -> Mark:
        self._price = max(
            min(self._price * (1 + self._chance.gauss(0, 1e-5)), PRICE * 1.002), PRICE * 0.998
        )
        price = round(self._price * 2) / 2
        return Mark(
            at=self._at,
            venue=venue,
            symbol=SYMBOL,
            mark_price=price,
            index_price=price,
            last_price=price,
        )

    def _book(self, venue: str) -> BookUpdate:
        best = round(self._price * 2) / 2
        return BookUpdate(
            at=self._at,
            venue=venue,
            symbol=SYMBOL,
            bids=tuple((best - 0.5 * (level + 1), 20_000.0) for level in range(20)),
            asks=tuple((best + 0.5 * (level + 1), 20_000.0) for level in range(20)),
        )

    def _funding(self, venue: str) -> Funding:
        return Funding(
            at=self._at,
            venue=venue,
            symbol=SYMBOL,
            funding_rate=0.0001,
            next_funding_at=self._at + 14_400 * SECOND,
            interval_s=28_800.0,
        )

    def _account(self, venue: str) -> Account:
        profit = POSITION * (1 / PRICE - 1 / self._price)
        report = PositionReport(
            symbol=SYMBOL, contracts=POSITION, entry_price=PRICE, liquidation_price=51_000.0
        )
        return Account(
            at=self._at,
            venue=venue,
            settle="BTC",
            wallet_balance=WALLET,
            equity=WALLET + profit,
            positions=(report,),
        )


def _listing(venue: str) -> InstrumentListed:
    return InstrumentListed(
        at=START,
        venue=venue,
        symbol=SYMBOL,
        kind=Kind.INVERSE,
        contract_size=Decimal(1),
        tick_size=Decimal("0.5"),
        lot_size=Decimal(1),
        min_contracts=Decimal(1),
        base="BTC",
        quote="USD",
        settle="BTC",
        taker_fee=Decimal("0.0005"),
        tiers=tiers(),
        tiers_in=TiersIn.COIN,
    )


def step_times_us(venues: int, marks: int, seed: int, clock: Callable[[], int]) -> list[float]:
    """Return the microseconds of each step on a mark, sorted."""
    session = Session(venues, seed)
    engine = _opened(session)
    times: list[int] = []
    for event in session.marks(marks):
        if isinstance(event, Mark):
            before = clock()
            engine.step(event)
            times.append(clock() - before)
        else:
            engine.step(event)
    return sorted(taken / 1000 for taken in times)


def events_a_second(venues: int, count: int, seed: int) -> float:
    """Return how many events of a mixed session the engine takes in a second."""
    session = Session(venues, seed)
    engine = _opened(session)
    events = session.mixture(count)
    before = time.perf_counter_ns()
    for event in events:
        engine.step(event)
    return count / ((time.perf_counter_ns() - before) / 1e9)


def _opened(session: Session) -> Engine:
    engine = Engine(epoch=1)
    for event in session.opening():
        engine.step(event)
    frozen = [reason for leg in engine.snapshot().legs for reason in leg.freezes]
    if frozen:
        raise SystemExit(f"the benchmark measures nothing: frozen by {frozen}")
    Policy.from_mapping(POLICY)
    return engine


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--marks", type=int, default=20_000)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    gc.collect()
    gc.freeze()
    clocks = (("wall clock", time.perf_counter_ns), ("processor time", time.thread_time_ns))
    for venues in (1, 3):
        for name, clock in clocks:
            times = step_times_us(venues, given.marks, given.seed, clock)
            median, late = times[len(times) // 2], times[len(times) * 99 // 100]
            print(
                f"one step on a mark, {venues} venue(s), full policy, {name}: "
                f"median {median:.1f} µs, p99 {late:.1f} µs"
            )
    for venues in (1, 3):
        rate = events_a_second(venues, given.events, given.seed)
        print(f"mixed session, {venues} venue(s), full policy: {rate:,.0f} events/s")


if __name__ == "__main__":
    main()
