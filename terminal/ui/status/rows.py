"""The figures and words of the head of the window. Pure."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from terminal.engine.snapshot import AccountState, FreezeState, LegState, Snapshot
from terminal.model.outputs import Gate, Mode
from terminal.model.reasons import Reason
from terminal.ui import format as fmt
from terminal.ui.panel import Focus, account_of, leg_of
from terminal.ui.reason_words import words_for
from terminal.ui.words import translate

# The engine steps many times a second; a snapshot older than this means that it does not answer.
_SILENT_S = 2.0
_DEFAULT_LIMITS_S = {
    "mark_stale_s": 5.0,
    "book_stale_s": 5.0,
    "funding_stale_s": 90.0,
    "account_stale_s": 30.0,
}
_FEED_REASONS = {
    "Mark": (Reason.MARK_STALE, Reason.MARK_INVALID, Reason.MARK_UNKNOWN),
    "Book": (Reason.BOOK_STALE, Reason.BOOK_INVALID),
    "Funding": (Reason.FUNDING_STALE, Reason.FUNDING_INVALID, Reason.FUNDING_UNKNOWN),
    "Account": (Reason.ACCOUNT_STALE, Reason.ACCOUNT_INVALID, Reason.ACCOUNT_UNKNOWN),
}


class Figure(NamedTuple):
    """One figure with its caption; `level` 0 calm, 1 warning, 2 alarm, None not a warning.

    A `spare` one is the first to go where there is no room: another panel shows it as well.
    """

    caption: str
    value: str
    note: str = ""
    role: str = "text"
    level: int | None = None
    large: bool = False
    spare: bool = False


class Badge(NamedTuple):
    """How old a feed's data is."""

    feed: str
    age: str
    stale: bool


class Status(NamedTuple):
    """The status strip's words."""

    gate: str
    tone: str
    shape: str  # dot, bars or block
    reasons: tuple[str, ...]
    mode: str
    auto: bool
    badges: tuple[Badge, ...]
    clock: str


def figures(snapshot: Snapshot, focus: Focus | None) -> tuple[Figure, ...]:
    """Return the head's figures, the most important first."""
    leg = leg_of(snapshot, focus)
    if leg is None:
        return (Figure(translate("window", "Mark price"), fmt.UNKNOWN, large=True),)
    return (
        *_price_figures(leg),
        *_warning_figures(snapshot, leg),
        *_holding_figures(snapshot, leg),
    )


def status(snapshot: Snapshot, focus: Focus | None, now: int) -> Status:
    """Return what the status strip says; `now` is the desk's present time in ns."""
    leg = leg_of(snapshot, focus)
    silent_s = (now - snapshot.at) / 1e9
    killed = snapshot.gate is Gate.KILLED or snapshot.kill.latched
    freezes = leg.freezes if leg else ()
    reasons = tuple(reason_text(freeze, snapshot.at) for freeze in freezes)
    elsewhere = _frozen_elsewhere(snapshot.legs, leg)
    gate, tone, shape = translate("window", "Running"), "up", "dot"
    if silent_s > _SILENT_S:
        gate, tone, shape = (
            translate("window", "Engine silent for {age}").format(age=fmt.age(silent_s)),
            "alarm",
            "block",
        )
    elif killed:
        gate, tone, shape = translate("window", "Killed"), "alarm", "block"
    elif reasons or snapshot.gate is Gate.FROZEN:
        gate, tone, shape = translate("window", "Frozen"), "warning", "bars"
        reasons = reasons or elsewhere
    auto = snapshot.mode is Mode.AUTO
    return Status(
        gate=gate,
        tone=tone,
        shape=shape,
        reasons=reasons,
        mode=translate("window", "Auto armed") if auto else translate("window", "Manual"),
        auto=auto,
        badges=badges(snapshot, leg, silent_s),
        clock=fmt.clock_time(now, zoned=True),
    )


def reason_text(freeze: FreezeState, at: int) -> str:
    """Return a freeze in a few words, with a countdown where its end is known."""
    words = words_for(freeze.reason).short
    if freeze.until_at is not None:
        left = (freeze.until_at - at) / 1e9
        words += f" {left:.1f} s" if left > 0 else translate("window", " waiting for fresh data")
    return words


