"""The recommendation card's content from a decision, line by line as the engine did it. Pure."""

from decimal import Decimal
from typing import NamedTuple

from terminal.engine.snapshot import LegState, Snapshot
from terminal.model.instrument import Instrument
from terminal.model.outputs import Action, Decision, Gate, Mode
from terminal.model.reasons import Reason
from terminal.ui import format as fmt
from terminal.ui.panel import Focus, leg_of
from terminal.ui.reason_words import words_for
from terminal.ui.recommendation.arithmetic import Line, arithmetic
from terminal.ui.recommendation.bounds import bound_words
from terminal.ui.words import translate


class Card(NamedTuple):
    """All that the card says. `direction` is the order's sign, 0 where none is due.

    `contracts` (unsigned) and `decision_id` are what a click says that it was shown.
    """

    focus: Focus | None
    headline: str
    tone: str  # a role of the theme's colours
    detail: str
    sentence: str
    advice: str
    direction: int
    execute_text: str
    blocked: str  # why it cannot be executed; empty where it can
    lines: tuple[Line, ...]
    bound: str = ""  # what cut the order or its target, with the figures
    contracts: float | None = None
    decision_id: int | None = None
    explained: tuple[str, ...] = ()


def card(snapshot: Snapshot, focus: Focus | None) -> Card:
    """Return what the card says of the instrument in focus."""
    leg = leg_of(snapshot, focus)
    decision = leg.decision if leg else None
    if leg is None or decision is None:
        waiting = (
            translate("window", "Waiting for the market")
            if leg is None
            else translate("window", "No decision yet")
        )
        sentence = translate("window", "Nothing has been computed for this instrument.")
        if leg is not None and not leg.in_policy:
            waiting, sentence = (
                translate("window", "Not scaled"),
                translate("window", "The policy in force does not scale this instrument."),
            )
        return Card(
            focus,
            waiting,
            "text_secondary",
            "",
            sentence,
            "",
            0,
            translate("window", "Execute"),
            waiting,
            (),
        )
    direction = _direction(decision.order_contracts)
    due = decision.action in (Action.RECOMMEND, Action.ORDER)
    words = words_for(decision.reason)
    headline = _headline(decision, leg.instrument, direction if due else 0)
    short = "" if words.short == headline else words.short  # "Killed" need not stand there twice
    return Card(
        focus=focus,
        headline=headline,
        tone=_tone(decision, direction),
        detail=_detail(decision, leg, direction) if due else short,
        sentence=words.sentence,
        advice=words.advice,
        direction=direction if due else 0,
        execute_text=_execute_text(decision, leg.instrument, direction if due else 0),
        blocked=blocked(snapshot, decision),
        lines=arithmetic(decision, leg.instrument),
        bound=bound_words(decision, leg.instrument) if due else "",
        contracts=abs(float(decision.order_contracts)) if decision.order_contracts else None,
        decision_id=decision.decision_id,
    )


def blocked(snapshot: Snapshot, decision: Decision) -> str:
    """Return why the recommendation cannot be executed by hand; empty where it can."""
    if snapshot.gate is Gate.KILLED or snapshot.kill.latched:
        return translate("window", "The kill switch is latched.")
    if snapshot.gate is Gate.FROZEN and decision.action is Action.FROZEN:
        return translate("window", "Frozen, nothing is sent: {part}.").format(
            part=words_for(decision.reason).short.lower()
        )
    if snapshot.mode is Mode.AUTO:
        return translate("window", "Auto is armed: orders go out by themselves.")
    if decision.action is Action.RECOMMEND:
        return ""
    return translate("window", "Nothing to execute: {part}.").format(
        part=words_for(decision.reason).short.lower()
    )


def _direction(contracts: Decimal | None) -> int:
    return 0 if not contracts else 1 if contracts > 0 else -1


def _headline(decision: Decision, instrument: Instrument, direction: int) -> str:
    if direction and decision.order_contracts is not None:
        size = fmt.contracts(abs(decision.order_contracts), instrument.lot_size)
        words = translate("window", "▲ Buy {size}"), translate("window", "▼ Sell {size}")
        return words[direction < 0].format(size=size)
    if decision.reason is Reason.KILLED:
        return translate("window", "Killed")
    return {
        Action.FROZEN: translate("window", "Frozen"),
        Action.HOLD: translate("window", "Hold"),
    }.get(decision.action, translate("window", "Nothing to do"))


def _tone(decision: Decision, direction: int) -> str:
    if decision.reason is Reason.KILLED:
        return "alarm"
    if decision.action is Action.FROZEN:
        return "warning"
    if decision.action in (Action.RECOMMEND, Action.ORDER) and direction:
        return "up" if direction > 0 else "down"
    return "text"


def _detail(decision: Decision, leg: LegState, direction: int) -> str:
    current = decision.current_contracts or Decimal(0)
    reduces = current != 0 and (current > 0) != (direction > 0)
    listed = leg.instrument
    worth = abs(float(decision.order_contracts or 0) * float(listed.contract_size))
    if not listed.inverse:
        worth *= leg.mark_price or 0.0
    kind = translate("window", "reduce only") if reduces else translate("window", "increase")
    return translate("window", "contracts · {kind} · {usd}").format(
        kind=kind, usd=fmt.usd(worth, decimals=0)
    )


def _execute_text(decision: Decision, instrument: Instrument, direction: int) -> str:
    if not direction or decision.order_contracts is None:
        return translate("window", "Execute")
    size = fmt.contracts(abs(decision.order_contracts), instrument.lot_size)
    return translate("window", "Execute: {part} {size}").format(
        part=translate("window", "buy") if direction > 0 else translate("window", "sell"), size=size
    )
