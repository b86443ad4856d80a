"""Logarithms and powers that are the same bits everywhere."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.model.exact_math import exp, half_life_weight, log


@pytest.mark.parametrize(
    ("value", "bits"),
    [
        (2.0, "0x1.62e42fefa39efp-1"),
        (10.0, "0x1.26bb1bbb55516p+1"),
        (0.95, "-0x1.a431d5bcc193ep-5"),
        (1.0, "0x0.0p+0"),
    ],
)
def test_a_logarithm_is_correctly_rounded(value: float, bits: str) -> None:
    assert log(value).hex() == bits


@pytest.mark.parametrize(
    ("value", "bits"), [(1.0, "0x1.5bf0a8b145769p+1"), (-0.5, "0x1.368b2fc6f960ap-1")]
)
def test_an_exponential_is_correctly_rounded(value: float, bits: str) -> None:
    assert exp(value).hex() == bits


@given(st.floats(1e-6, 1e6))
def test_they_agree_with_the_c_library_to_its_last_bit(value: float) -> None:
    assert log(value) == pytest.approx(math.log(value), rel=1e-15, abs=1e-300)
    assert exp(log(value)) == pytest.approx(value, rel=1e-13)


@pytest.mark.parametrize("half_life", [0.5, 1.0, 3.0, 60.0])
def test_after_its_half_life_half_of_a_step_is_left(half_life: float) -> None:
    weight = half_life_weight(half_life)
    assert 0 < weight < 1
    assert (1 - weight) ** half_life == pytest.approx(0.5)


def test_a_half_life_of_one_gives_the_newest_sample_half_the_weight() -> None:
    assert half_life_weight(1.0) == 0.5
