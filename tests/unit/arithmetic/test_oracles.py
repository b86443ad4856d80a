"""Every number that exchanges publish and the terminal computes, within its stated rounding."""

import json
from collections.abc import Callable
from decimal import Context, Decimal, localcontext
from pathlib import Path
from typing import Any

import pytest

from terminal.model.arithmetic import contracts as arithmetic
from terminal.model.arithmetic.entry import average_entry
from terminal.model.arithmetic.liquidation import bankruptcy_price, liquidation_price
from terminal.model.arithmetic.margin import initial_margin, maintenance_margin, next_deduction
from terminal.model.arithmetic.rounding import (
    fee_ceiled,
    rounded_up,
    truncated,
    value_by_the_lot,
    value_floored,
)
from terminal.model.arithmetic.scaling import contracts_for
from terminal.model.instrument import Kind, LiquidationRule
from tests.unit.arithmetic.oracles_not_applied import NOT_APPLIED

ORACLES = Path(__file__).parents[4] / "shared" / "oracles.json"
INVERSE = Kind.INVERSE
SATOSHI = Decimal(100_000_000)
ONE = Decimal(1)


class Case:
    """The inputs of one oracle by name."""

    def __init__(self, record: dict[str, Any]) -> None:
        assert record["contract"]["inverse"]
        self.size = Decimal(record["contract"]["contract_size"])
        self.inputs = record["inputs"]
        self.side = -1 if self.inputs.get("side") == "short" else 1

    def __getitem__(self, name: str) -> Decimal:
        return Decimal(self.inputs[name])

    def first_of(self, *names: str) -> Decimal:
        return next(self[name] for name in names if name in self.inputs)

    @property
    def contracts(self) -> Decimal:
        """The contracts, which some venues state in USD."""
        if "contracts" in self.inputs:
            return self["contracts"]
        return self.first_of("qty", "usd", "size_usd") / self.size


def value(case: Case) -> Decimal:
    price = case.first_of("mark", "implied_mark", "price", "last", "entry")
    return arithmetic.notional(INVERSE, case.size, case.contracts, price)


def value_of_fills(case: Case) -> Decimal:
    return sum(
        (
            arithmetic.notional(INVERSE, ONE, Decimal(n), Decimal(p))
            for n, p in case.inputs["fills"]
        ),
        Decimal(0),
    )


def value_of_fills_rounded_up(case: Case) -> Decimal:
    return rounded_up(value_of_fills(case), Decimal("1e-8"))


def entry_of_fills(case: Case) -> Decimal | None:
    return average_entry(INVERSE, [(Decimal(n), Decimal(p)) for n, p in case.inputs["fills"]])


def profit(case: Case) -> Decimal:
    price = case.first_of("exit", "mark")
    return arithmetic.pnl(INVERSE, case.size, case.side, case.contracts, case["entry"], price)


def profit_at_stated_notional(case: Case) -> Decimal:
    mark = case.contracts * case.size / case["notional"]
    return arithmetic.pnl(INVERSE, case.size, case.side, case.contracts, case["entry"], mark)


def profit_by_the_lot(case: Case) -> Decimal:
    contracts = int(case["lots_of_100"]) * 100
    bought = value_by_the_lot(contracts, case["entry"], 100)
    sold = value_by_the_lot(contracts, case["exit"], 100)
    return (bought - sold) / SATOSHI


def return_on_margin(case: Case) -> Decimal:
    contracts = case["size_btc"] * case["entry"] / case.size
    gain = arithmetic.pnl(INVERSE, case.size, case.side, contracts, case["entry"], case["exit"])
    return gain / case["margin_btc"]


def bankruptcy(case: Case) -> Decimal | None:
    wallet = case["balance_btc"] - case["order_margin"]
    return bankruptcy_price(
        INVERSE, case.size, case.side, case.contracts, case["entry"], wallet, case["taker_fee"]
    )


def liquidation(
    rule: LiquidationRule, wallet: Callable[[Case], Decimal], tick: str | None = None
) -> Callable[[Case], Decimal | None]:
    def compute(case: Case) -> Decimal | None:
        return liquidation_price(
            INVERSE,
            case.size,
            case.side,
            case.contracts,
            case["entry"],
            wallet(case),
            case["mmr"],
            deduction=Decimal(case.inputs.get("cum", case.inputs.get("mm_deduction", 0))),
            fee=Decimal(case.inputs.get("taker_fee", case.inputs.get("fee", 0))),
            tick=None if tick is None else Decimal(tick),
            rule=rule,
        )

    return compute


def margin(case: Case) -> Decimal:
    return initial_margin(value(case), case["leverage"])


def margin_of_both_legs(case: Case) -> Decimal:
    legs = (case["long"], case["short"])
    values = (arithmetic.notional(INVERSE, case.size, leg, case["last"]) for leg in legs)
    return truncated(sum((initial_margin(leg, case["leverage"]) for leg in values), Decimal(0)), 4)


def maintenance(case: Case) -> Decimal:
    return maintenance_margin(value(case), case["mmr"], Decimal(case.inputs.get("cum", 0)))


def lot_value(lot: int) -> Callable[[Case], Decimal]:
    def compute(case: Case) -> Decimal:
        contracts = int(case.first_of("size", "open_interest"))
        return Decimal(value_by_the_lot(contracts, case.first_of("price", "mark"), lot))

    return compute


def leverage_of_rate(case: Case) -> Decimal:
    # The leverage at which the initial margin is the stated per cent of the risk limit.
    limit = case["risk_limit_btc"]
    return limit / initial_margin(limit, 100 / case["initial_margin_pct"])


