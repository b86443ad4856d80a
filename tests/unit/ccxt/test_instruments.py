import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import ccxt.pro
import pytest

from terminal.model.errors import RejectedError
from terminal.model.instrument import Instrument, Kind, TiersIn
from terminal.venues.ccxt.catalogue import BINANCE_COIN_M, BYBIT
from terminal.venues.ccxt.instruments import funding_interval_s, instrument


def market(**changes: Any) -> dict[str, Any]:
    return {
        "symbol": "BTC/USD:BTC", "base": "BTC", "quote": "USD", "settle": "BTC", "inverse": True,
        "contractSize": 1.0, "expiry": None, "precision": {"amount": 1.0, "price": 0.1},
        "limits": {"amount": {"min": 1.0}}, "info": {"fundingInterval": 480},
        **changes,
    }  # fmt: skip


def tier(limit: float, rate: float, leverage: float, deduction: str = "") -> dict[str, Any]:
    return {
        "maxNotional": limit,
        "maintenanceMarginRate": rate,
        "maxLeverage": leverage,
        "info": {"mmDeduction": deduction},
    }


def bybit(listed: dict[str, Any], tiers: list[dict[str, Any]]) -> Instrument:
    return instrument(BYBIT, "bybit", listed, tiers, "0.00055", "0.0002")


def test_a_bybit_inverse_contract_is_listed_exactly() -> None:
    made = bybit(market(), [tier(150.0, 0.005, 100.0), tier(300.0, 0.01, 50.0, "0.75")])
    assert (made.kind, made.contract_size, made.settle) == (Kind.INVERSE, Decimal(1), "BTC")
    assert (made.tick_size, made.lot_size) == (Decimal("0.1"), Decimal(1))
    assert (made.taker_fee, made.maker_fee) == (Decimal("0.00055"), Decimal("0.0002"))
    assert made.tiers_in is TiersIn.COIN
    assert [t.up_to for t in made.tiers] == [Decimal(150), Decimal(300)]
    assert [t.deduction for t in made.tiers] == [Decimal(0), Decimal("0.75")]
    assert str(made.lot_size) == "1"


def test_a_contract_size_that_ccxt_guessed_wrong_is_refused() -> None:
    """Bybit raises its smallest order to 10: ccxt would make every figure ten times too big."""
    with pytest.raises(RejectedError, match="1 USD by our table and 10"):
        bybit(market(contractSize=10.0), [])


@pytest.mark.parametrize(("base", "size"), [("BTC", 100.0), ("ETH", 10.0), ("XRP", 10.0)])
def test_binances_sizes_are_by_coin(base: str, size: float) -> None:
    listed = market(base=base, settle=base, symbol=f"{base}/USD:{base}", contractSize=size)
    made = instrument(BINANCE_COIN_M, "b", listed, [], "0.0005", "0.0001")
    assert made.contract_size == Decimal(int(size))


def test_binances_recorded_listing_is_read(recorded_data: Path) -> None:
    payloads = json.loads((recorded_data / "ccxt_payloads" / "binance.json").read_text())
    info = next(i for i in payloads["items"] if i["ccxt_function"] == "fetch_markets")["payload"]
    exchange = ccxt.pro.binancecoinm()
    listed = {m["symbol"]: m for m in map(exchange.parse_market, info["symbols"])}
    made = instrument(BINANCE_COIN_M, "b", listed["BTC/USD:BTC"], [], "0.0005", "0.0001")
    assert (made.contract_size, made.tick_size) == (Decimal(100), Decimal("0.1"))
    dated = next(m for symbol, m in listed.items() if symbol.startswith("BTC/USD:BTC-"))
    assert instrument(BINANCE_COIN_M, "b", dated, [], "0", "0").expiry == 1601020800000 * 10**6


def test_maintenance_in_percent_is_recognised() -> None:
    """The recorded reply of risk-limit says "0.5" for half a percent."""
    made = bybit(market(), [tier(150.0, 0.5, 100.0), tier(300.0, 1.0, 50.0)])
    assert [t.maintenance_rate for t in made.tiers] == [Decimal("0.005"), Decimal("0.01")]


def test_recorded_margin_tiers_are_read(recorded_data: Path) -> None:
    payloads = json.loads((recorded_data / "ccxt_payloads" / "bybit.json").read_text())
    name = "parse_market_leverage_tiers"
    rows = next(i for i in payloads["items"] if i["ccxt_function"] == name)["payload"]
    exchange = ccxt.pro.bybit()
    tiers = exchange.parse_market_leverage_tiers(rows, exchange.safe_market("BTCUSD"))
    (first,) = bybit(market(), tiers).tiers
    assert (first.up_to, first.maintenance_rate) == (Decimal(150), Decimal("0.005"))
    assert first.max_leverage == Decimal(100)


@pytest.mark.parametrize(
    "changes",
    [
        {"precision": {"amount": None, "price": 0.1}},
        {"precision": {"amount": 1.0, "price": float("nan")}},
        {"contractSize": None},
        {"precision": {"amount": 1.0, "price": 0}},
        {"settle": "USDT"},
    ],
    ids=str,
)
def test_terms_that_no_order_can_be_made_with_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(RejectedError):
        bybit(market(**changes), [])


@pytest.mark.parametrize(
    ("stated", "seconds"), [(480, 28_800.0), ("30", 1_800.0), (None, None), ("", None), (0, None)]
)
def test_the_funding_interval_is_the_listings_to_the_minute(
    stated: object, seconds: float | None
) -> None:
    listed = market(info={"fundingInterval": stated})
    assert funding_interval_s(BYBIT.units, listed) == seconds