def badges(snapshot: Snapshot, leg: LegState | None, silent_s: float = 0.0) -> tuple[Badge, ...]:
    """Return the age of each feed of a leg; stale by the policy's limit or the engine's word."""
    if leg is None:
        return ()
    account = account_of(snapshot, leg)
    ages = {
        "Mark": leg.mark_age_s,
        "Book": leg.book_age_s,
        "Funding": leg.funding.age_s,
        "Account": account.age_s if account else None,
    }
    return tuple(_badge(snapshot, leg, feed, age, silent_s) for feed, age in ages.items())


def severity(value: float | None, warn: float | None, alarm: float | None) -> int | None:
    """Return 0 calm, 1 past the warning level, 2 past the alarm level; None when unknown."""
    if value is None or warn is None:
        return None
    return 2 if alarm is not None and value >= alarm else 1 if value >= warn else 0


def _badge(
    snapshot: Snapshot, leg: LegState, feed: str, age_s: float | None, silent_s: float
) -> Badge:
    limit = _limit(snapshot, f"{feed.lower()}_stale_s")
    named = any(freeze.reason in _FEED_REASONS[feed] for freeze in leg.freezes)
    cut = any(
        freeze.reason is Reason.FEED_DISCONNECTED and feed.lower() in freeze.detail
        for freeze in leg.freezes
    )
    age = None if age_s is None else age_s + max(0.0, silent_s)
    stale = named or cut or age is None or age > limit or (feed == "Funding" and leg.funding.stale)
    return Badge(feed, translate("window", "lost") if cut else fmt.age(age), stale)


def _limit(snapshot: Snapshot, key: str) -> float:
    value = snapshot.policy.keys.get(key) if snapshot.policy else None
    return float(value) if isinstance(value, int | float) else _DEFAULT_LIMITS_S[key]


def _price_figures(leg: LegState) -> tuple[Figure, ...]:
    tick = leg.instrument.tick_size
    return (
        Figure(translate("window", "Mark price"), fmt.price(leg.mark_price, tick), large=True),
        Figure(translate("window", "Last"), fmt.price(leg.last_price, tick), spare=True),
        Figure(translate("window", "Index"), fmt.price(leg.index_price, tick), spare=True),
    )


def _warning_figures(snapshot: Snapshot, leg: LegState) -> tuple[Figure, ...]:
    levels = snapshot.margin_levels
    account: AccountState | None = account_of(snapshot, leg)
    used = account.utilisation if account else None
    margin = severity(used, levels.warn if levels else None, levels.restore if levels else None)
    keys = snapshot.policy.keys if snapshot.policy else {}
    warn = keys.get("funding_volatility_warn")
    limit = float(warn) if isinstance(warn, int | float) else None
    swing = leg.funding.volatility
    funding = leg.funding
    left = (
        None if funding.next_funding_at is None else (funding.next_funding_at - snapshot.at) / 1e9
    )
    return (
        Figure(translate("window", "Margin used"), fmt.percent(used, 1), level=margin),
        Figure(
            translate("window", "Funding volatility"),
            fmt.percent(swing, 4),
            level=severity(swing, limit, None if limit is None else 2 * limit),
        ),
        Figure(
            translate("window", "Funding"),
            fmt.rate(funding.rate),
            note=fmt.countdown(left),
            role="warning" if funding.stale else "text",
        ),
    )


def _holding_figures(snapshot: Snapshot, leg: LegState) -> tuple[Figure, ...]:
    pnl = leg.unrealized_pnl
    account = account_of(snapshot, leg)
    held = bool(leg.position_contracts)
    role = "text" if not held or not pnl else "up" if pnl > 0 else "down"
    listed = leg.instrument
    return (
        Figure(
            translate("window", "Position"),
            fmt.contracts(leg.position_contracts, listed.lot_size, signed=True),
        ),
        Figure(
            translate("window", "Unrealised P&L"),
            fmt.money(pnl if held else None, listed.settle, signed=True),
            role=role,
        ),
        Figure(translate("window", "To liquidation"), fmt.percent(leg.liquidation_distance, 1)),
        Figure(
            translate("window", "Leverage"),
            fmt.leverage(account.effective_leverage if account else None),
        ),
    )


def _frozen_elsewhere(legs: Sequence[LegState], leg: LegState | None) -> tuple[str, ...]:
    frozen: Iterable[LegState] = (other for other in legs if other is not leg and other.freezes)
    return tuple(
        f"{other.instrument.symbol}: {words_for(other.freezes[0].reason).short}"
        for other in frozen
        if other.in_policy
    )
