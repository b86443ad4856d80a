"""What one seed's world is like: contracts, policy and how often things go wrong."""

from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from terminal.model.instrument import Instrument, Kind, Tier, TiersIn
from tests.simulation.policies import policy_of, tense_policy

SECOND = 1_000_000_000
START = 1_700_000_000 * SECOND


@dataclass(frozen=True, slots=True)
class Faults:
    """Probabilities of each mishap, a trial being one message or one second as named."""

    request_lost: float = 0.0
    answer_lost: float = 0.0
    answer_unknown: float = 0.0
    absurd_report: float = 0.0
    rejected: float = 0.0
    duplicated: float = 0.0
    delayed: float = 0.0
    partial: float = 0.0
    unfilled: float = 0.0
    resent: float = 0.0
    cancel_lost: float = 0.0
    cancel_too_late: float = 0.0
    statement_stale: float = 0.0
    absurd_statement: float = 0.0
    absurd_mark: float = 0.0
    absurd_funding: float = 0.0
    prices_apart: float = 0.0
    crossed_book: float = 0.0
    feed_lost_per_s: float = 0.0
    feed_flaps_per_s: float = 0.0
    outage_per_s: float = 0.0
    maintenance_per_s: float = 0.0
    sleep_per_s: float = 0.0
    gap_per_s: float = 0.0
    slide_per_s: float = 0.0
    external_change_per_s: float = 0.0
    terms_of_margin_per_s: float = 0.0
    contract_change_per_s: float = 0.0
    foreign_order_per_s: float = 0.0
    liquidation_misstated_per_s: float = 0.0
    liquidation_per_s: float = 0.0
    transfer_per_s: float = 0.0
    restart_per_s: float = 0.0
    kill_per_s: float = 0.0
    # At the worst moment: after an order has left, before anything has come back.
    kill_at_order: float = 0.0
    kill_in_outage_per_s: float = 0.0
    restart_at_order: float = 0.0
    # How far the venue's clock is ahead of ours.
    clock_ahead_s: float = 0.0
    # The venue takes no more than so many orders in ten seconds; 0 is no limit.
    venue_rate_limit: int = 0
    # The venue wants initial margin at this leverage; 0 asks for none.
    venue_leverage: float = 0.0


@dataclass(frozen=True, slots=True)
class Scenario:
    """One seed's world."""

    seed: int
    instruments: tuple[Instrument, ...]
    policy: dict[str, object]
    faults: Faults
    duration_ns: int
    start_price: float
    volatility_per_s: float
    wallet: float
    start_usd: float
    auto: bool
    early: bool  # the trader orders by hand before anything of the market is known
    supervised: bool  # by a program that disarms after a sleep; the engine must be safe without


def scenario_of(seed: int) -> Scenario:
    """Return the world of a seed: everything in it follows from the seed alone."""
    random = Random(f"scenario {seed}")
    venues = random.choice((1, 1, 1, 2, 2, 3))
    instruments = tuple(_instrument(random, f"venue{number}") for number in range(venues))
    scenario = Scenario(
        seed=seed,
        instruments=instruments,
        policy=policy_of(random, instruments) | _stress(seed),
        faults=replace(_faults(random), transfer_per_s=_transfers(seed)),
        duration_ns=240 * SECOND,
        start_price=60_000.0,
        volatility_per_s=random.choice((0.0001, 0.0003, 0.001, 0.002)),
        wallet=2.0,
        start_usd=random.choice((0, 0, 0, 1, -1)) * random.uniform(100, 200_000),
        auto=random.random() < 0.9,
        supervised=random.random() < 0.5,
        early=Random(f"early {seed}").random() < 0.1,
    )
    tension = Random(f"tension {seed}")
    return _tense(scenario, tension) if tension.random() < 0.1 else scenario


def _transfers(seed: int) -> float:
    """Return how often margin is moved between venues: never, in most worlds."""
    return 0.02 if Random(f"transfers {seed}").random() < 0.2 else 0.0


def _stress(seed: int) -> dict[str, object]:
    """Return the move that the policy fears, where it fears one."""
    random = Random(f"stress {seed}")
    return {"stress_move": random.choice((0.05, 0.2, 0.5))} if random.random() < 0.15 else {}


