"""Building the snapshot that the window sees."""

from terminal.engine.funding.monitor import FundingMonitor
from terminal.engine.market import dated
from terminal.engine.market.account import MarginAccount
from terminal.engine.market.leg import Leg
from terminal.engine.orders.order import Order
from terminal.engine.policy.policy import Policy
from terminal.engine.portfolio.overview import portfolio_of
from terminal.engine.risk.freezes import RESUMABLE, detail_of
from terminal.engine.risk.liquidation import distance_to_liquidation, liquidation_price
from terminal.engine.risk.staleness import account_problem, funding_problem
from terminal.engine.snapshot import (
    AccountState,
    FreezeState,
    FundingCost,
    FundingState,
    KillState,
    LegState,
    MarginLevels,
    OrderStateRow,
    PolicyState,
    Snapshot,
)
from terminal.engine.state import DeskState
from terminal.model.arithmetic.contracts import exposure_coin, exposure_usd
from terminal.model.reasons import Reason

_NS = 1e9
_ORDERS_SHOWN = 500


def snapshot_of(state: DeskState) -> Snapshot:
    """Return everything there is to see of `state`, immutable."""
    policy = state.policy
    shown = list(state.orders.orders.values())[-_ORDERS_SHOWN:]
    return Snapshot(
        at=state.at,
        sequence=state.sequence,
        mode=state.mode,
        gate=state.gate,
        kill=KillState(
            state.kill.latched,
            state.kill.since_at,
            state.kill.reason,
            tuple((venue, word.value) for venue, word in sorted(state.kill.venues.items())),
        ),
        guard_in_manual=state.guard_in_manual,
        policy=_policy(state, policy),
        margin_levels=_levels(policy),
        portfolio=portfolio_of(state),
        accounts=tuple(_account(state, account) for account in state.accounts.values()),
        legs=tuple(_leg(state, leg) for leg in state.legs.values()),
        orders=tuple([order.shown or _order(state, order) for order in shown]),
    )


def _policy(state: DeskState, policy: Policy | None) -> PolicyState | None:
    if policy is None or state.policy_hash is None:
        return None
    return PolicyState(state.policy_name, state.policy_hash, policy.mapping())


def _levels(policy: Policy | None) -> MarginLevels | None:
    if policy is None:
        return None
    return MarginLevels(
        policy.margin_warn,
        policy.margin_stop,
        policy.margin_restore,
        policy.margin_restore_to,
        policy.margin_flatten,
    )


def _age(state: DeskState, heard_at: int | None) -> float | None:
    return None if heard_at is None else max(state.at - heard_at, 0) / _NS


def _account(state: DeskState, account: MarginAccount) -> AccountState:
    equity = account.equity()
    price = account.usd_price()
    value = 0.0
    for leg in account.legs:
        if leg.position_lots and leg.mark_price is not None:  # without a mark equity is unknown
            value += leg.notional_of(leg.position_lots)
    policy = state.policy
    return AccountState(
        venue=account.venue,
        settle=account.settle,
        wallet_balance=account.wallet_balance,
        equity=equity,
        equity_usd=None if equity is None or price is None else equity * price,
        maintenance_margin=account.maintenance_margin(),
        utilisation=account.utilisation(),
        effective_leverage=value / equity if equity is not None and equity > 0 else None,
        age_s=_age(state, account.at),
        healthy=policy is not None and account_problem(account, state.at, policy) is None,
    )


