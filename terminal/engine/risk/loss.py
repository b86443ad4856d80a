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
    state.peak_usd = _higher(state.peak_usd, total)
    if state.peak_usd - total > limit:
        for account in state.accounts.values():
            _lock(state, account, f"{limit:g} USD")


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
    detail = f"equity fell by more than {limit} from its session high"
    state.alert_venue(Level.ALARM, Reason.SESSION_LOSS, account.venue, None, detail)
