"""What `calc` answers with, and how decimals become JSON."""

from decimal import Decimal
from typing import Any

from terminal.model.arithmetic.rounding import settled
from terminal.model.instrument import Kind

Answer = dict[str, Any]

USD_PER_COIN = "USD per coin"


def plain(value: object) -> object:
    """Return `value` as JSON shows it best: whole decimals as ints, others as nearest floats."""
    if isinstance(value, Decimal):
        value = settled(value)
        whole = value == value.to_integral_value() and abs(value) < 2**53
        return int(value) if whole else float(value)
    if isinstance(value, list):
        return [{key: plain(figure) for key, figure in row.items()} for row in value]
    return value


def money(kind: Kind) -> str:
    """Return the settlement currency's name as a unit."""
    return "coin" if kind is Kind.INVERSE else "USD"


def either(kind: Kind, inverse: str, linear: str) -> str:
    """Return the text that is true of the kind."""
    return inverse if kind is Kind.INVERSE else linear
