"""What the portfolio panel shows of a snapshot. Pure: equal rows look the same."""

from collections.abc import Sequence
from enum import Enum
from math import fsum

import msgspec

from terminal.engine.snapshot import AccountState, LegState, Snapshot, TransferAdvice
from terminal.model.reasons import Reason
from terminal.ui import format as show
from terminal.ui.policy_numbers import policy_number
from terminal.ui.portfolio.weights import is_traded, key_of, legs_of, weights_of
from terminal.ui.reason_words import words_for
from terminal.ui.words import QT_TRANSLATE_NOOP, translate, translated

_NEAR_TARGET = 0.05  # a leverage within 5 % of its target is on target
_NOTEWORTHY_USD = 1.0


class Condition(Enum):
    """An account's health; the shape says it without the colour."""

    HEALTHY = QT_TRANSLATE_NOOP("window", "● healthy")
    FROZEN = QT_TRANSLATE_NOOP("window", "‖ frozen")
    STALE = QT_TRANSLATE_NOOP("window", "◌ stale")
    UNKNOWN = QT_TRANSLATE_NOOP("window", "○ unknown")
    ILL = QT_TRANSLATE_NOOP("window", "■ invalid")


TONES = {
    Condition.HEALTHY: "up",
    Condition.FROZEN: "warning",
    Condition.STALE: "warning",
    Condition.UNKNOWN: "warning",
    Condition.ILL: "alarm",
}


