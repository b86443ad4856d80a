"""Session drawdown, in coin for each account or in USD over all, locks increases (or all)."""

from terminal.engine.market.account import MarginAccount
from terminal.engine.policy.policy import Numeraire, Policy
from terminal.engine.state import DeskState
from terminal.model.outputs import Level
from terminal.model.reasons import Reason


def check_loss(state: DeskState, policy: Policy) -> None:
    """Lock every account where equity fell from its session high by more than the policy allows.

    `max_session_loss` is an amount: of its own settlement currency for each account, or of USD
    for all accounts together. A lock stays for the session: a rebound does not undo what the
    trader wanted bounded.
    """
    limit = policy.max_session_loss
    if limit is None:
        return
    if policy.numeraire is Numeraire.COIN:
        for account in state.accounts.values():
            equity = account.equity()
            if equity is None:
                continue
            account.peak_equity = _higher(account.peak_equity, equity)
            if account.peak_equity - equity > limit:
                _lock(state, account, f"{limit:g} {account.settle}")
        return
    total = _total_usd(state)
    if total is None:
        return
    if state.peak_usd is None or total > state.peak_usd:
        state.peak_usd, state.peak_usd_at = total, state.at
    if state.peak_usd - total > limit:
        for account in state.accounts.values():
            _lock(state, account, f"{limit:g} USD")


def unlock(state: DeskState, before: Policy | None, after: Policy) -> None:
    """Take back the locks where the trader raised the limit: that is his word, a rebound is not.

    A limit in another numeraire is another limit; the lock of the first stays.
    """
    if before is None or before.max_session_loss is None:
        return
    limit = after.max_session_loss
    raised = after.numeraire is before.numeraire and (
        limit is not None and limit > before.max_session_loss
    )
    if limit is not None and not raised:
        return
    for account in state.accounts.values():
        _unlock(state, account, "the limit was raised")
    check_loss(state, after)


def forgive(state: DeskState, policy: Policy, since: int) -> None:
    """Take back locks set at `since` or later where what is left of the loss is within the limit.

    For a loss that turned out to be none: margin on its way from one venue to another.
    """
    limit = policy.max_session_loss
    if limit is None:
        return
    in_coin = policy.numeraire is Numeraire.COIN
    total = None if in_coin else _total_usd(state)
    for account in state.accounts.values():
        peak = account.peak_equity if in_coin else state.peak_usd
        now = account.equity() if in_coin else total
        if account.locked_at is None or account.locked_at < since or peak is None or now is None:
            continue
        if peak - now <= limit:
            _unlock(state, account, "what seemed lost was moved to another venue")


def _unlock(state: DeskState, account: MarginAccount, why: str) -> None:
    if account.loss_locked:
        account.loss_locked = False
        account.locked_at = None
        state.alert_venue(Level.INFO, Reason.SESSION_LOSS_UNLOCKED, account.venue, None, why)


def _higher(peak: float | None, value: float) -> float:
    return value if peak is None else max(peak, value)


def _total_usd(state: DeskState) -> float | None:
    """Return the equity of all accounts that ever spoke; None while a part of it is unknown."""
    total: float | None = None
    for account in state.accounts.values():
        if account.at is None and account.wallet_balance is None:
            continue
        equity, price = account.equity(), account.usd_price()
        if equity is None or price is None:
            return None
        total = (total or 0.0) + equity * price
    return total


def _lock(state: DeskState, account: MarginAccount, limit: str) -> None:
    if account.loss_locked:
        return
    account.loss_locked = True
    account.locked_at = state.at
    detail = f"equity fell by more than {limit} from its session high"
    state.alert_venue(Level.ALARM, Reason.SESSION_LOSS, account.venue, None, detail)
