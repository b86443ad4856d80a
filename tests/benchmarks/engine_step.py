"""What one step of the engine costs: `python -m tests.benchmarks.engine_step`.

A plain loop, no window, no venue. Prints the median and the 99th percentile of one step on a
mark, for one and for three venues under a policy with every key set, the events a second of a
session that mixes marks, books, funding and accounts as a venue does, what more instruments and
deeper books cost, and what a step allocates. On a busy machine the processor time says more than
the wall clock.
"""

import argparse
import gc
import random
import time
import tracemalloc
from collections.abc import Callable
from decimal import Decimal
from itertools import product

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
    """Makes the events of a session in time order, from a seed.

    Each of the venues has so many instruments, each with a coin of its own, and books of so many
    levels a side.
    """

    def __init__(self, venues: int, seed: int, *, symbols: int = 1, levels: int = 20) -> None:
        names = (SYMBOL, *(f"C{number}/USD:C{number}" for number in range(1, symbols)))
        self._legs = tuple(
            (f"venue{number}", name) for name, number in product(names, range(venues))
        )
        self._levels = levels
        self._chance = random.Random(seed)
        self._at = START
        self._price = PRICE

    def opening(self) -> list[AnyEvent]:
        """Return what brings every feed to life, a full policy and auto."""
        events: list[AnyEvent] = []
        for leg in self._legs:
            events += [_listing(*leg), self._mark(*leg), self._book(*leg)]
            events += [self._funding(*leg), self._account(*leg)]
        events.append(Command(at=self._at, name=CommandName.SET_POLICY, policy=dict(POLICY)))
        events.append(Command(at=self._at, name=CommandName.AUTO))
        return events

    def marks(self, count: int) -> list[AnyEvent]:
        """Return marks 25 ms apart, with what else keeps every feed fresh between them."""
        events: list[AnyEvent] = []
        for number in range(count):
            leg = self._legs[number % len(self._legs)]
            self._at += SECOND // 40 // len(self._legs)
            if number % max(40, len(self._legs)) < len(self._legs):
                other = self._legs[number % max(40, len(self._legs))]
                events += [self._book(*other), self._account(*other), self._funding(*other)]
            events.append(self._mark(*leg))
        return events

    def mixture(self, count: int) -> list[AnyEvent]:
        """Return a session as a venue makes it: seven books and two marks in ten events."""
        events: list[AnyEvent] = []
        for number in range(count):
            leg = self._chance.choice(self._legs)
            self._at += SECOND // 200
            match number % 100:
                case 0:
                    events.append(self._funding(*leg))
                case 1 | 2:
                    events.append(self._account(*leg))
                case kind if kind < 23:
                    events.append(self._mark(*leg))
                case _:
                    events.append(self._book(*leg))
        return events

    def _mark(self, venue: str, symbol: str) -> Mark:
        self._price = max(
            min(self._price * (1 + self._chance.gauss(0, 1e-5)), PRICE * 1.002), PRICE * 0.998
        )
        price = round(self._price * 2) / 2
        return Mark(
            at=self._at,
            venue=venue,
            symbol=symbol,
            mark_price=price,
            index_price=price,
            last_price=price,
        )

    def _book(self, venue: str, symbol: str) -> BookUpdate:
        best = round(self._price * 2) / 2
        return BookUpdate(
            at=self._at,
            venue=venue,
            symbol=symbol,
            bids=tuple((best - 0.5 * (level + 1), 20_000.0) for level in range(self._levels)),
            asks=tuple((best + 0.5 * (level + 1), 20_000.0) for level in range(self._levels)),
        )

    def _funding(self, venue: str, symbol: str) -> Funding:
        return Funding(
            at=self._at,
            venue=venue,
            symbol=symbol,
            funding_rate=0.0001,
            next_funding_at=self._at + 14_400 * SECOND,
            interval_s=28_800.0,
        )

    def _account(self, venue: str, symbol: str) -> Account:
        profit = POSITION * (1 / PRICE - 1 / self._price)
        report = PositionReport(
            symbol=symbol, contracts=POSITION, entry_price=PRICE, liquidation_price=51_000.0
        )
        return Account(
            at=self._at,
            venue=venue,
            settle=_coin(symbol),
            wallet_balance=WALLET,
            equity=WALLET + profit,
            positions=(report,),
        )


def _coin(symbol: str) -> str:
    return symbol.partition("/")[0]


def _listing(venue: str, symbol: str) -> InstrumentListed:
    return InstrumentListed(
        at=START,
        venue=venue,
        symbol=symbol,
        kind=Kind.INVERSE,
        contract_size=Decimal(1),
        tick_size=Decimal("0.5"),
        lot_size=Decimal(1),
        min_contracts=Decimal(1),
        base=_coin(symbol),
        quote="USD",
        settle=_coin(symbol),
        taker_fee=Decimal("0.0005"),
        tiers=tiers(),
        tiers_in=TiersIn.COIN,
    )


def step_times_us(session: Session, marks: int, clock: Callable[[], int]) -> list[float]:
    """Return the microseconds of each step on a mark, sorted."""
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


def allocated_bytes(session: Session, marks: int) -> tuple[list[float], float]:
    """Return what each step on a mark has allocated at its most, sorted, and keeps on average."""
    engine = _opened(session)
    events = session.marks(marks)
    peaks: list[float] = []
    kept = 0
    tracemalloc.start()
    try:
        for event in events:
            tracemalloc.reset_peak()
            before, _ = tracemalloc.get_traced_memory()
            engine.step(event)
            after, peak = tracemalloc.get_traced_memory()
            if isinstance(event, Mark):
                peaks.append(float(peak - before))
                kept += after - before
    finally:
        tracemalloc.stop()
    return sorted(peaks), kept / len(peaks)


def events_a_second(session: Session, count: int) -> float:
    """Return how many events of a mixed session the engine takes in a second."""
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
            times = step_times_us(Session(venues, given.seed), given.marks, clock)
            print(f"{venues} venue(s), {name}: {_told(times)}")
    for symbols in (10, 50):
        times = step_times_us(
            Session(1, given.seed, symbols=symbols), given.marks, time.perf_counter_ns
        )
        print(f"1 venue, {symbols} instruments: {_told(times)}")
    for venues in (1, 3):
        rate = events_a_second(Session(venues, given.seed), given.events)
        print(f"mixed session, {venues} venue(s), full policy: {rate:,.0f} events/s")
    for levels in (25, 200, 1_000):
        rate = events_a_second(Session(3, given.seed, levels=levels), given.events // 10)
        print(f"mixed session, 3 venues, {levels} levels a side: {rate:,.0f} events/s")
    peaks, kept = allocated_bytes(Session(3, given.seed), given.marks // 10)
    print(f"a step allocates {peaks[len(peaks) // 2]:,.0f} bytes at its most, keeps {kept:,.0f}")


def _told(times: list[float]) -> str:
    median, late = times[len(times) // 2], times[len(times) * 99 // 100]
    return f"one step on a mark, full policy: median {median:.1f} µs, p99 {late:.1f} µs"


if __name__ == "__main__":
    main()
