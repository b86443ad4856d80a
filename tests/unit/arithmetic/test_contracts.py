"""What contracts are worth, earn and pay, in floats and in decimals alike."""

from decimal import Decimal

import pytest

from terminal.model.arithmetic.contracts import (
    exposure_coin,
    exposure_usd,
    fee,
    funding_paid,
    notional,
    pnl,
)
from terminal.model.instrument import Kind

INVERSE, LINEAR = Kind.INVERSE, Kind.LINEAR


@pytest.mark.parametrize(
    ("kind", "contract_size", "settlement", "coin", "usd"),
    [(INVERSE, 100.0, 0.04, 0.04, 1000.0), (LINEAR, 0.01, 2500.0, 0.1, 2500.0)],
)
def test_contracts_have_a_value_in_settlement_currency_in_coin_and_in_usd(
    kind: Kind, contract_size: float, settlement: float, coin: float, usd: float
) -> None:
    assert notional(kind, contract_size, 10.0, 25_000.0) == settlement
    assert exposure_coin(kind, contract_size, 10.0, 25_000.0) == coin
    assert exposure_usd(kind, contract_size, 10.0, 25_000.0) == usd


def test_an_inverse_long_earns_coin_by_the_difference_of_reciprocals() -> None:
    gain = pnl(INVERSE, Decimal(1), 1, Decimal(100_000), Decimal(10_000), Decimal(12_500))
    assert gain == Decimal(2)
    assert pnl(INVERSE, 1.0, -1, 100_000.0, 10_000.0, 12_500.0) == -2.0


def test_a_linear_short_earns_usd_by_the_difference_of_prices() -> None:
    assert pnl(LINEAR, 0.1, -1, 5.0, 200.0, 150.0) == 25.0


def test_a_tiny_move_of_an_inverse_contract_keeps_its_digits_in_floats() -> None:
    exact = pnl(INVERSE, Decimal(1), 1, Decimal(1), Decimal(60_000), Decimal("60000.0001"))
    assert pnl(INVERSE, 1.0, 1, 1.0, 60_000.0, 60_000.0001) == pytest.approx(float(exact), rel=1e-6)


@pytest.mark.parametrize("price", [100.0, 30_000.0, 60_000.0, 240_000.0, 5e6])
def test_a_1x_inverse_short_is_worth_the_same_usd_at_every_price(price: float) -> None:
    wallet = notional(INVERSE, 1.0, 60_000.0, 60_000.0)
    equity = wallet + pnl(INVERSE, 1.0, -1, 60_000.0, 60_000.0, price)
    assert equity * price == pytest.approx(60_000.0, rel=1e-9)


def test_a_fee_is_charged_on_notional_in_settlement_currency() -> None:
    assert fee(INVERSE, 1.0, 10_000.0, 50_000.0, 0.0005) == pytest.approx(0.0001)
    assert fee(LINEAR, 0.01, 100.0, 50_000.0, 0.0005) == pytest.approx(25.0)


@pytest.mark.parametrize(
    ("side", "rate", "paid"),
    [(1, "0.0001", "0.0002"), (-1, "0.0001", "-0.0002"), (1, "-0.0001", "-0.0002")],
)
def test_longs_pay_positive_funding_and_shorts_receive_it(side: int, rate: str, paid: str) -> None:
    contracts, mark = Decimal(100_000), Decimal(50_000)
    assert funding_paid(INVERSE, Decimal(1), side, contracts, mark, Decimal(rate)) == Decimal(paid)


def test_linear_funding_is_paid_in_the_quote_currency() -> None:
    assert funding_paid(LINEAR, 0.01, 1, 100.0, 50_000.0, 0.0001) == pytest.approx(5.0)