def funding_of_contracts_usd(case: Case) -> Decimal:
    mark = Decimal(8000)  # in USD the payment on an inverse contract is the same at every price
    return mark * arithmetic.funding_paid(INVERSE, case.size, 1, case["qty"], mark, case["rate"])


def funding_of_one_contract(case: Case) -> Decimal:
    paid = arithmetic.funding_paid(INVERSE, case.size, 1, ONE, case["index"], case["relative_rate"])
    return truncated(paid, 11)


def commission(case: Case) -> Decimal:
    return arithmetic.fee(INVERSE, case.size, case["qty"], case["price"], case["fee"])


APPLIED: dict[str, Callable[[Case], Decimal | None]] = {
    "bybit-aep-value": value_of_fills_rounded_up,
    "bybit-aep-2-value": value_of_fills,
    "bybit-aep-2": entry_of_fills,
    "bybit-bust-cross-long": bankruptcy,
    "bybit-liq-cross-long": liquidation(
        LiquidationRule.ENTRY, lambda case: case["balance_btc"], tick="0.5"
    ),
    "bybit-iso-posvalue": value,
    "bybit-iso-im": margin,
    "bybit-iso-liq-short": liquidation(LiquidationRule.ENTRY, margin),
    "bybit-iso-liq-short-2026": liquidation(LiquidationRule.MARK, margin),
    "bybit-risk-tier1": leverage_of_rate,
    "bitmex-entry-value": value,
    "bitmex-lot-pnl-1": profit_by_the_lot,
    "bitmex-lot-pnl-2": profit_by_the_lot,
    "bitmex-size": lambda case: contracts_for(INVERSE, case.size, case["want_xbt"], case["price"]),
    "bitmex-im-100x": lambda case: initial_margin(case["value_xbt"], case["leverage"]),
    "bitmex-fut-pnl": profit,
    "bitmex-entryvalue-20x": value,
    "bitmex-openvalue-2021": lot_value(100),
    "bitmex-openvalue-2024": lot_value(100),
    "bitmex-trade-gross-pre2021-1": lot_value(1),
    "bitmex-trade-gross-pre2021-2": lot_value(1),
    "bitmex-trade-gross-pre2021-3": lot_value(1),
    "bitmex-trade-gross-2021-1": lot_value(100),
    "bitmex-trade-gross-2021-2": lot_value(100),
    "bitmex-trade-gross-2021-3": lot_value(100),
    "binance-mm": maintenance,
    "binance-cum-l5": lambda case: next_deduction(
        case["floor_btc"], case["mmr_n"], case["mmr_prev"], case["cum_prev"]
    ),
    "binance-mm-300": lambda case: maintenance_margin(
        case["position_btc"], case["mmr"], case["cum"]
    ),
    "binance-notional-lean": value,
    "binance-blog-pnl": profit,
    "binance-pr-liq": liquidation(LiquidationRule.MARK, lambda case: case["isolated_wallet"]),
    "binance-trade-baseqty": value,
    "binance-trade-fee": lambda case: arithmetic.fee(
        INVERSE, case["base_qty"], ONE, ONE, case["fee_rate"]
    ),
    "binance-liq-cumbase": value,
    "binance-acct-im": lambda case: truncated(initial_margin(case["notional"], case["leverage"])),
    "binance-acct-upl": profit_at_stated_notional,
    "okx-mmr": maintenance,
    "okx-liqpx": liquidation(
        LiquidationRule.MARK_WITH_FEE, lambda case: case["margin"], tick="0.01"
    ),
    "deribit-sizeccy": value,
    "kraken-f1-usd": funding_of_contracts_usd,
    "kraken-f3-abs": funding_of_one_contract,
    "htx-margin-btc": margin,
    "htx-margin-eos": margin,
    "htx-lock-gross": margin_of_both_legs,
    "phemex-fee": lambda case: Decimal(fee_ceiled(int(case["exec_value"]), case["fee"])),
    "phemex-funding-value": lambda case: Decimal(value_floored(case["qty"], case["mark"])),
    "kucoin-value": value,
    "bingx-roi-1": return_on_margin,
    "bingx-roi-2": return_on_margin,
    "bingx-roi-3": return_on_margin,
    "nt-inv-pnl-1": profit,
    "nt-inv-pnl-2": profit,
    "nt-inv-fee-3": commission,
    "nt-inv-pnl-4": profit,
}


@pytest.fixture(scope="module")
def oracles() -> dict[str, dict[str, Any]]:
    if not ORACLES.exists():
        pytest.skip("the shared oracles.json is not beside this checkout")
    records = json.loads(ORACLES.read_text("utf-8"), parse_float=Decimal)
    return {record["id"]: record for record in records}


@pytest.mark.parametrize("name", APPLIED)
def test_the_arithmetic_agrees_with_the_exchange(
    name: str, oracles: dict[str, dict[str, Any]]
) -> None:
    record = oracles[name]
    with localcontext(Context(prec=60)):
        computed = APPLIED[name](Case(record))
        assert computed is not None
        assert abs(computed - record["expected"]) <= record["tolerance"]


def test_every_oracle_is_either_applied_or_set_aside_with_a_reason(
    oracles: dict[str, dict[str, Any]],
) -> None:
    assert not APPLIED.keys() & NOT_APPLIED.keys()
    assert oracles.keys() == APPLIED.keys() | NOT_APPLIED.keys()
    assert all(NOT_APPLIED.values())
