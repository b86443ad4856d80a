"""All venues as one: equity, exposure and leverage, and what a transfer would even out."""

from math import fsum

from terminal.engine.market.account import MarginAccount
from terminal.engine.risk.liquidation import distance_to_liquidation
from terminal.engine.risk.staleness import account_problem
from terminal.engine.snapshot import PortfolioState, TransferAdvice
from terminal.engine.state import DeskState

_NOTEWORTHY = 0.02  # accounts whose liquidation distances differ by less need no transfer


def portfolio_of(state: DeskState) -> PortfolioState:
    """Return the portfolio over the connected, healthy accounts; exposure counts every venue."""
    policy = state.policy
    equity_usd: float | None = None
    maintenance_usd: float | None = 0.0
    for account in state.accounts.values():
        if not account.legs or policy is None:
            continue
        if account_problem(account, state.at, policy) is not None:
            continue
        equity, price = account.equity(), account.usd_price()
        if equity is None or price is None:
            continue
        equity_usd = (equity_usd or 0.0) + equity * price
        maintenance = account.maintenance_margin()
        if maintenance is None or maintenance_usd is None:
            maintenance_usd = None
        else:
            maintenance_usd += maintenance * price
    exposure = 0.0
    gross = 0.0  # margin on one venue backs nothing on another: opposite positions both count
    known = bool(state.legs)
    for leg in state.legs.values():
        if leg.position_lots is None or (leg.position_lots and leg.mark_price is None):
            known = False
        elif leg.position_lots:
            exposure += leg.position_lots * leg.usd_of_one_lot
            gross += abs(leg.position_lots) * leg.usd_of_one_lot
    solvent = equity_usd if equity_usd is not None and equity_usd > 0 else None
    used = maintenance_usd if solvent else None
    return PortfolioState(
        equity_usd=equity_usd,
        exposure_usd=exposure if known else None,
        effective_leverage=gross / solvent if solvent and known else None,
        target_leverage=policy.target_leverage if policy else None,
        utilisation=used / solvent if used is not None and solvent else None,
        unplaced_usd=fsum(leg.unplaced_usd for leg in state.traded_legs),
        transfers=_transfers(state),
    )


def _transfers(state: DeskState) -> tuple[TransferAdvice, ...]:
    """Advise, per settlement coin, moving margin from the safest account to the least safe one."""
    by_coin: dict[str, list[MarginAccount]] = {}
    for account in state.accounts.values():
        if account.equity() is not None:
            by_coin.setdefault(account.settle, []).append(account)
    advice: list[TransferAdvice] = []
    for settle, accounts in sorted(by_coin.items()):
        ranked = sorted(
            (distance, account.venue, account)
            for account in accounts
            if (distance := _distance(state, account)) is not None
        )
        if len(ranked) < 2 or ranked[-1][0] - ranked[0][0] < _NOTEWORTHY:
            continue
        poor, rich = ranked[0][2], ranked[-1][2]
        amount = _evening_amount(poor, rich)
        if amount > 0:
            advice.append(TransferAdvice(rich.venue, poor.venue, settle, amount))
    return tuple(advice)


def _distance(state: DeskState, account: MarginAccount) -> float | None:
    distances = [
        distance
        for leg in account.legs
        if (distance := distance_to_liquidation(state, leg)) is not None
    ]
    return min(distances, default=None)


def _evening_amount(poor: MarginAccount, rich: MarginAccount) -> float:
    """Return the amount after which equity / maintenance is the same on both accounts.

    (e₁ + x) / m₁ = (e₂ − x) / m₂ solved for x; equal cover is equal distance for one contract.
    0 where the two together have nothing left: no transfer carries both then.
    """
    poor_equity, rich_equity = poor.equity(), rich.equity()
    poor_margin, rich_margin = poor.maintenance_margin(), rich.maintenance_margin()
    if poor_equity is None or rich_equity is None or not poor_margin or rich_margin is None:
        return 0.0
    if rich_equity + poor_equity <= 0.0:
        return 0.0
    return (rich_equity * poor_margin - poor_equity * rich_margin) / (poor_margin + rich_margin)
