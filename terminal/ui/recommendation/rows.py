"""The recommendation card's content from a decision, line by line as the engine did it. Pure."""

from decimal import Decimal
from typing import NamedTuple

from terminal.engine.snapshot import LegState, Snapshot
from terminal.model.instrument import Instrument
from terminal.model.outputs import Action, Decision, Gate, Mode, Step
from terminal.model.reasons import Reason
from terminal.ui import format as fmt
from terminal.ui.panel import Focus, leg_of
from terminal.ui.reason_words import words_for
from terminal.ui.recommendation.bounds import bound_words, order_cut, target_cut


class Line(NamedTuple):
    """One line of arithmetic: operator, what it is, figure, unit; a strong one is a result."""

    operator: str
    label: str
    value: str
    unit: str = ""
    strong: bool = False
    tag: str = ""


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


_BASIS = {
    "wallet": "Margin: wallet balance",
    "equity": "Margin: equity",
    "lesser": "Margin: lesser of both",
}
_STEP_LABELS = {
    "margin_usd": ("=", "Margin in USD"),
    "size_coin": ("=", "Size"),
    "contracts_raw": ("→", "In contracts, exact"),
    "contracts_rounded": ("→", "Rounded down to lots"),
    "contracts_capped": ("→", "After caps"),
}


def card(snapshot: Snapshot, focus: Focus | None) -> Card:
    """Return what the card says of the instrument in focus."""
    leg = leg_of(snapshot, focus)
    decision = leg.decision if leg else None
    if leg is None or decision is None:
        waiting = "Waiting for the market" if leg is None else "No decision yet"
        sentence = "Nothing has been computed for this instrument."
        if leg is not None and not leg.in_policy:
            waiting, sentence = "Not scaled", "The policy in force does not scale this instrument."
        return Card(focus, waiting, "text_secondary", "", sentence, "", 0, "Execute", waiting, ())
    direction = _direction(decision.order_contracts)
    due = decision.action in (Action.RECOMMEND, Action.ORDER)
    words = words_for(decision.reason)
    return Card(
        focus=focus,
        headline=_headline(decision, leg.instrument, direction if due else 0),
        tone=_tone(decision, direction),
        detail=_detail(decision, leg, direction) if due else words.short,
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
        return "The kill switch is latched."
    if snapshot.gate is Gate.FROZEN and decision.action is Action.FROZEN:
        return f"Frozen, nothing is sent: {words_for(decision.reason).short.lower()}."
    if snapshot.mode is Mode.AUTO:
        return "Auto is armed: orders go out by themselves."
    if decision.action is Action.RECOMMEND:
        return ""
    return f"Nothing to execute: {words_for(decision.reason).short.lower()}."


def arithmetic(decision: Decision, instrument: Instrument) -> tuple[Line, ...]:
    """Return the decision's arithmetic: inputs, every step, the bound that decided, the order."""
    lot = instrument.lot_size
    steps = {step.name: step for step in decision.steps}
    capped, cut = target_cut(decision), order_cut(decision)
    lines = [*_margin_lines(decision, instrument)]
    if margin_usd := steps.pop("margin_usd", None):
        lines.append(_step_line(margin_usd, instrument))
    lines += _factor_lines(decision)
    for step in steps.values():
        line = _step_line(step, instrument)
        if step.name == "contracts_capped" and capped is not None:
            line = line._replace(tag=words_for(capped).short)
        lines.append(line)
    target, current = decision.target_contracts, decision.current_contracts
    lines.append(
        Line("=", "Target", fmt.contracts(target, lot, signed=True), "contracts", strong=True)
    )
    lines.append(Line("−", "Position", fmt.contracts(current, lot, signed=True), "contracts"))
    in_flight = decision.in_flight_contracts
    lines.append(Line("−", "In flight", fmt.contracts(in_flight, lot, signed=True), "contracts"))
    if target is not None and current is not None:
        missing = target - current - in_flight
        lines.append(
            Line("=", "Difference", fmt.contracts(missing, lot, signed=True), "contracts", True)
        )
        order = decision.order_contracts
        if order is not None and order != missing:
            text = fmt.contracts(order, lot, signed=True)
            tag = words_for(cut).short if cut is not None else ""
            lines.append(Line("→", "Order now", text, "contracts", True, tag))
    return tuple(lines)


def _margin_lines(decision: Decision, instrument: Instrument) -> list[Line]:
    inputs = decision.inputs
    lines = [
        Line("", "Wallet balance", _amount(inputs.wallet_balance, instrument), instrument.settle),
        Line("", "Equity", _amount(inputs.equity, instrument), instrument.settle),
    ]
    if inputs.margin_basis is not None:
        label = _BASIS.get(inputs.margin_basis, f"Margin: {fmt.words(inputs.margin_basis)}")
        lines.append(Line("", label, _amount(inputs.margin, instrument), instrument.settle))
    mark = fmt.price(inputs.mark_price, instrument.tick_size)
    lines.append(Line("×", "Mark price", mark, instrument.quote))
    return lines


def _factor_lines(decision: Decision) -> list[Line]:
    inputs = decision.inputs
    lines = [Line("×", "Target leverage", fmt.number(inputs.target_leverage, 2), "×")]
    multiplier = inputs.leverage_multiplier
    if multiplier is not None and multiplier != 1.0:
        lines.append(Line("×", "Volatility response", fmt.number(multiplier, 3), "×"))
    lines.append(Line("÷", "1 + funding rate", _one_plus(inputs.funding_rate), "", False, ""))
    return lines


def _one_plus(rate: float | None) -> str:
    return fmt.number(None if rate is None else 1.0 + rate, 6)


def _step_line(step: Step, instrument: Instrument) -> Line:
    operator, label = _STEP_LABELS.get(step.name, ("→", fmt.words(step.name).capitalize()))
    strong = step.name == "size_coin"
    if step.unit == "contracts":
        exact = step.name == "contracts_raw"
        decimals = instrument.lot_size if not exact else instrument.lot_size / 100
        return Line(operator, label, fmt.contracts(step.value, decimals), "contracts", strong)
    if step.unit == "USD":
        return Line(operator, label, fmt.number(step.value, 2), step.unit, strong)
    return Line(operator, label, fmt.coin(step.value), step.unit, strong)


def _amount(value: float | None, instrument: Instrument) -> str:
    return fmt.money(value, instrument.settle).removesuffix(f" {instrument.settle}")


def _direction(contracts: Decimal | None) -> int:
    return 0 if not contracts else 1 if contracts > 0 else -1


def _headline(decision: Decision, instrument: Instrument, direction: int) -> str:
    if direction and decision.order_contracts is not None:
        size = fmt.contracts(abs(decision.order_contracts), instrument.lot_size)
        return f"{'▲ Buy' if direction > 0 else '▼ Sell'} {size}"
    if decision.reason is Reason.KILLED:
        return "Killed"
    return {Action.FROZEN: "Frozen", Action.HOLD: "Hold"}.get(decision.action, "Nothing to do")


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
    kind = "reduce only" if reduces else "increase"
    return f"contracts · {kind} · {fmt.usd(worth, decimals=0)}"


def _execute_text(decision: Decision, instrument: Instrument, direction: int) -> str:
    if not direction or decision.order_contracts is None:
        return "Execute"
    size = fmt.contracts(abs(decision.order_contracts), instrument.lot_size)
    return f"Execute: {'buy' if direction > 0 else 'sell'} {size}"
