"""`calc QUANTITY key=value …`: one figure of contract arithmetic, with its unit and its formula.

Numbers are read exactly as written and worked out in decimals; only the answer is a float.
"""

from collections.abc import Sequence
from decimal import Context, localcontext

from terminal.app.calc.answer import Answer, plain
from terminal.app.calc.arguments import ARGUMENTS, Given, missing
from terminal.app.calc.quantities import QUANTITIES, Quantity
from terminal.model.errors import UserError

__all__ = ["describe", "run"]

_PRECISION = 120  # digits: products of a few numbers as long as are allowed stay exact


def run(arguments: Sequence[str]) -> Answer:
    """Return the answer to `QUANTITY key=value …`, ready for JSON; UserError names what is wrong.

    It has `value` (None where there is no such figure), `unit`, `formula` and the quantity's
    other figures. Whole numbers are ints, all others the nearest floats.
    """
    if not arguments:
        raise UserError(f"name the quantity: one of {', '.join(QUANTITIES)}")
    name, *pairs = arguments
    quantity = _quantity(name)
    given = Given(_parse(name, quantity, pairs))
    with localcontext(Context(prec=_PRECISION)):
        return {key: plain(value) for key, value in quantity.compute(given).items()}


def describe(name: str) -> str:
    """Return what a quantity is and which arguments it takes, one a line."""
    quantity = _quantity(name)
    lines = [f"calc {name}: {quantity.meaning}"]
    for names, note in ((quantity.required, ""), (quantity.optional, " [optional]")):
        for key in names:
            argument = ARGUMENTS[key]
            lines.append(f"  {key:<20}{argument.meaning}: {argument.allowed}{note}")
    return "\n".join(lines)


def _quantity(name: str) -> Quantity:
    if name not in QUANTITIES:
        raise UserError(f"calc {name}: no such quantity, choose from {', '.join(QUANTITIES)}")
    return QUANTITIES[name]


def _parse(name: str, quantity: Quantity, pairs: Sequence[str]) -> dict[str, str]:
    known = (*quantity.required, *quantity.optional)
    values: dict[str, str] = {}
    for pair in pairs:
        key, equals, text = pair.partition("=")
        if not equals:
            raise UserError(f"{pair}: arguments are written key=value")
        if key not in known:
            raise UserError(f"{key}: calc {name} takes no such argument, only {', '.join(known)}")
        if key in values:
            raise UserError(f"{key}: given twice")
        values[key] = text
    if absent := [key for key in quantity.required if key not in values]:
        raise missing(absent)
    return values
