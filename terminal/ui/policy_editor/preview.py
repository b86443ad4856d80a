"""What a prepared policy would do, by the engine's own arithmetic on a copy. Pure."""

from decimal import Decimal
from typing import NamedTuple

from terminal.engine.policy.policy import Policy
from terminal.engine.snapshot import LegState, Snapshot
from terminal.engine.what_if import decisions_under, policy_in_force
from terminal.model.outputs import Action, Decision, Gate, Mode
from terminal.ui import format as show
from terminal.ui.reason_words import words_for
from terminal.ui.words import QT_TRANSLATE_NOOP, translate, translated

_NOT_SCALED = QT_TRANSLATE_NOOP("window", "not scaled")


class Compared(NamedTuple):
    """One figure before and after; `tone` is the role of the colour of what comes after."""

    label: str
    before: str
    after: str
    tone: str = "text"


class LegPreview(NamedTuple):
    """One instrument under the prepared policy."""

    name: str
    figures: tuple[Compared, ...]
    why: str


class Preview(NamedTuple):
    """Every instrument that either policy scales, and what to know before applying."""

    legs: tuple[LegPreview, ...]
    warning: str


def preview(snapshot: Snapshot, policy: Policy) -> Preview:
    """Return targets and orders now and under `policy`.

    Both sides come from the same copy, so that nothing but the policy makes the difference.
    """
    present = policy_in_force(snapshot)
    before = decisions_under(snapshot, present) if present is not None else {}
    after = decisions_under(snapshot, policy)
    legs = []
    for leg in snapshot.legs:
        key = (leg.instrument.venue, leg.instrument.symbol)
        if key in before or key in after:
            legs.append(_leg(leg, before.get(key), after.get(key)))
    return Preview(tuple(legs), _warning(snapshot, after))


def _leg(leg: LegState, before: Decision | None, after: Decision | None) -> LegPreview:
    name = f"{leg.instrument.venue} {leg.instrument.symbol}"
    order = _order(after)
    tone = "text_secondary" if not order else "up" if order > 0 else "down"
    figures = (
        Compared(
            translate("window", "Target"),
            _contracts(leg, _target(before)),
            _contracts(leg, _target(after)),
        ),
        Compared(
            translate("window", "Order"), _order_words(leg, before), _order_words(leg, after), tone
        ),
    )
    return LegPreview(name, figures, _why(after))


def _target(decision: Decision | None) -> Decimal | None:
    return decision.target_contracts if decision else None


def _order(decision: Decision | None) -> Decimal | None:
    if decision is None or decision.action not in (Action.RECOMMEND, Action.ORDER):
        return None
    return decision.order_contracts


def _contracts(leg: LegState, value: Decimal | None) -> str:
    return show.contracts(value, leg.instrument.lot_size, signed=True)


def _order_words(leg: LegState, decision: Decision | None) -> str:
    if decision is None:
        return translated(_NOT_SCALED)
    order = _order(decision)
    return _contracts(leg, order) if order else translate("window", "none")


def _why(decision: Decision | None) -> str:
    if decision is None:
        return translate(
            "window", "The prepared policy does not scale it: its scaling orders are withdrawn."
        )
    words = words_for(decision.reason).short
    bounds = [words_for(bound).short for bound in decision.bounds]
    return " · ".join(dict.fromkeys([words, *bounds]))


def _warning(snapshot: Snapshot, after: dict[tuple[str, str], Decision]) -> str:
    if snapshot.gate is Gate.KILLED:
        return translate("window", "The kill switch is latched: nothing is sent.")
    if any(leg.freezes for leg in snapshot.legs if leg.in_policy):
        return translate(
            "window", "Scaling is frozen: this is what would follow once it runs again."
        )
    if snapshot.mode is Mode.AUTO and any(_order(decision) for decision in after.values()):
        return translate("window", "Auto is armed: these orders go out at once when you apply.")
    return ""
