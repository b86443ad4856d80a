"""Initial and maintenance margin, tiers, and the two figures that say how near the end is.

Money, notional included, is in settlement currency; rates are fractions.
"""

from collections.abc import Sequence
from decimal import Decimal

from terminal.model.arithmetic.number import Number
from terminal.model.instrument import Tier, TiersIn


def initial_margin(notional: Number, leverage: Number) -> Number:
    """Return the margin that opens a position of `notional` at `leverage` (above 0)."""
    return notional / leverage


def maintenance_margin(notional: Number, rate: Number, deduction: Number | int = 0) -> Number:
    """Return the margin below which a position is liquidated: notional·rate − deduction, or 0."""
    margin = notional * rate - deduction
    return margin if margin > 0 else margin * 0


def utilisation(maintenance: Number, equity: Number) -> Number | None:
    """Return maintenance margin over equity (1 is liquidation), None where equity is not above 0.

    Without equity there is no share of it: whoever asks treats None as worse than any number.
    """
    return maintenance / equity if equity > 0 else None


def effective_leverage(notional: Number, equity: Number) -> Number | None:
    """Return unsigned notional over equity, None where equity is not above 0."""
    return abs(notional) / equity if equity > 0 else None


def tier_of(
    tiers: Sequence[Tier], tiers_in: TiersIn, contracts: Number, coin: Number
) -> Tier | None:
    """Return the tier of a position given both as unsigned contracts and as coin at mark.

    A bound belongs to the tier below it. Beyond the last bound the last tier stands; None where
    the venue publishes no tiers.
    """
    size = coin if tiers_in is TiersIn.COIN else contracts
    for tier in tiers:
        if tier.up_to is None or size <= tier.up_to:
            return tier
    return tiers[-1] if tiers else None


def next_deduction(
    floor: Number, rate: Number, previous_rate: Number, previous_deduction: Number
) -> Number:
    """Return the deduction of a tier from that of the tier before: Binance's maintenance amount.

    It is what makes the maintenance margin continuous at `floor`, the notional where the tier
    begins: floor·(rate − previous_rate) + previous_deduction.
    """
    return floor * (rate - previous_rate) + previous_deduction


def with_implied_deductions(tiers: Sequence[Tier]) -> tuple[Tier, ...]:
    """Return tiers bounded in settlement currency with the deductions their rates imply.

    For venues that charge by the bracket but do not publish the amounts.
    """
    implied: list[Tier] = []
    for tier in tiers:
        deduction = Decimal(0)
        if implied:
            below = implied[-1]
            if below.up_to is None:
                raise ValueError("only the last tier may be unbounded")
            deduction = next_deduction(
                below.up_to, tier.maintenance_rate, below.maintenance_rate, below.deduction
            )
        implied.append(
            Tier(tier.up_to, tier.maintenance_rate, deduction, max_leverage=tier.max_leverage)
        )
    return tuple(implied)