def _leg(state: DeskState, leg: Leg) -> LegState:
    lots = leg.position_lots
    mark = leg.mark_price
    coin = usd = None
    if lots is not None and mark is not None:
        side = 1 if lots >= 0 else -1
        coin = side * exposure_coin(leg.kind, leg.contract_size, leg.contracts, mark)
        usd = side * exposure_usd(leg.kind, leg.contract_size, leg.contracts, mark)
    return LegState(
        instrument=leg.instrument,
        mark_price=mark,
        index_price=leg.index_price,
        last_price=leg.last_price,
        mark_age_s=_age(state, leg.mark_at),
        bids=leg.bids,
        asks=leg.asks,
        book_age_s=_age(state, leg.book_at),
        funding=_funding(state, leg),
        position_contracts=None if lots is None else leg.exact(lots),
        entry_price=leg.entry_price,
        unrealized_pnl=None if lots is None else leg.unrealized_pnl(),
        exposure_coin=coin,
        exposure_usd=usd,
        liquidation_price=liquidation_price(state, leg),
        venue_liquidation_price=leg.venue_liquidation_price,
        liquidation_distance=distance_to_liquidation(state, leg),
        in_flight_contracts=leg.exact(leg.in_flight_lots),
        target_contracts=None if leg.target_lots is None else leg.exact(leg.target_lots),
        decision=leg.decision,
        freezes=tuple(_freeze(state, leg, reason) for reason in leg.frozen),
        in_policy=leg.traded,
        volatility_fast=leg.volatility.fast,
        volatility_slow=leg.volatility.slow,
        time_to_expiry_s=dated.time_to_expiry_s(leg, state.at),
        basis=dated.basis(leg),
        accepted=tuple(sorted(leg.accepted)),
    )


def _freeze(state: DeskState, leg: Leg, reason: Reason) -> FreezeState:
    held = leg.held.get(reason)
    if held is not None:
        return held
    since = leg.frozen_since.get(reason, state.at)
    until = leg.breaker.until_at if reason is Reason.PRICE_GAP else None
    return FreezeState(reason, since, until, detail_of(leg, reason), reason in RESUMABLE)


def _funding(state: DeskState, leg: Leg) -> FundingState:
    monitor = leg.funding
    policy = state.policy
    stale = policy is not None and funding_problem(leg, state.at, policy) is not None
    overridden = monitor.overridden(state.at)
    problem = None
    if policy is not None and leg.instrument.perpetual:
        problem = monitor.problem(state.at, int(policy.funding_stale_s * _NS))
    return FundingState(
        rate=monitor.rate,
        predicted_rate=monitor.predicted(state.at),
        venue_predicted_rate=monitor.venue_predicted_rate,
        next_funding_at=monitor.next_funding_at,
        interval_s=monitor.interval_s,
        age_s=_age(state, monitor.last_at),
        stale=stale or problem is not None,
        override_reason=monitor.override_reason if overridden else None,
        override_until_at=monitor.override_until_at if overridden else None,
        volatility=monitor.volatility,
        ema_error=monitor.prediction.ema_error,
        naive_error=monitor.prediction.naive_error,
        settled=tuple(monitor.history),
        cost_long=_cost(state, leg, monitor, policy, 1),
        cost_short=_cost(state, leg, monitor, policy, -1),
    )


def _cost(
    state: DeskState, leg: Leg, monitor: FundingMonitor, policy: Policy | None, side: int
) -> FundingCost | None:
    """Expected funding to the horizon, had this side the leg's target (else its position).

    The running interval costs the running rate, each later one our prediction.
    """
    predicted = monitor.predicted(state.at)
    mark = leg.mark_price
    if policy is None or mark is None or monitor.rate is None or predicted is None:
        return None
    lots = leg.target_lots if leg.target_lots is not None else leg.position_lots or 0
    intervals = policy.funding_horizon_intervals
    first = min(intervals, 1.0)
    rate = side * (monitor.rate * first + predicted * (intervals - first))
    coin = rate * exposure_coin(leg.kind, leg.contract_size, abs(lots) * leg.lots.step_float, mark)
    account = state.account_of(leg)
    equity = account.equity()
    price = account.usd_price()
    share = None
    if equity is not None and equity > 0 and price is not None:
        share = coin * mark / (equity * price)
    return FundingCost(coin, coin * mark, share)


def _order(state: DeskState, order: Order) -> OrderStateRow:
    order.shown = row = _row(state.legs[order.venue, order.symbol], order)
    return row


def _row(leg: Leg, order: Order) -> OrderStateRow:
    return OrderStateRow(
        client_order_id=order.client_order_id,
        decision_id=order.decision_id,
        venue=order.venue,
        symbol=order.symbol,
        side=order.side,
        type=order.type,
        purpose=order.purpose,
        contracts=leg.exact(order.lots),
        filled_contracts=leg.exact(order.accounted_lots),
        limit_price=order.limit_price,
        average_price=order.average_price,
        reduce_only=order.reduce_only,
        state=order.state,
        reason=order.reason,
        created_at=order.created_at,
        updated_at=order.updated_at,
    )
