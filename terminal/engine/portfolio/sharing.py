"""The margin that a leg may use: its account's own, or its share of the portfolio's."""

from math import fsum

import msgspec

from terminal.engine.market.leg import Leg
from terminal.engine.policy.policy import Allocation, MarginBasis, Policy
from terminal.engine.portfolio.allocation import fill_in_order, water_fill
from terminal.engine.risk.caps import capacity_usd
from terminal.engine.risk.staleness import account_problem, mark_problem
from terminal.engine.state import DeskState
from terminal.model.events import Feed


class Margin(msgspec.Struct, frozen=True, gc=False):
    """The margin a leg's target multiplies.

    `own` is in settlement currency, None where the share is not the account's own margin; then
    `usd` is what the allocation gave.
    """

    basis: MarginBasis
    own: float | None
    usd: float


def margin_of(state: DeskState, leg: Leg, policy: Policy) -> Margin | None:
    """Return the leg's margin; None where its account or mark is unknown."""
    own = _own(state, leg, policy)
    if own is None or leg.mark_price is None:
        return None
    basis, margin = own
    usd = margin * leg.mark_price if leg.instrument.inverse else margin
    group = _group(state, leg)
    if len(group) == 1:
        leg.unplaced_usd = 0.0
        return Margin(basis, margin, usd)
    shared = _shared(state, leg, group, policy)
    if shared is None:
        return Margin(basis, margin, usd)
    return Margin(basis, None, shared)


def healthy(state: DeskState, leg: Leg, policy: Policy) -> bool:
    """True where the leg's account and mark are known, fresh and connected."""
    if Feed.ACCOUNT in leg.down_feeds or Feed.MARK in leg.down_feeds:
        return False
    if mark_problem(leg, state.at, policy) is not None:
        return False
    return account_problem(state.account_of(leg), state.at, policy) is None


def _own(state: DeskState, leg: Leg, policy: Policy) -> tuple[MarginBasis, float] | None:
    account = state.account_of(leg)
    wallet = account.wallet_balance
    equity = account.equity()
    if wallet is None or equity is None:
        return None
    basis = policy.margin_basis
    if basis is MarginBasis.LESSER:
        basis = MarginBasis.WALLET if wallet <= equity else MarginBasis.EQUITY
    margin = wallet if basis is MarginBasis.WALLET else equity
    sharing = 0
    for other in account.legs:
        if other in state.traded_legs and not other.expired(state.at):
            sharing += 1
    return basis, max(margin, 0.0) / max(sharing, 1)


def _group(state: DeskState, leg: Leg) -> list[Leg]:
    """Return the legs that one target is shared among: the living ones on the same coin."""
    base = leg.instrument.base
    return [
        other
        for other in state.traded_legs
        if other is leg or (other.instrument.base == base and not other.expired(state.at))
    ]


def _shared(state: DeskState, leg: Leg, group: list[Leg], policy: Policy) -> float | None:
    """Return the leg's share as margin in USD; None where plain own margin gives the same."""
    leverage = _leverage(state, leg, policy)
    if leverage <= 0:
        return None
    members = [other for other in group if other is leg or healthy(state, other, policy)]
    wanted = [_wanted_usd(state, other, policy) for other in members]
    capacities = [capacity_usd(state, other, policy) for other in members]
    plain = policy.allocation is Allocation.MARGIN and not policy.make_up_for_unhealthy
    if plain and all(want <= room for want, room in zip(wanted, capacities, strict=True)):
        leg.unplaced_usd = 0.0
        return None
    total = fsum(wanted)
    if policy.make_up_for_unhealthy:
        total += _shortfall(state, group, members, policy)
    shares, unplaced = _share_out(members, wanted, capacities, total, policy)
    for other in members:
        other.unplaced_usd = unplaced / len(members)
    share = shares[members.index(leg)]
    if len(members) < len(group) and not policy.make_up_for_unhealthy:
        share = min(share, _share_with_all(state, leg, group, policy))
    return share / leverage


def _share_with_all(state: DeskState, leg: Leg, group: list[Leg], policy: Policy) -> float:
    """Return the leg's share were every venue healthy: nobody makes up for one that is not."""
    wanted = [_wanted_usd(state, other, policy) for other in group]
    capacities = [capacity_usd(state, other, policy) for other in group]
    shares, _ = _share_out(group, wanted, capacities, fsum(wanted), policy)
    return shares[group.index(leg)]


def _share_out(
    members: list[Leg], wanted: list[float], capacities: list[float], total: float, policy: Policy
) -> tuple[list[float], float]:
    if policy.allocation is Allocation.CHEAPEST_FUNDING:
        return fill_in_order(total, _cheapest_first(members, policy), capacities)
    weights = wanted
    if policy.allocation is Allocation.WEIGHTS:
        weights = [_weight(other, policy) for other in members]
    return water_fill(total, weights, capacities)


def _leverage(state: DeskState, leg: Leg, policy: Policy) -> float:
    return policy.target_leverage * leg.volatility.leverage_multiplier(state.at, policy)


def _wanted_usd(state: DeskState, leg: Leg, policy: Policy) -> float:
    """Return the USD of exposure that the leg's own margin asks for."""
    own = _own(state, leg, policy)
    if own is None or leg.mark_price is None:
        return 0.0
    usd = own[1] * leg.mark_price if leg.instrument.inverse else own[1]
    return usd * _leverage(state, leg, policy)


def _weight(leg: Leg, policy: Policy) -> float:
    weights = policy.weights or {}
    return weights.get(f"{leg.venue}/{leg.symbol}", weights.get(leg.venue, 0.0))


def _cheapest_first(members: list[Leg], policy: Policy) -> list[int]:
    """Return the members' places, the cheapest for this side first, unknown costs last."""
    side = policy.side.sign

    def daily_cost(i: int) -> float:
        funding = members[i].funding
        if not members[i].instrument.perpetual:
            return 0.0
        if funding.rate is None or not funding.interval_s:
            return float("inf")
        return side * funding.rate * 86_400 / funding.interval_s

    return sorted(range(len(members)), key=daily_cost)


def _shortfall(state: DeskState, group: list[Leg], members: list[Leg], policy: Policy) -> float:
    """Return the USD by which unhealthy venues' positions fall short of their own targets."""
    missing = 0.0
    for other in group:
        if other in members or other.mark_price is None:
            continue
        held = abs(other.position_lots or 0) * other.usd_of_one_lot
        missing += max(_wanted_usd(state, other, policy) - held, 0.0)
    return missing
