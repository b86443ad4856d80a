"""The margin that a leg may use: its account's own, or its share of the portfolio's."""

from math import fsum
from typing import NamedTuple

import msgspec

from terminal.engine.market.leg import Leg
from terminal.engine.policy.policy import Allocation, MarginBasis, Policy
from terminal.engine.portfolio.allocation import fill_in_order, water_fill
from terminal.engine.risk.caps import Cap, capacity_usd, fits, position_caps
from terminal.engine.risk.staleness import account_problem, mark_problem
from terminal.engine.state import DeskState
from terminal.model.events import Feed

_FOR_EVER = 1 << 62
_A_LITTLE_MORE = 1.0 + 1e-8
_NS = 1e9


class Margin(msgspec.Struct, frozen=True, gc=False):
    """The margin a leg's target multiplies.

    `own` is in settlement currency, None where the share is not the account's own margin; then
    `usd` is what the allocation gave.
    """

    basis: MarginBasis
    own: float | None
    usd: float


class _Member(NamedTuple):
    """One leg of those that share a target: what its own margin asks for and its caps allow."""

    leg: Leg
    wanted_usd: float
    capacity_usd: float


def margin_of(
    state: DeskState,
    leg: Leg,
    policy: Policy,
    equity: float | None,
    leverage: float,
    rate: float,
) -> tuple[Margin, list[Cap]] | None:
    """Return the leg's margin and the caps that may bind; None where account or mark is unknown.

    `equity` is that of its account, `leverage` what its margin is multiplied by, `rate` the
    funding rate of the size formula, above −1. Caps that are far away are left out.
    """
    own = _own(leg, policy, equity, state.at)
    if own is None or leg.mark_price is None or equity is None:
        return None
    basis, margin = own
    usd = margin * leg.mark_price if leg.inverse else margin
    wanted = usd * leverage
    # The most that the formula can make of it: where that fits, and a little more, no cap binds.
    most = (wanted if rate >= 0.0 else wanted / (1.0 + rate)) * _A_LITTLE_MORE
    roomy = fits(leg, policy, equity, most)
    caps = [] if roomy else position_caps(leg, policy, equity)
    if len(leg.group) == 1 or leverage <= 0:
        leg.unplaced_usd = 0.0
        return Margin(basis, margin, usd), caps
    if _plain(policy) and (roomy or wanted <= capacity_usd(caps)):
        _remember(state, leg, policy, content=True)
        if _others_ask_no_more(state, leg, policy):
            leg.unplaced_usd = 0.0
            return Margin(basis, margin, usd), caps
    if roomy:
        caps = position_caps(leg, policy, equity)
    group = [other for other in leg.group if other is leg or not other.expired(state.at)]
    shared = _shared(state, _Member(leg, wanted, capacity_usd(caps)), group, policy)
    return Margin(basis, None, shared / leverage), caps


def _plain(policy: Policy) -> bool:
    """True where each venue takes what its own margin asks for, as long as caps allow it."""
    return policy.allocation is Allocation.MARGIN and not policy.make_up_for_unhealthy


def _others_ask_no_more(state: DeskState, leg: Leg, policy: Policy) -> bool:
    """True where every other present leg's own margin asks for no more than its caps allow.

    A leg's answer is kept until anything happens on its venue, or the time comes at which it may
    change by itself.
    """
    at = state.at
    stamps = state.stamps
    for other in leg.group:
        if other is leg:
            continue
        stamp, until, content = other.content
        if stamp != stamps.get(other.venue) or at > until:
            if other.expired(at):
                continue
            content = not healthy(state, other, policy) or _content(state, other, policy)
            _remember(state, other, policy, content=content)
        if not content:
            return False
    return True


def _remember(state: DeskState, leg: Leg, policy: Policy, *, content: bool) -> None:
    """Keep a leg's answer until the earliest time at which it may become another by itself."""
    stamp = state.stamps.get(leg.venue)
    if stamp is None:
        return
    until = _FOR_EVER
    account = leg.account
    if policy.spike_ratio is not None and leg.volatility.in_spike:
        until = -1
    elif not content and leg.mark_at is not None and account.at is not None:
        until = min(
            leg.mark_at + int(policy.mark_stale_s * _NS),
            account.at + int(policy.account_stale_s * _NS),
        )
    for sibling in account.traded_legs:
        expiry = sibling.instrument.expiry
        if expiry is not None and state.at < expiry:
            until = min(until, expiry - 1)
    leg.content = (stamp, until, content)


