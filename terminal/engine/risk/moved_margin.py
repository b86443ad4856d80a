"""Margin that went from one venue to another is no loss of the session.

While it is on its way it is missing and counts as lost: nobody can tell it from a loss yet. Once
the same amount has come in elsewhere, it is taken out of the result, and a lock that it brought
about is taken back. What never arrives anywhere we see stays lost.
"""

from collections.abc import Sequence

from terminal.engine.market.account import MarginAccount
from terminal.engine.market.transfers import Moved
from terminal.engine.risk import loss
from terminal.engine.state import DeskState
from terminal.model.outputs import Level
from terminal.model.reasons import Reason

_NS = 1_000_000_000
_LONGEST_NS = 24 * 3600 * _NS
_FEE = 0.01  # what the way may cost, as a share of the amount
_KEPT = 64
_DEFAULT_GRACE_S = 2.0
_DEFAULT_RATE_BOUND = 0.05


def follow(
    state: DeskState, account: MarginAccount, positions_before: Sequence[int | None]
) -> None:
    """Look for the other half of what an account's statement, just taken, has more or less.

    `positions_before` are the legs' lots before the statement: where it changed one that we knew,
    what that cost is not known, and counts as profit or loss.
    """
    for leg, before in zip(account.legs, positions_before, strict=True):
        if before is not None and before != leg.position_lots:
            account.transfers.forget()
    if account.wallet_balance is None:
        return
    quiet, funding = _quiet(state, account), _funding(state, account)
    amount = account.transfers.moved(account.wallet_balance, quiet=quiet, funding=funding)
    if amount == 0.0:
        return
    half = Moved(state.at, account.owner, amount, account.peak_equity)
    other = _other_half(state, half)
    if other is None:
        state.moved.append(half)
        del state.moved[:-_KEPT]
        return
    state.moved.remove(other)
    _settle(state, *((half, other) if amount < 0 else (other, half)))


def _other_half(state: DeskState, half: Moved) -> Moved | None:
    """Return the latest opposite movement of about the same amount on another venue."""
    state.moved = [moved for moved in state.moved if half.at - moved.at <= _LONGEST_NS]
    for moved in reversed(state.moved):
        same_coin = moved.owner[1] == half.owner[1] and moved.owner != half.owner
        if same_coin and _same_amount(*sorted((moved.amount, half.amount))):
            return moved
    return None


def _same_amount(went: float, came: float) -> bool:
    return went < 0 < came and -went * (1.0 - _FEE) <= came <= -went * (1.0 + 1e-9)


def _settle(state: DeskState, went: Moved, came: Moved) -> None:
    sender, receiver = state.accounts[went.owner], state.accounts[came.owner]
    if sender.peak_equity is not None:
        sender.peak_equity += went.amount
    if receiver.peak_equity is not None and came.peak_before is not None:
        receiver.peak_equity = max(receiver.peak_equity, came.peak_before + came.amount)
    price = receiver.usd_price()
    twice = came.at < went.at and state.peak_usd_at >= came.at
    if twice and state.peak_usd is not None and price is not None:
        state.peak_usd -= came.amount * price  # the high had it on both venues
    detail = f"{came.amount:g} {came.owner[1]} came from {went.owner[0]}"
    state.alert_venue(Level.INFO, Reason.MARGIN_MOVED, came.owner[0], None, detail)
    if state.policy is not None:
        loss.forgive(state, state.policy, since=min(went.at, came.at))


def _quiet(state: DeskState, account: MarginAccount) -> bool:
    """True where nothing but a transfer (or a cost) can have changed the wallet."""
    grace = state.policy.position_grace_s if state.policy else _DEFAULT_GRACE_S
    for leg in account.legs:
        moving = leg.moved_at is not None and state.at - leg.moved_at <= grace * _NS
        if leg.orders or moving or leg.position_lots != leg.venue_lots:
            return False
    listed = {leg.symbol for leg in account.legs}
    reports = (account.reports or {}).values()
    return all(report.contracts == 0 or report.symbol in listed for report in reports)


def _funding(state: DeskState, account: MarginAccount) -> float:
    """Return what one funding settlement may come to, settlement currency, unsigned."""
    bound = state.policy.funding_rate_bound if state.policy else _DEFAULT_RATE_BOUND
    total = 0.0
    for leg in account.legs:
        if not leg.position_lots or not leg.instrument.perpetual:
            continue
        if leg.mark_price is None:
            return float("inf")
        rate = leg.funding.rate
        total += leg.notional_of(leg.position_lots) * (bound if rate is None else abs(rate))
    return total
