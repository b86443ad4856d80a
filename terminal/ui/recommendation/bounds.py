"""What cut a target, an order, or both, and how that is told beside the order. Pure."""

from terminal.model.instrument import Instrument
from terminal.model.outputs import Decision
from terminal.model.reasons import Reason
from terminal.ui import format as fmt
from terminal.ui.reason_words import words_for
from terminal.ui.words import translate

_OF_ORDERS = frozenset(
    {
        Reason.MAX_ORDER_USD,
        Reason.MAX_TURNOVER,
        Reason.MAX_SLIPPAGE,
        Reason.MAX_DEPTH_SHARE,
        Reason.MARGIN_STOP,
        Reason.MARGIN_UNCONFIRMED,
        Reason.OTHER_VENUE_FIRST,
    }
)


def order_cut(decision: Decision) -> Reason | None:
    """Return what made this order smaller than the difference, None where nothing did."""
    return next((r for r in reversed(_bounds(decision)) if r in _OF_ORDERS), None)


def target_cut(decision: Decision) -> Reason | None:
    """Return the bound that decided the target, None where the formula alone did."""
    return next((r for r in reversed(_bounds(decision)) if r not in _OF_ORDERS), None)


def bound_words(decision: Decision, listed: Instrument) -> str:
    """Return why the order is not all that lies between position and uncut target; "" if it is.

    Every part is told with its figures: two numbers that differ without a word look like a fault.
    """
    lot = listed.lot_size
    target, current = decision.target_contracts, decision.current_contracts
    said = []
    capped = target_cut(decision)
    if capped is not None:
        cut_to = fmt.contracts(target, lot, signed=True)
        said.append(
            translate("window", "Target cut to {cut_to}: {short}.").format(
                cut_to=cut_to, short=words_for(capped).short
            )
        )
    flight = decision.in_flight_contracts
    if flight:
        said.append(
            translate("window", "{contracts} in flight already.").format(
                contracts=fmt.contracts(flight, lot, signed=True)
            )
        )
    order = decision.order_contracts
    if target is None or current is None or order is None:
        return " ".join(said)
    missing = target - current - flight
    if abs(order) < abs(missing):
        whole, why = fmt.contracts(abs(missing), lot), order_cut(decision)
        if why is not None:
            words = words_for(why)
            said.append(
                translate("window", "Part of {whole}: {short}. {sentence}").format(
                    whole=whole, short=words.short, sentence=words.sentence
                )
            )
        elif current * target < 0:
            said.append(
                translate(
                    "window", "Part of {whole}: the position is closed before it is turned."
                ).format(whole=whole)
            )
        else:
            said.append(
                translate("window", "Part of {whole}: the rest follows.").format(whole=whole)
            )
    return " ".join(said)


def _bounds(decision: Decision) -> tuple[Reason, ...]:
    if decision.bounds or decision.bound_by is None:
        return decision.bounds
    return (decision.bound_by,)
