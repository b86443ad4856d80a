"""What one seed's world is like: contracts, policy and how often things go wrong."""

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from terminal.model.instrument import Instrument, Kind, Tier, TiersIn

SECOND = 1_000_000_000
START = 1_700_000_000 * SECOND


@dataclass(frozen=True, slots=True)
class Faults:
    """Probabilities of each mishap, a trial being one message or one second as named."""

    request_lost: float = 0.0
    answer_lost: float = 0.0
    answer_unknown: float = 0.0
    rejected: float = 0.0
    duplicated: float = 0.0
    delayed: float = 0.0
    partial: float = 0.0
    statement_stale: float = 0.0
    feed_lost_per_s: float = 0.0
    absurd_mark: float = 0.0
    absurd_funding: float = 0.0
    crossed_book: float = 0.0
    gap_per_s: float = 0.0
    external_change_per_s: float = 0.0
    leverage_change_per_s: float = 0.0
    foreign_order_per_s: float = 0.0
    restart_per_s: float = 0.0
    kill_per_s: float = 0.0
    liquidation_per_s: float = 0.0


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
    auto: bool


def _instrument(venue: str, *, linear: bool, size: str, lot: str, tick: str) -> Instrument:
    quote = "USDT" if linear else "USD"
    return Instrument(
        venue=venue,
        symbol=f"BTC/{quote}:{quote if linear else 'BTC'}",
        kind=Kind.LINEAR if linear else Kind.INVERSE,
        contract_size=Decimal(size),
        tick_size=Decimal(tick),
        lot_size=Decimal(lot),
        min_contracts=Decimal(lot),
        base="BTC",
        quote=quote,
        settle=quote if linear else "BTC",
        taker_fee=Decimal("0.0006"),
        tiers=(
            Tier(Decimal(20), Decimal("0.005"), Decimal(0), Decimal(100)),
            Tier(Decimal(100), Decimal("0.01"), Decimal("0.1"), Decimal(50)),
            Tier(None, Decimal("0.05"), Decimal("4.1"), Decimal(10)),
        ),
        tiers_in=TiersIn.COIN,
    )


def scenario_of(seed: int) -> Scenario:
    """Return the world of a seed: everything in it follows from the seed alone."""
    random = Random(f"scenario {seed}")
    venues = random.choice((1, 1, 2, 3))
    instruments = tuple(
        _instrument(
            f"venue{number}",
            linear=random.random() < 0.2,
            size=random.choice(("1", "1", "10", "100")),
            lot=random.choice(("1", "1", "1", "0.1", "5")),
            tick=random.choice(("0.5", "0.1")),
        )
        for number in range(venues)
    )
    instruments = tuple(_sane_linear(instrument) for instrument in instruments)
    return Scenario(
        seed=seed,
        instruments=instruments,
        policy=_policy(random, instruments),
        faults=_faults(random),
        duration_ns=240 * SECOND,
        start_price=60_000.0,
        volatility_per_s=random.choice((0.0001, 0.0003, 0.001)),
        wallet=2.0,
        auto=random.random() < 0.9,
    )


def _sane_linear(instrument: Instrument) -> Instrument:
    if instrument.kind is Kind.INVERSE:
        return instrument
    return _instrument(instrument.venue, linear=True, size="0.001", lot="1", tick="0.1")


def _policy(random: Random, instruments: tuple[Instrument, ...]) -> dict[str, object]:
    leverage = random.choice((1.0, 2.0, 3.0, 5.0, 8.0, 20.0))
    policy: dict[str, object] = {
        "side": random.choice(("long", "short")),
        "target_leverage": leverage,
        "margin_basis": random.choice(("wallet", "equity", "lesser")),
        "rebalance_band": random.choice((0.0, 0.001, 0.01)),
        "guard_in_manual": random.random() < 0.5,
    }
    if random.random() < 0.5:
        policy["reduce_band"] = 0.0005
    if random.random() < 0.6:
        # In contracts of a $1 contract at about the target: it binds in some worlds only.
        policy["max_contracts"] = float(random.choice((150_000, 400_000, 900_000)))
    if random.random() < 0.3:
        policy["max_leverage"] = leverage * random.choice((0.8, 1.5))
    if random.random() < 0.3:
        policy["max_order_usd"] = float(random.choice((20_000, 100_000)))
    if random.random() < 0.3:
        policy["max_orders_per_minute"] = 20
    if random.random() < 0.3:
        policy["max_slippage_bp"] = 5.0
    if random.random() < 0.2:
        policy["max_depth_share"] = 0.5
    if random.random() < 0.2:
        policy["max_spread_bp"] = 5.0
    if random.random() < 0.2:
        policy["funding_treatment"] = "cost"
    if random.random() < 0.2:
        policy["funding_input"] = "predicted"
    if random.random() < 0.2:
        policy |= {"volatility_target": 0.6, "spike_ratio": 3.0}
    if random.random() < 0.2:
        policy["max_session_loss"] = 0.2
    if len(instruments) > 1 and random.random() < 0.3:
        policy["allocation"] = "weights"
        policy["weights"] = {
            instrument.venue: float(number + 1) for number, instrument in enumerate(instruments)
        }
    return policy


def _faults(random: Random) -> Faults:
    def some(probability: float, share_of_seeds: float = 0.4) -> float:
        return probability if random.random() < share_of_seeds else 0.0

    return Faults(
        request_lost=some(0.05),
        answer_lost=some(0.08),
        answer_unknown=some(0.05),
        rejected=some(0.08),
        duplicated=some(0.3, 0.6),
        delayed=some(0.3, 0.6),
        partial=some(0.4, 0.6),
        statement_stale=some(0.3, 0.6),
        feed_lost_per_s=some(0.01),
        absurd_mark=some(0.01),
        absurd_funding=some(0.05),
        crossed_book=some(0.02),
        gap_per_s=some(0.008, 0.5),
        external_change_per_s=some(0.004, 0.25),
        leverage_change_per_s=some(0.004, 0.2),
        foreign_order_per_s=some(0.004, 0.2),
        restart_per_s=some(0.004, 0.3),
        kill_per_s=some(0.004, 0.3),
        liquidation_per_s=some(0.002, 0.1),
    )
