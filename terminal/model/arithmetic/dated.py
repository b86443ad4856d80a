"""What a dated contract adds to the arithmetic: how far it stands from its index, by when."""

from terminal.model.arithmetic.number import Number

_DAYS_A_YEAR = 365


def basis(mark: Number, index: Number) -> Number:
    """Return mark over index, less 1: a fraction, above 0 where the future is dearer."""
    return mark / index - 1


def annualised_basis(mark: Number, index: Number, days: Number) -> Number:
    """Return the basis for a year, without compounding; `days` to expiry above 0."""
    return basis(mark, index) * _DAYS_A_YEAR / days
