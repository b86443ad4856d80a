"""The target position: the size formula, its rounding and its caps (section 3).

size_coin = (margin_usd × target_leverage) / (mark_price × (1 + funding_rate))
"""

from decimal import Context, Decimal

import msgspec

from terminal.engine.market.leg import Leg
from terminal.engine.policy.policy import FundingInput, FundingTreatment, Policy
from terminal.engine.portfolio.sharing import Margin, margin_of
from terminal.engine.risk.caps import binding
from terminal.engine.state import DeskState
from terminal.model.reasons import Reason

_EXACT = Context(prec=60)
_DOUBT = 1e-9


class Target(msgspec.Struct, frozen=True, gc=False):
    """What the formula came to, step by step. Lots are unsigned until `signed_lots`."""

    margin: Margin
    mark_price: float
    funding_rate: float
    leverage_multiplier: float
    raw_size_coin: float
    raw_contracts: float
    rounded_lots: int
    lots: int
    signed_lots: int
    bounds: tuple[Reason, ...]
    bound_by: Reason | None


def funding_term(leg: Leg, policy: Policy, at: int) -> float | None:
    """Return the rate that enters the formula, None where it is unknown; 0 for a dated contract."""
    if not leg.instrument.perpetual:
        return 0.0
    rate = leg.funding.rate
    if policy.funding_input is FundingInput.PREDICTED:
        rate = leg.funding.predicted(at)
    if rate is None:
        return None
    if policy.funding_treatment is FundingTreatment.COST:
        return policy.side.sign * rate * policy.funding_horizon_intervals
    return rate


def target_of(state: DeskState, leg: Leg, policy: Policy, equity: float | None) -> Target | None:
    """Return the leg's target; None where an input is unknown or no size can be computed.

    `equity` is that of the leg's account now.
    """
    mark = leg.mark_price
    rate = funding_term(leg, policy, state.at)
    if mark is None or rate is None or 1.0 + rate <= 0.0:
        return None
    multiplier = leg.volatility.leverage_multiplier(state.at, policy)
    leverage = policy.target_leverage * multiplier
    found = margin_of(state, leg, policy, equity, leverage, rate)
    if found is None:
        return None
    margin, caps = found
    size_coin = margin.usd * leverage / (mark * (1.0 + rate))
    contracts = size_coin / leg.contract_size
    if leg.inverse:
        contracts *= mark
    rounded = _whole_lots(leg, contracts, margin, mark, leverage, rate)
    bounds: list[Reason] = []
    if rounded < leg.minimum_lots:
        if rounded:
            bounds.append(Reason.MIN_CONTRACTS)
        rounded = 0
    lots = rounded
    decided = bounds[-1] if bounds else None
    for reason, most in binding(leg, policy, caps, rounded):
        bounds.append(reason)
        if lots > most:
            lots = most
            decided = reason
    return Target(
        margin,
        mark,
        rate,
        multiplier,
        size_coin,
        contracts,
        rounded,
        lots,
        lots * policy.side.sign,
        tuple(bounds),
        decided,
    )


def why_no_target(state: DeskState, leg: Leg, policy: Policy) -> Reason:
    """Return what a target that cannot be computed lacks."""
    if leg.mark_price is None:
        return Reason.MARK_UNKNOWN
    rate = funding_term(leg, policy, state.at)
    if rate is None:
        return Reason.FUNDING_UNKNOWN
    return Reason.FUNDING_INVALID if 1.0 + rate <= 0.0 else Reason.ACCOUNT_UNKNOWN


def _whole_lots(
    leg: Leg, contracts: float, margin: Margin, mark: float, leverage: float, rate: float
) -> int:
    """Round towards zero to the lot; where float noise could decide, decimals decide instead."""
    lots = contracts / leg.lots.step_float
    if abs(lots - round(lots)) > _DOUBT * max(1.0, lots):
        return int(lots)
    exact = _EXACT
    paid = _as_written(margin.usd if margin.own is None else margin.own)
    if margin.own is not None and leg.inverse:
        paid = exact.multiply(paid, _as_written(mark))
    paid = exact.multiply(paid, _as_written(leverage))
    per_lot = exact.multiply(leg.instrument.lot_size, leg.instrument.contract_size)
    per_lot = exact.multiply(per_lot, exact.add(Decimal(1), _as_written(rate)))
    if not leg.inverse:
        per_lot = exact.multiply(per_lot, _as_written(mark))
    return int(exact.divide_int(paid, per_lot))


def _as_written(number: float) -> Decimal:
    """Return the shortest decimal that denotes the float: the number as a person wrote it."""
    return Decimal(repr(number))
