"""The basis of a dated contract."""

from decimal import Decimal

import pytest

from terminal.model.arithmetic.dated import annualised_basis, basis


def test_a_dear_future_has_a_positive_basis_and_a_cheap_one_a_negative() -> None:
    assert basis(Decimal(60_600), Decimal(60_000)) == Decimal("0.01")
    assert basis(59_400.0, 60_000.0) == pytest.approx(-0.01)
    assert basis(60_000.0, 60_000.0) == 0


def test_a_basis_is_annualised_by_the_days_that_are_left() -> None:
    assert annualised_basis(Decimal(60_600), Decimal(60_000), Decimal("36.5")) == Decimal("0.1")
    assert annualised_basis(60_600.0, 60_000.0, 365.0) == pytest.approx(0.01)