class PortfolioRow(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One account, or all of them where `total` is true. None is unknown.

    `share` is of the equity that the engine counts, `weight` what the policy gives it of the
    target; both are fractions. `exposure_usd` is signed.
    """

    venue: str
    settle: str
    total: bool
    condition: Condition | None
    health: str
    equity: float | None
    equity_usd: float | None
    share: float | None
    weight: float | None
    weight_text: str
    exposure_usd: float | None
    leverage: float | None
    target_leverage: float | None
    utilisation: float | None
    unplaced_usd: float | None

    @property
    def key(self) -> tuple[str, str]:
        """What makes the row the same one later."""
        return self.venue, self.settle

    @property
    def counted(self) -> bool:
        """True where the engine counts the account as margin."""
        return self.condition in (None, Condition.HEALTHY, Condition.FROZEN)


class Advice(msgspec.Struct, frozen=True, gc=False):
    """One sentence of advice, the role of its colour, and the shape before it."""

    shape: str
    text: str
    tone: str


class PortfolioRows(msgspec.Struct, frozen=True, gc=False):
    """Accounts, the total, and what to do about them."""

    accounts: tuple[PortfolioRow, ...]
    advice: tuple[Advice, ...]


def portfolio_rows(snapshot: Snapshot) -> PortfolioRows:
    """Return accounts with the largest first and the total last, and the advice."""
    conditions = {key_of(account): _condition(snapshot, account) for account in snapshot.accounts}
    counted = [
        account
        for account in snapshot.accounts
        if conditions[key_of(account)][0] in (Condition.HEALTHY, Condition.FROZEN)
    ]
    known = [account.equity_usd for account in counted if account.equity_usd is not None]
    whole = fsum(known) if known else None
    weights = weights_of(snapshot, counted)
    rows = [
        _row(snapshot, account, conditions[key_of(account)], whole, weights)
        for account in sorted(snapshot.accounts, key=key_of)
    ]
    total = (_total(snapshot, whole, len(counted)),) if rows else ()
    return PortfolioRows((*rows, *total), _advice(snapshot, rows))


def transfer_words(advice: TransferAdvice, price: float | None) -> str:
    """Return a transfer as a sentence; `price` is USD for one unit of the currency."""
    dollars = (
        ""
        if price is None
        else translate("window", " (about {usd})").format(
            usd=show.usd(advice.amount * price, decimals=0)
        )
    )
    amount = show.money(advice.amount, advice.settle)
    return translate(
        "window",
        "Move {amount}{dollars} from {from_venue} to {to_venue}: both "
        "would then be equally far from liquidation.",
    ).format(amount=amount, dollars=dollars, from_venue=advice.from_venue, to_venue=advice.to_venue)


def _condition(snapshot: Snapshot, account: AccountState) -> tuple[Condition, str]:
    """Return an account's condition, and it in words."""
    age, legs = account.age_s, legs_of(snapshot, account)
    reasons = [freeze.reason for leg in legs for freeze in leg.freezes]
    if Reason.ACCOUNT_INVALID in reasons:
        return Condition.ILL, translate("window", "■ invalid statement")
    if age is None or account.wallet_balance is None:
        return Condition.UNKNOWN, translate("window", "○ not heard of yet")
    stale = age > policy_number(snapshot, "account_stale_s") or (
        snapshot.policy is not None and not account.healthy
    )
    if stale:
        return Condition.STALE, translate("window", "◌ stale, {age}").format(
            age=show.age(float(int(age)))
        )
    if reasons:
        return Condition.FROZEN, f"‖ {words_for(reasons[0]).short}"
    return Condition.HEALTHY, translated(Condition.HEALTHY.value)


def _row(
    snapshot: Snapshot,
    account: AccountState,
    condition: tuple[Condition, str],
    whole: float | None,
    weights: dict[tuple[str, str], tuple[float | None, str]],
) -> PortfolioRow:
    key = key_of(account)
    equity = account.equity_usd
    counts = condition[0] in (Condition.HEALTHY, Condition.FROZEN)
    weight, text = weights.get(
        key, (None, translate("window", "left out") if not counts else show.UNKNOWN)
    )
    return PortfolioRow(
        venue=account.venue,
        settle=account.settle,
        total=False,
        condition=condition[0],
        health=condition[1],
        equity=account.equity,
        equity_usd=equity,
        share=equity / whole if counts and equity is not None and whole else None,
        weight=weight,
        weight_text=text,
        exposure_usd=_exposure(legs_of(snapshot, account)),
        leverage=account.effective_leverage,
        target_leverage=_target(snapshot) if is_traded(snapshot, account) else None,
        utilisation=account.utilisation,
        unplaced_usd=None,
    )


def _total(snapshot: Snapshot, whole: float | None, counted: int) -> PortfolioRow:
    portfolio = snapshot.portfolio
    every = len(snapshot.accounts)
    words = (
        translate("window", "{counted} of {every} counted").format(counted=counted, every=every)
        if counted < every
        else translate("window", "all {every} counted").format(every=every)
    )
    return PortfolioRow(
        venue=translate("window", "Σ total"),
        settle="",
        total=True,
        condition=None,
        health=words,
        equity=None,
        equity_usd=whole if portfolio.equity_usd is None else portfolio.equity_usd,
        share=None,
        weight=None,
        weight_text="",
        exposure_usd=portfolio.exposure_usd,
        leverage=portfolio.effective_leverage,
        target_leverage=portfolio.target_leverage,
        utilisation=portfolio.utilisation,
        unplaced_usd=portfolio.unplaced_usd,
    )


def _exposure(legs: Sequence[LegState]) -> float | None:
    parts = [leg.exposure_usd for leg in legs]
    if not parts or any(part is None for part in parts):
        return None
    return fsum(part for part in parts if part is not None)


def _target(snapshot: Snapshot) -> float | None:
    return snapshot.portfolio.target_leverage if snapshot.policy else None


def _advice(snapshot: Snapshot, rows: Sequence[PortfolioRow]) -> tuple[Advice, ...]:
    """Return what to do, the most urgent first; a word that all is well where there is nothing."""
    if not rows:
        return ()
    found: list[Advice] = []
    for row in rows:
        if not row.counted:
            words = row.health.partition(" ")[2]
            text = translate(
                "window", "{venue} {settle} is left out ({words}): it gets no orders."
            ).format(venue=row.venue, settle=row.settle, words=words)
            found.append(Advice("▲", text, "warning"))
    unplaced = snapshot.portfolio.unplaced_usd
    if unplaced >= _NOTEWORTHY_USD:
        amount = show.usd(unplaced, decimals=0)
        text = translate(
            "window",
            "{amount} of the target has no place: every venue is at its cap. Raise a cap, or ",
        ).format(amount=amount)
        found.append(Advice("▲", text + translate("window", "add margin elsewhere."), "warning"))
    for transfer in snapshot.portfolio.transfers:
        text = transfer_words(transfer, _price(snapshot, transfer))
        found.append(Advice("→", text, "text"))
    if snapshot.policy is None:
        found.append(
            Advice(
                "○",
                translate("window", "No policy is in force: there is no target to share."),
                "text",
            )
        )
    return tuple(found) or (Advice("●", _calm(rows), "text_secondary"),)


def _calm(rows: Sequence[PortfolioRow]) -> str:
    if len(rows) == 1:
        return translate("window", "One account: nothing to move. All of the target is placed.")
    return translate("window", "No transfer would help, and all of the target is placed.")


def _price(snapshot: Snapshot, transfer: TransferAdvice) -> float | None:
    for account in snapshot.accounts:
        if account.settle == transfer.settle and account.equity and account.equity_usd is not None:
            return account.equity_usd / account.equity
    return None


def against_target(row: PortfolioRow) -> tuple[str, str]:
    """Return leverage against its target in words and shape, and the role of its colour."""
    leverage, target = row.leverage, row.target_leverage
    if leverage is None or target is None or target <= 0:
        return show.UNKNOWN, "text_secondary"
    difference = leverage / target - 1
    if abs(difference) <= _NEAR_TARGET:
        return translate("window", "= on target"), "text"
    shape, tone = ("▲", "warning") if difference > 0 else ("▼", "text_secondary")
    return f"{shape} {show.number((leverage - target), 2, signed=True)}×", tone
