"""A decision's arithmetic, line by line as the engine did it. Pure."""

from typing import NamedTuple

from terminal.model.instrument import Instrument
from terminal.model.outputs import Decision, Step
from terminal.ui import format as fmt
from terminal.ui.reason_words import words_for
from terminal.ui.recommendation.bounds import order_cut, target_cut
from terminal.ui.words import QT_TRANSLATE_NOOP, translate, translated


class Line(NamedTuple):
    """One line of arithmetic: operator, what it is, figure, unit; a strong one is a result."""

    operator: str
    label: str
    value: str
    unit: str = ""
    strong: bool = False
    tag: str = ""


_BASIS = {
    "wallet": QT_TRANSLATE_NOOP("window", "Margin: wallet balance"),
    "equity": QT_TRANSLATE_NOOP("window", "Margin: equity"),
    "lesser": QT_TRANSLATE_NOOP("window", "Margin: lesser of both"),
}
_STEP_LABELS = {
    "margin_usd": ("=", QT_TRANSLATE_NOOP("window", "Margin in USD")),
    "size_coin": ("=", QT_TRANSLATE_NOOP("window", "Size")),
    "contracts_raw": ("→", QT_TRANSLATE_NOOP("window", "In contracts, exact")),
    "contracts_rounded": ("→", QT_TRANSLATE_NOOP("window", "Rounded down to lots")),
    "contracts_capped": ("→", QT_TRANSLATE_NOOP("window", "After caps")),
}


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
        Line(
            "=",
            translate("window", "Target"),
            fmt.contracts(target, lot, signed=True),
            translate("window", "contracts"),
            strong=True,
        )
    )
    lines.append(
        Line(
            "−",
            translate("window", "Position"),
            fmt.contracts(current, lot, signed=True),
            translate("window", "contracts"),
        )
    )
    in_flight = decision.in_flight_contracts
    lines.append(
        Line(
            "−",
            translate("window", "In flight"),
            fmt.contracts(in_flight, lot, signed=True),
            translate("window", "contracts"),
        )
    )
    if target is not None and current is not None:
        missing = target - current - in_flight
        lines.append(
            Line(
                "=",
                translate("window", "Difference"),
                fmt.contracts(missing, lot, signed=True),
                translate("window", "contracts"),
                True,
            )
        )
        order = decision.order_contracts
        if order is not None and order != missing:
            text = fmt.contracts(order, lot, signed=True)
            tag = words_for(cut).short if cut is not None else ""
            lines.append(
                Line(
                    "→",
                    translate("window", "Order now"),
                    text,
                    translate("window", "contracts"),
                    True,
                    tag,
                )
            )
    return tuple(lines)


def _margin_lines(decision: Decision, instrument: Instrument) -> list[Line]:
    inputs = decision.inputs
    lines = [
        Line(
            "",
            translate("window", "Wallet balance"),
            _amount(inputs.wallet_balance, instrument),
            instrument.settle,
        ),
        Line(
            "", translate("window", "Equity"), _amount(inputs.equity, instrument), instrument.settle
        ),
    ]
    if inputs.margin_basis is not None:
        label = translated(_BASIS.get(inputs.margin_basis, "")) or (
            translate("window", "Margin: {basis}").format(basis=fmt.words(inputs.margin_basis))
        )
        lines.append(Line("", label, _amount(inputs.margin, instrument), instrument.settle))
    mark = fmt.price(inputs.mark_price, instrument.tick_size)
    lines.append(Line("×", translate("window", "Mark price"), mark, instrument.quote))
    return lines


def _factor_lines(decision: Decision) -> list[Line]:
    inputs = decision.inputs
    lines = [
        Line(
            "×", translate("window", "Target leverage"), fmt.number(inputs.target_leverage, 2), "×"
        )
    ]
    multiplier = inputs.leverage_multiplier
    if multiplier is not None and multiplier != 1.0:
        lines.append(
            Line("×", translate("window", "Volatility response"), fmt.number(multiplier, 3), "×")
        )
    lines.append(
        Line(
            "÷",
            translate("window", "1 + funding rate"),
            _one_plus(inputs.funding_rate),
            "",
            False,
            "",
        )
    )
    return lines


def _one_plus(rate: float | None) -> str:
    return fmt.number(None if rate is None else 1.0 + rate, 6)


def _step_line(step: Step, instrument: Instrument) -> Line:
    operator, label = _STEP_LABELS.get(step.name, ("→", fmt.words(step.name).capitalize()))
    label = translated(label)
    strong = step.name == "size_coin"
    if step.unit == "contracts":
        exact = step.name == "contracts_raw"
        decimals = instrument.lot_size if not exact else instrument.lot_size / 100
        return Line(
            operator,
            label,
            fmt.contracts(step.value, decimals),
            translate("window", "contracts"),
            strong,
        )
    if step.unit == "USD":
        return Line(operator, label, fmt.number(step.value, 2), step.unit, strong)
    return Line(operator, label, fmt.coin(step.value), step.unit, strong)


def _amount(value: float | None, instrument: Instrument) -> str:
    return fmt.money(value, instrument.settle).removesuffix(f" {instrument.settle}")
