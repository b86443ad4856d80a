"""Session drawdown, in coin for each account or in USD over all, locks increases (or all)."""

from math import fsum

from terminal.engine.market.account import MarginAccount
from terminal.engine.policy.policy import Numeraire, Policy
from terminal.engine.state import DeskState
from terminal.model.outputs import Level
from terminal.model.reasons import Reason


def check_loss(state: DeskState, policy: Policy) -> None:
    """Lock every account whose equity fell from its session high by more than the policy allows.

    A lock stays for the session: a rebound does not undo what the trader wanted bounded.
    """
    limit = policy.max_session_loss
    if limit is None:
        return
    if policy.numeraire is Numeraire.COIN:
        for account in state.accounts.values():
            if _drawdown(account, account.equity()) > limit:
                _lock(state, account, f"{limit:g} {account.settle}")
        return
    accounts = list(state.accounts.values())
    drawdown = fsum(_drawdown(account, _equity_usd(account)) for account in accounts)
    if drawdown > limit:
        for account in accounts:
            _lock(state, account, f"{limit:g} USD")


def _drawdown(account: MarginAccount, equity: float | None) -> float:
    if equity is None:
        return 0.0
    if account.peak_equity is None or equity > account.peak_equity:
        account.peak_equity = equity
    return account.peak_equity - equity


def _equity_usd(account: MarginAccount) -> float | None:
    equity = account.equity()
    price = account.usd_price()
    return None if equity is None or price is None else equity * price


def _lock(state: DeskState, account: MarginAccount, limit: str) -> None:
    if account.loss_locked:
        return
    account.loss_locked = True
    detail = f"equity fell by more than {limit} from its session high"
    state.alert_venue(Level.ALARM, Reason.SESSION_LOSS, account.venue, None, detail)