def healthy(state: DeskState, leg: Leg, policy: Policy) -> bool:
    """True where the leg's account and mark are known, fresh and connected."""
    if leg.down_feeds and (Feed.ACCOUNT in leg.down_feeds or Feed.MARK in leg.down_feeds):
        return False
    if mark_problem(leg, state.at, policy) is not None:
        return False
    return account_problem(leg.account, state.at, policy) is None


def _own(
    leg: Leg, policy: Policy, equity: float | None, at: int
) -> tuple[MarginBasis, float] | None:
    account = leg.account
    wallet = account.wallet_balance
    if wallet is None or equity is None:
        return None
    basis = policy.margin_basis
    if basis is MarginBasis.LESSER:
        basis = MarginBasis.WALLET if wallet <= equity else MarginBasis.EQUITY
    margin = max(wallet if basis is MarginBasis.WALLET else equity, 0.0)
    sharing = len(account.traded_legs)
    if sharing > 1:
        sharing = sum(1 for other in account.traded_legs if not other.expired(at))
    return basis, margin / max(sharing, 1)


def _member(state: DeskState, leg: Leg, policy: Policy) -> _Member:
    equity = leg.account.equity()
    own = _own(leg, policy, equity, state.at)
    if own is None or leg.mark_price is None:
        return _Member(leg, 0.0, 0.0)
    usd = own[1] * leg.mark_price if leg.inverse else own[1]
    leverage = policy.target_leverage * leg.volatility.leverage_multiplier(state.at, policy)
    return _Member(leg, usd * leverage, capacity_usd(position_caps(leg, policy, equity)))


def _content(state: DeskState, leg: Leg, policy: Policy) -> bool:
    """True where the leg's own margin asks for no more than its caps allow."""
    equity = leg.account.equity()
    own = _own(leg, policy, equity, state.at)
    if own is None or leg.mark_price is None or equity is None:
        return True
    usd = own[1] * leg.mark_price if leg.inverse else own[1]
    leverage = policy.target_leverage * leg.volatility.leverage_multiplier(state.at, policy)
    return fits(leg, policy, equity, usd * leverage)


def _shared(state: DeskState, itself: _Member, group: list[Leg], policy: Policy) -> float:
    """Return the leg's share in USD of exposure."""
    leg = itself.leg
    present = [other for other in group if other is leg or healthy(state, other, policy)]
    members = [itself if other is leg else _member(state, other, policy) for other in present]
    total = fsum(member.wanted_usd for member in members)
    absent = [other for other in group if all(member.leg is not other for member in members)]
    if policy.make_up_for_unhealthy:
        total += _shortfall([_member(state, other, policy) for other in absent])
    share, unplaced = _share_of(leg, members, total, policy)
    for member in members:
        member.leg.unplaced_usd = unplaced / len(members)
    if absent and not policy.make_up_for_unhealthy:
        # Nobody makes up for a venue that is down: no more than were it up.
        everybody = members + [_member(state, other, policy) for other in absent]
        whole = fsum(member.wanted_usd for member in everybody)
        share = min(share, _share_of(leg, everybody, whole, policy)[0])
    return share


def _share_of(
    leg: Leg, members: list[_Member], total: float, policy: Policy
) -> tuple[float, float]:
    """Return the share of `leg` in `total` and what could not be placed, in USD."""
    capacities = [member.capacity_usd for member in members]
    legs = [member.leg for member in members]
    if policy.allocation is Allocation.CHEAPEST_FUNDING:
        shares, unplaced = fill_in_order(total, _cheapest_first(legs, policy), capacities)
    else:
        weights = [member.wanted_usd for member in members]
        if policy.allocation is Allocation.WEIGHTS:
            weights = [_weight(other, policy) for other in legs]
        shares, unplaced = water_fill(total, weights, capacities)
    return shares[legs.index(leg)], unplaced


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


def _shortfall(absent: list[_Member]) -> float:
    """Return the USD by which unhealthy venues' positions fall short of their own targets."""
    missing = 0.0
    for member in absent:
        if member.leg.mark_price is not None:
            held = abs(member.leg.position_lots or 0) * member.leg.usd_of_one_lot
            missing += max(member.wanted_usd - held, 0.0)
    return missing
