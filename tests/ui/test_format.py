"""Numbers and times as a trader reads them."""

from decimal import Decimal
from math import inf, nan

import pytest

from terminal.ui import format as fmt


@pytest.mark.parametrize(
    ("value", "tick", "shown"),
    [
        (57_004.5, "0.5", "57,004.5"),
        (57_004.0, "0.5", "57,004.0"),
        (0.3021, "0.0001", "0.3021"),
        (60_000.0, "1", "60,000"),
        (60_000.0, "10", "60,000"),
        (Decimal("0.30"), "0.0005", "0.3000"),
    ],
)
def test_a_price_has_exactly_the_decimals_of_its_tick(value: float, tick: str, shown: str) -> None:
    assert fmt.price(value, Decimal(tick)) == shown


@pytest.mark.parametrize("value", [None, nan, inf, -inf])
def test_what_is_unknown_or_not_finite_is_never_a_number(value: float | None) -> None:
    tick = Decimal("0.5")
    shown = [
        fmt.price(value, tick),
        fmt.contracts(value, tick),
        fmt.number(value, 2, signed=True),
        fmt.coin(value, "BTC"),
        fmt.usd(value),
        fmt.money(value, "BTC"),
        fmt.money(value, "USDT"),
        fmt.compact(value),
        fmt.percent(value),
        fmt.rate(value),
        fmt.leverage(value),
        fmt.duration(value),
        fmt.age(value),
        fmt.countdown(value),
    ]
    assert set(shown) == {fmt.UNKNOWN}


def test_a_signed_number_always_carries_its_sign_and_zero_never_does() -> None:
    assert fmt.number(1.5, 2, signed=True) == "+1.50"
    assert fmt.number(-1.5, 2, signed=True) == "−1.50"
    assert fmt.number(-0.004, 2, signed=True) == "0.00"
    assert fmt.number(0.0, 2, signed=True) == "0.00"


def test_dollars_carry_the_sign_before_the_currency() -> None:
    assert fmt.usd(-1234.5, signed=True) == "−$1,234.50"
    assert fmt.usd(1234.5, signed=True) == "+$1,234.50"
    assert fmt.usd(1234.5) == "$1,234.50"


def test_an_amount_has_cents_in_dollars_and_more_in_a_coin() -> None:
    assert fmt.money(12.3456789, "USDT") == "12.35 USDT"
    assert fmt.money(0.0526315789, "BTC") == "0.05263158 BTC"
    assert fmt.money(-2.5, "BTC", signed=True) == "−2.500000 BTC"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (950, "950"),
        (12_400, "12.4k"),
        (999_600, "1.00M"),
        (-3_100_000, "−3.10M"),
        (2.5, "2.50"),
        (2e9, "2.00B"),
    ],
)
def test_a_compact_quantity_fits_beside_a_price(value: float, shown: str) -> None:
    assert fmt.compact(value) == shown


def test_a_share_is_shown_in_percent() -> None:
    assert fmt.percent(0.274, 1) == "27.4 %"
    assert fmt.rate(0.0002) == "+0.0200 %"
    assert fmt.rate(-0.00005) == "−0.0050 %"
    assert fmt.leverage(3) == "3.00×"


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0.35, "350 ms"),
        (4.2, "4.2 s"),
        (59.97, "1 m 00 s"),
        (125, "2 m 05 s"),
        (11_520, "3 h 12 m"),
        (187_200, "2 d 04 h"),
    ],
)
def test_a_duration_is_told_in_its_two_largest_units(seconds: float, shown: str) -> None:
    assert fmt.duration(seconds) == shown


def test_ages_and_countdowns_do_not_flicker() -> None:
    assert fmt.age(0.4) == "now"
    assert fmt.age(3.9) == "3 s"
    assert fmt.age(312) == "5 m 12 s"
    assert fmt.countdown(7999.9) == "2:13:19"
    assert fmt.countdown(-5) == "0:00:00"


def test_times_are_utc() -> None:
    at = 1_790_000_000_123_456_789
    assert fmt.clock_time(at) == "14:13:20"
    assert fmt.clock_time(at, zoned=True) == "14:13:20 UTC"
    assert fmt.date_time(at) == "2026-09-21 14:13:20 UTC"
    assert fmt.clock_time(None) == fmt.UNKNOWN
