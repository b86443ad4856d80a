"""Logarithm and powers that give the same bits on every machine.

The engine promises the same outputs for the same events anywhere. IEEE 754 fixes the four
operations and the square root, but not `log` and `exp`: C libraries differ in the last bit.
`decimal` computes both correctly rounded, so its results do not depend on the library.
"""

from decimal import Context, Decimal

_CONTEXT = Context(prec=20)


def log(value: float) -> float:
    """Return the natural logarithm of `value` (above 0)."""
    return float(_CONTEXT.ln(Decimal(value)))


def exp(value: float) -> float:
    """Return e to the power `value`."""
    return float(_CONTEXT.exp(Decimal(value)))


def half_life_weight(half_life: float) -> float:
    """Return the weight of the newest of equally spaced samples in an EMA: 1 − 2^(−1/half_life)."""
    return 1.0 - float(_CONTEXT.power(Decimal(2), Decimal(-1) / Decimal(half_life)))
