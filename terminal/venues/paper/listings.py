"""What the paper venue lists, and how each of its synthetic markets behaves."""

from decimal import Decimal

import msgspec

from terminal.model.arithmetic.margin import with_implied_deductions
from terminal.model.instrument import Instrument, Kind, Tier, TiersIn


class Coin(msgspec.Struct, frozen=True, kw_only=True):
    """A coin's index price process.

    `volatility` is the standard deviation of the return over one second in calm times, about
    1e-4 for 60 % a year.
    """

    base: str
    price_usd: float
    volatility: float


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """One contract and its market's habits.

    `ticks_per_usd` is the inverse of the tick size; `depth_contracts` what one level near the
    touch holds on average; `spread_ticks` the usual spread; `calm_rate` the funding rate that the
    running one returns to.
    """

    instrument: Instrument
    ticks_per_usd: int
    depth_contracts: float
    spread_ticks: int
    calm_rate: float
    funding_interval_s: int


def default_coins() -> tuple[Coin, ...]:
    """Return the coins of the paper venue."""
    return (
        Coin(base="AIOZ", price_usd=0.35, volatility=2.4e-4),
        Coin(base="BTC", price_usd=60_000.0, volatility=1.1e-4),
    )


def default_wallets() -> dict[str, float]:
    """Return what a new paper account holds, by settlement currency."""
    return {"AIOZ": 100_000.0, "BTC": 2.0, "USDT": 50_000.0}


def default_listings(venue: str) -> tuple[Listing, ...]:
    """Return the contracts of the paper venue: two inverse perpetuals and a linear one."""
    return (
        Listing(
            instrument=Instrument(
                venue=venue,
                symbol="AIOZ/USD:AIOZ",
                kind=Kind.INVERSE,
                contract_size=Decimal(1),
                tick_size=Decimal("0.0001"),
                lot_size=Decimal(1),
                min_contracts=Decimal(1),
                base="AIOZ",
                quote="USD",
                settle="AIOZ",
                taker_fee=Decimal("0.00055"),
                maker_fee=Decimal("0.0002"),
                tiers=with_implied_deductions(
                    _tiers("250000 0.02 25", "1000000 0.03 12.5", "4000000 0.05 10", "* 0.1 5")
                ),
                tiers_in=TiersIn.COIN,
            ),
            ticks_per_usd=10_000,
            depth_contracts=6_000.0,
            spread_ticks=1,
            calm_rate=0.000_05,
            funding_interval_s=3_600,
        ),
        Listing(
            instrument=Instrument(
                venue=venue,
                symbol="BTC/USD:BTC",
                kind=Kind.INVERSE,
                contract_size=Decimal(1),
                tick_size=Decimal("0.5"),
                lot_size=Decimal(1),
                min_contracts=Decimal(1),
                base="BTC",
                quote="USD",
                settle="BTC",
                taker_fee=Decimal("0.00055"),
                maker_fee=Decimal("0.0002"),
                tiers=with_implied_deductions(
                    _tiers("150 0.005 100", "300 0.01 50", "600 0.02 25", "* 0.05 10")
                ),
                tiers_in=TiersIn.COIN,
            ),
            ticks_per_usd=2,
            depth_contracts=60_000.0,
            spread_ticks=1,
            calm_rate=0.000_1,
            funding_interval_s=28_800,
        ),
        Listing(
            instrument=Instrument(
                venue=venue,
                symbol="BTC/USDT:USDT",
                kind=Kind.LINEAR,
                contract_size=Decimal("0.001"),
                tick_size=Decimal("0.1"),
                lot_size=Decimal(1),
                min_contracts=Decimal(1),
                base="BTC",
                quote="USDT",
                settle="USDT",
                taker_fee=Decimal("0.00055"),
                maker_fee=Decimal("0.0002"),
                tiers=_tiers("50 0.004 125", "150 0.005 100", "500 0.01 50", "* 0.05 10"),
                tiers_in=TiersIn.COIN,
            ),
            ticks_per_usd=10,
            depth_contracts=800.0,
            spread_ticks=2,
            calm_rate=0.000_1,
            funding_interval_s=14_400,
        ),
    )


def _tiers(*rows: str) -> tuple[Tier, ...]:
    """Return tiers from rows of "up_to rate max_leverage", `*` for no bound; no deductions."""
    tiers = []
    for row in rows:
        up_to, rate, leverage = row.split()
        bound = None if up_to == "*" else Decimal(up_to)
        tiers.append(Tier(bound, Decimal(rate), Decimal(0), Decimal(leverage)))
    return tuple(tiers)