def _tense(scenario: Scenario, random: Random) -> Scenario:
    """Return the world with a position of so much leverage that the next move endangers it."""
    policy = tense_policy(random, scenario.policy)
    side = 1 if policy["side"] == "long" else -1
    # Beside the default levels, only what is nearly liquidated has anything to protect.
    leverage = random.uniform(8, 18) if "margin_warn" in policy else random.uniform(20, 35)
    return replace(
        scenario,
        policy=policy,
        start_usd=side * leverage * scenario.wallet * scenario.start_price,
        faults=replace(
            scenario.faults, gap_per_s=0.02, slide_per_s=0.02, unfilled=0.2, venue_leverage=0.0
        ),
    )


_TIERS = (
    Tier(Decimal(20), Decimal("0.005"), Decimal(0), Decimal(100)),
    Tier(Decimal(100), Decimal("0.01"), Decimal("0.1"), Decimal(50)),
    Tier(None, Decimal("0.05"), Decimal("4.1"), Decimal(10)),
)


def _instrument(random: Random, venue: str) -> Instrument:
    linear = random.random() < 0.2
    dated = random.random() < 0.1
    # Never in the last moments, where nobody would be told any more of the end.
    expires_s = random.choice((random.randint(60, 190), random.randint(300, 400)))
    quote = "USDT" if linear else "USD"
    size, lot, tick = "0.001", "1", "0.1"
    if not linear:
        size = random.choice(("1", "1", "10", "100"))
        lot = random.choice(("1", "1", "1", "0.1", "5"))
        tick = random.choice(("0.5", "0.1"))
    # A linear contract's deductions are in USDT: none, rather than ones of another currency.
    usdt = (Tier(None, Decimal("0.005"), Decimal(0), Decimal(50)),)
    return Instrument(
        venue=venue,
        symbol=f"BTC/{quote}:{quote if linear else 'BTC'}",
        kind=Kind.LINEAR if linear else Kind.INVERSE,
        contract_size=Decimal(size),
        tick_size=Decimal(tick),
        lot_size=Decimal(lot),
        min_contracts=Decimal(lot) * random.choice((1, 1, 10)),
        base="BTC",
        quote=quote,
        settle=quote if linear else "BTC",
        taker_fee=Decimal("0.0006"),
        tiers=usdt if linear else _TIERS,
        tiers_in=TiersIn.COIN,
        expiry=START + expires_s * SECOND if dated else None,
    )


def _faults(random: Random) -> Faults:
    def some(probability: float, share_of_seeds: float = 0.4) -> float:
        return probability if random.random() < share_of_seeds else 0.0

    return Faults(
        request_lost=some(0.05),
        answer_lost=some(0.08),
        answer_unknown=some(0.05),
        absurd_report=some(0.05, 0.2),
        rejected=some(0.08),
        duplicated=some(0.3, 0.6),
        delayed=some(0.3, 0.6),
        partial=some(0.4, 0.6),
        cancel_lost=some(0.2, 0.3),
        cancel_too_late=some(0.5, 0.6),
        statement_stale=some(0.3, 0.6),
        absurd_statement=some(0.03, 0.2),
        absurd_mark=some(0.01),
        absurd_funding=some(0.05),
        crossed_book=some(0.02),
        feed_lost_per_s=some(0.01),
        outage_per_s=some(0.006, 0.2),
        sleep_per_s=some(0.004, 0.15),
        gap_per_s=some(0.008, 0.5),
        slide_per_s=some(0.006, 0.3),
        external_change_per_s=some(0.004, 0.25),
        terms_of_margin_per_s=some(0.004, 0.2),
        contract_change_per_s=some(0.004, 0.1),
        foreign_order_per_s=some(0.004, 0.2),
        liquidation_misstated_per_s=some(0.004, 0.1),
        liquidation_per_s=some(0.002, 0.1),
        restart_per_s=some(0.004, 0.3),
        kill_per_s=some(0.004, 0.3),
        kill_at_order=some(0.02, 0.2),
        restart_at_order=some(0.02, 0.2),
        venue_rate_limit=random.choice((0, 0, 0, 3)),
        venue_leverage=random.choice((0.0, 0.0, 0.0, 25.0, 5.0)),
        resent=some(0.05, 0.3),
        kill_in_outage_per_s=some(0.03, 0.3),
        prices_apart=some(0.03, 0.3),
        feed_flaps_per_s=some(0.004, 0.2),
        maintenance_per_s=some(0.004, 0.2),
        clock_ahead_s=random.choice((0.0, 0.0, 0.0, 0.0, -5.0, -1.0, 0.5, 5.0)),
    )
