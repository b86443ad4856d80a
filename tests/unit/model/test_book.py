"""What an order meets in the visible book."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.model.book import Levels, Walk, walk

ASKS: Levels = ((100.0, 10.0), (101.0, 20.0), (103.0, 5.0))
BIDS: Levels = ((99.0, 10.0), (98.0, 20.0))


def test_an_order_within_the_best_level_pays_its_price() -> None:
    assert walk(ASKS, 10.0, buying=True) == Walk(10.0, 100.0, 100.0)


def test_a_larger_order_pays_the_average_by_contracts() -> None:
    assert walk(ASKS, 20.0, buying=True) == Walk(20.0, 100.5, 101.0)
    assert walk(BIDS, 20.0, buying=False) == Walk(20.0, 98.5, 98.0)


def test_the_book_can_be_too_thin() -> None:
    met = walk(ASKS, 1000.0, buying=True)
    assert met.filled_contracts == 35.0
    assert met.worst_price == 103.0


@pytest.mark.parametrize(
    ("levels", "buying", "limit", "filled"),
    [(ASKS, True, 101.0, 30.0), (ASKS, True, 99.9, 0.0), (BIDS, False, 98.5, 10.0)],
)
def test_a_limit_stops_the_walk(levels: Levels, buying: bool, limit: float, filled: float) -> None:
    assert walk(levels, 100.0, buying=buying, limit_price=limit).filled_contracts == filled


@pytest.mark.parametrize(("levels", "contracts"), [((), 5.0), (ASKS, 0.0)])
def test_where_nothing_is_met_there_is_no_price(levels: Levels, contracts: float) -> None:
    assert walk(levels, contracts, buying=True) == Walk(0.0, None, None)


@given(
    st.lists(st.tuples(st.floats(0.01, 1.0), st.integers(1, 1000)), min_size=1, max_size=10),
    st.integers(1, 5000),
)
def test_the_average_lies_between_the_best_and_the_worst_price(
    steps: list[tuple[float, int]], contracts: int
) -> None:
    price, asks = 100.0, []
    for step, available in steps:
        price += step
        asks.append((price, float(available)))
    met = walk(tuple(asks), float(contracts), buying=True)
    assert met.filled_contracts == min(contracts, sum(size for _, size in asks))
    assert met.average_price is not None
    assert met.worst_price is not None
    assert asks[0][0] - 1e-9 <= met.average_price <= met.worst_price + 1e-9
