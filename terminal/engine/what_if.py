"""What the engine would decide if something were otherwise: its own arithmetic on a copy.

A snapshot has all that a decision rests on but for what only time teaches. The copy takes its
figures as fresh, so that it answers what would be done once nothing is stale or frozen. It knows
nothing of this hour's turnover, of the breaker and of a volatility cut that is on its way back.
"""

import msgspec

from terminal.engine import commands
from terminal.engine.market import intake
from terminal.engine.policy.policy import Policy
from terminal.engine.sizing.decide import decide
from terminal.engine.snapshot import AccountState, LegState, Snapshot
from terminal.engine.state import DeskState
from terminal.model.events import (
    Account,
    BookUpdate,
    Funding,
    FundingSettled,
    Mark,
    PositionReport,
    listed,
)
from terminal.model.outputs import Decision

_NS = 1_000_000_000


def decisions_under(snapshot: Snapshot, policy: Policy) -> dict[tuple[str, str], Decision]:
    """Return, by (venue, symbol), what `policy` would decide now on every leg that it scales.

    In manual mode and with no freeze: an order that is due is a recommendation.
    """
    state = copy_of(snapshot, policy)
    return {
        (leg.venue, leg.symbol): decide(state, leg)
        for leg in state.traded_legs
        if leg.mark_price is not None
    }


def copy_of(snapshot: Snapshot, policy: Policy) -> DeskState:
    """Return a desk in the state that `snapshot` shows, under `policy`, with everything fresh."""
    state = DeskState(epoch=0)
    state.at = snapshot.at
    commands.adopt_policy(state, policy, "")
    for leg in snapshot.legs:
        intake.take_instrument(state, listed(snapshot.at, leg.instrument))
    for leg in snapshot.legs:
        _tell(state, leg)
    for account in snapshot.accounts:
        _state_account(state, account, snapshot)
    state.out.clear()
    return state


def _tell(state: DeskState, seen: LegState) -> None:
    venue, symbol, at = seen.instrument.venue, seen.instrument.symbol, state.at
    leg = intake.leg_of(state, venue, symbol)
    if seen.mark_price is not None:
        mark = Mark(
            at=at,
            venue=venue,
            symbol=symbol,
            mark_price=seen.mark_price,
            index_price=seen.index_price,
            last_price=seen.last_price,
        )
        intake.take_mark(state, leg, mark)
    leg.volatility.resume(seen.volatility_fast, seen.volatility_slow)
    if seen.bids or seen.asks:
        book = BookUpdate(at=at, venue=venue, symbol=symbol, bids=seen.bids, asks=seen.asks)
        intake.take_book(leg, book)
    funding = seen.funding
    for settled_at, rate in funding.settled:
        settled = FundingSettled(
            at=at, venue=venue, symbol=symbol, funding_rate=rate, settled_at=settled_at
        )
        intake.take_settlement(state, leg, settled)
    if funding.rate is None or not funding.interval_s:
        return
    due = funding.next_funding_at
    if due is None or due <= at:
        due = at + int(funding.interval_s * _NS)
    running = Funding(
        at=at,
        venue=venue,
        symbol=symbol,
        funding_rate=funding.rate,
        next_funding_at=due,
        interval_s=funding.interval_s,
        predicted_rate=funding.venue_predicted_rate,
    )
    intake.take_funding(state, leg, running)


def _state_account(state: DeskState, seen: AccountState, snapshot: Snapshot) -> None:
    if seen.wallet_balance is None or seen.equity is None:
        return
    positions = tuple(
        PositionReport(
            symbol=leg.instrument.symbol,
            # What is in flight counts as held, as it does in the next decision.
            contracts=float(leg.position_contracts + leg.in_flight_contracts),
            entry_price=leg.entry_price or leg.mark_price,
        )
        for leg in snapshot.legs
        if (leg.instrument.venue, leg.instrument.settle) == (seen.venue, seen.settle)
        and leg.position_contracts is not None
        and leg.mark_price is not None
    )
    statement = Account(
        at=state.at,
        venue=seen.venue,
        settle=seen.settle,
        wallet_balance=seen.wallet_balance,
        equity=seen.equity,
        maintenance_margin=seen.maintenance_margin,
        positions=tuple(report for report in positions if report.contracts),
    )
    intake.take_account(state, statement)


def policy_in_force(snapshot: Snapshot) -> Policy | None:
    """Return the policy that a snapshot shows, None where it has none."""
    if snapshot.policy is None:
        return None
    return msgspec.convert(snapshot.policy.keys, Policy)
