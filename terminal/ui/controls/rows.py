"""What the controls show and what can be done now. Pure."""

from typing import NamedTuple

from terminal.engine.snapshot import FreezeState, LegState, PolicyState, Snapshot
from terminal.model.outputs import Action, Gate, Mode
from terminal.ui import format as fmt
from terminal.ui.panel import Focus, leg_of
from terminal.ui.reason_words import words_for
from terminal.ui.words import translate


class ModeRows(NamedTuple):
    """The mode, whether auto can be armed, and what it would do first."""

    auto: bool
    can_arm: bool
    why_not: str
    first: tuple[str, ...]


class PolicyRows(NamedTuple):
    """The policy in force: label, short hash, side, leverage and the figures that matter."""

    label: str
    content_hash: str
    side: str
    leverage: float | None
    figures: tuple[tuple[str, str], ...]


class OverrideRows(NamedTuple):
    """What can be overridden on the instrument in focus."""

    focus: Focus | None
    symbol: str
    can_override: bool
    why_not: str
    override: str  # the one in force, in words; empty where there is none
    resumable: tuple[str, ...]
    guard: bool


class ControlsRows(NamedTuple):
    """Everything in the controls panel."""

    mode: ModeRows
    policy: PolicyRows
    overrides: OverrideRows


def controls_rows(snapshot: Snapshot, focus: Focus | None) -> ControlsRows:
    """Return what the controls show for the instrument in focus."""
    return ControlsRows(
        mode_rows(snapshot), policy_rows(snapshot.policy), override_rows(snapshot, focus)
    )


def mode_rows(snapshot: Snapshot) -> ModeRows:
    """Return the mode, and what auto would do at once if it were armed now."""
    why_not = ""
    if snapshot.gate is Gate.KILLED or snapshot.kill.latched:
        why_not = translate("window", "The kill switch is latched: reset it first.")
    elif snapshot.policy is None:
        why_not = translate("window", "Choose a policy first.")
    auto = snapshot.mode is Mode.AUTO
    first = () if auto else first_actions(snapshot)
    return ModeRows(auto, not auto and not why_not, why_not, first)


def first_actions(snapshot: Snapshot) -> tuple[str, ...]:
    """Return, by instrument of the policy, what auto would do first."""
    return tuple(_first_action(leg) for leg in snapshot.legs if leg.in_policy)


def _first_action(leg: LegState) -> str:
    decision = leg.decision
    name = leg.instrument.symbol
    if decision is None:
        return translate("window", "{name}: wait for data").format(name=name)
    order = decision.order_contracts
    if decision.action in (Action.RECOMMEND, Action.ORDER) and order:
        size = fmt.contracts(abs(order), leg.instrument.lot_size)
        return translate("window", "{name}: {part} {size} at once").format(
            name=name,
            part=translate("window", "buy") if order > 0 else translate("window", "sell"),
            size=size,
        )
    verb = (
        translate("window", "stay frozen")
        if decision.action is Action.FROZEN
        else translate("window", "hold")
    )
    return f"{name}: {verb} ({words_for(decision.reason).short.lower()})"


def policy_rows(policy: PolicyState | None) -> PolicyRows:
    """Return the policy in figures; those that are absent do not bind and are left out."""
    if policy is None:
        return PolicyRows(translate("window", "No policy"), "", "", None, ())
    keys = policy.keys
    figures: list[tuple[str, str]] = []
    if basis := keys.get("margin_basis"):
        figures.append((translate("window", "Margin basis"), fmt.words(str(basis))))
    figures += _shares(
        keys,
        ("rebalance_band", translate("window", "Band")),
        ("reduce_band", translate("window", "Band to reduce")),
    )
    for key, label in (
        ("max_leverage", translate("window", "Cap leverage")),
        ("max_position_usd", translate("window", "Cap position")),
        ("max_order_usd", translate("window", "Cap order")),
        ("max_turnover_usd_per_hour", translate("window", "Cap turnover/h")),
    ):
        value = _number(keys.get(key))
        if value is not None:
            text = fmt.leverage(value) if key == "max_leverage" else fmt.usd(value, decimals=0)
            figures.append((label, text))
    if (volatility := _number(keys.get("volatility_target"))) is not None:
        figures.append((translate("window", "Volatility target"), fmt.percent(volatility, 0)))
    figures += _shares(keys, ("gap_threshold", translate("window", "Breaker")))
    return PolicyRows(
        label=fmt.words(policy.name) or translate("window", "Policy"),
        content_hash=policy.content_hash[:8],
        side=str(keys.get("side", "")),
        leverage=_number(keys.get("target_leverage")),
        figures=tuple(figures),
    )


def override_rows(snapshot: Snapshot, focus: Focus | None) -> OverrideRows:
    """Return what the trader's word can change on the instrument in focus."""
    leg = leg_of(snapshot, focus)
    guard = snapshot.guard_in_manual
    if leg is None:
        return OverrideRows(
            focus, "", False, translate("window", "No instrument is in focus."), "", (), guard
        )
    funding = leg.funding
    override = ""
    if funding.override_reason is not None:
        until = funding.override_until_at
        left = translate("window", "until the feed resumes")
        if until is not None:
            left = translate("window", "{countdown} left").format(
                countdown=fmt.countdown((until - snapshot.at) / 1e9)
            )
        override = f"{funding.override_reason} ({left})"
    why_not = ""
    if override:
        why_not = translate("window", "An override is in force.")
    elif not funding.stale:
        why_not = translate("window", "The funding rate is fresh.")
    elif funding.rate is None:
        why_not = translate("window", "No funding rate was ever known.")
    return OverrideRows(
        focus=focus,
        symbol=leg.instrument.symbol,
        can_override=not why_not,
        why_not=why_not,
        override=override,
        resumable=tuple(_resumable(freeze) for freeze in leg.freezes if freeze.resumable),
        guard=guard,
    )


def _resumable(freeze: FreezeState) -> str:
    short = words_for(freeze.reason).short
    return f"{short}: {freeze.detail}" if freeze.detail else short


def _shares(keys: dict[str, object], *wanted: tuple[str, str]) -> list[tuple[str, str]]:
    return [
        (label, fmt.percent(value, 2))
        for key, label in wanted
        if (value := _number(keys.get(key))) is not None
    ]


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
