"""A decision told in sentences, with its own numbers: the arithmetic for who has not learnt it."""

from decimal import Decimal

from terminal.engine.snapshot import LegState, Snapshot
from terminal.model.instrument import Instrument
from terminal.model.outputs import Action, Decision
from terminal.ui import format as fmt
from terminal.ui.policy_numbers import policy_number
from terminal.ui.reason_words import words_for
from terminal.ui.recommendation.bounds import order_cut, target_cut
from terminal.ui.words import QT_TRANSLATE_NOOP, translate, translated

_BASES = {
    "wallet": QT_TRANSLATE_NOOP(
        "window", "the wallet balance, so that the exposure in coin stays the same"
    ),
    "equity": QT_TRANSLATE_NOOP("window", "the equity, so that the leverage stays the same"),
    "lesser": QT_TRANSLATE_NOOP("window", "the lesser of wallet balance and equity"),
}


def explanation(snapshot: Snapshot, leg: LegState) -> tuple[str, ...]:
    """Return the way from margin to order in sentences; what is unknown is left out."""
    decision = leg.decision
    if decision is None:
        return (translate("window", "Nothing has been decided on this instrument yet."),)
    listed = leg.instrument
    sentences = [_margin(decision, listed), _size(decision, listed), _bounds(decision)]
    sentences += [_difference(decision, listed), _band(snapshot, decision, listed)]
    words = words_for(decision.reason)
    sentences.append(f"{words.short}: {words.sentence} {words.advice}".strip())
    return tuple(sentence for sentence in sentences if sentence)


def _margin(decision: Decision, listed: Instrument) -> str:
    inputs = decision.inputs
    if inputs.margin_usd is None or inputs.margin_basis is None:
        return ""
    basis = translated(_BASES.get(inputs.margin_basis, fmt.words(inputs.margin_basis)))
    worth = fmt.usd(inputs.margin_usd)
    if inputs.margin is None:
        return translate(
            "window", "The portfolio's allocation gives this instrument {worth} of margin."
        ).format(worth=worth)
    mark = fmt.price(inputs.mark_price, listed.tick_size)
    amount = fmt.money(inputs.margin, listed.settle)
    return translate(
        "window", "The margin counted is {basis}: {amount}, worth {worth} at the mark of {mark}."
    ).format(basis=basis, amount=amount, worth=worth, mark=mark)


def _size(decision: Decision, listed: Instrument) -> str:
    inputs = decision.inputs
    if decision.raw_size_coin is None or inputs.target_leverage is None:
        return ""
    leverage = fmt.leverage(inputs.target_leverage)
    if inputs.leverage_multiplier not in (None, 1.0):
        leverage += translate("window", ", cut to {percent} of it by volatility").format(
            percent=fmt.percent(inputs.leverage_multiplier, 1)
        )
    rate = fmt.rate(inputs.funding_rate)
    raw = next((step.value for step in decision.steps if step.name == "contracts_raw"), None)
    contracts = fmt.contracts(raw, listed.lot_size)
    return translate(
        "window",
        "Times the target leverage of {leverage}, divided by the mark "
        "price and by 1 + the funding rate of {rate}: {coin}, which is "
        "{contracts} contracts.",
    ).format(
        leverage=leverage,
        rate=rate,
        coin=fmt.coin(decision.raw_size_coin, listed.base),
        contracts=contracts,
    )


def _bounds(decision: Decision) -> str:
    capped, cut = target_cut(decision), order_cut(decision)
    if capped is not None:
        said = translate("window", "What decided the target: {short}.").format(
            short=words_for(capped).short
        )
    elif decision.target_contracts is None:
        return ""
    else:
        said = translate("window", "No cap binds the target.")
    return (
        said
        if cut is None
        else translate("window", "{said} This order alone is cut: {short}.").format(
            said=said, short=words_for(cut).short
        )
    )


def _difference(decision: Decision, listed: Instrument) -> str:
    target, current = decision.target_contracts, decision.current_contracts
    if target is None or current is None:
        return ""
    lot, flight = listed.lot_size, decision.in_flight_contracts
    held = fmt.contracts(current, lot, signed=True)
    way = (
        translate("window", " and {contracts} are on their way").format(
            contracts=fmt.contracts(flight, lot, signed=True)
        )
        if flight
        else ""
    )
    missing = target - current - flight
    return translate(
        "window", "The target is {contracts}; {held} are held{way}, so {contracts2} are missing."
    ).format(
        contracts=fmt.contracts(target, lot, signed=True),
        held=held,
        way=way,
        contracts2=fmt.contracts(missing, lot, signed=True),
    )


def _band(snapshot: Snapshot, decision: Decision, listed: Instrument) -> str:
    target, order = decision.target_contracts, decision.order_contracts
    if not target or order is None or decision.action is Action.FROZEN:
        return ""
    reducing = (decision.current_contracts or Decimal(0)) * order < 0
    share = policy_number(snapshot, "rebalance_band")
    keys = snapshot.policy.keys if snapshot.policy else {}
    own = keys.get("reduce_band")
    if reducing and isinstance(own, int | float):
        share = float(own)
    width = fmt.contracts(abs(float(target)) * share, listed.lot_size)
    return translate("window", "The band is {percent} of the target: {width} contracts.").format(
        percent=fmt.percent(share), width=width
    )
