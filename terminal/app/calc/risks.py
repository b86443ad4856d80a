"""Figures of what can go wrong: liquidation, bankruptcy, restoring margin, holding leverage."""

from decimal import Decimal

from terminal.app.calc.answer import USD_PER_COIN, Answer, either
from terminal.app.calc.arguments import Given
from terminal.model.arithmetic.ladder import price_steps, rungs
from terminal.model.arithmetic.liquidation import (
    bankruptcy_price,
    bankruptcy_price_at_leverage,
    distance,
    liquidation_price,
)
from terminal.model.arithmetic.restore import contracts_to_keep, utilisation_after
from terminal.model.arithmetic.scaling import leverage_untouched, rebalance_share
from terminal.model.errors import UserError
from terminal.model.instrument import Kind, LiquidationRule

_ZERO = Decimal(0)
_ONE = Decimal(1)
_MOST_RUNGS = 10_000


_LIQUIDATION_FORMULAS = {
    (Kind.INVERSE, LiquidationRule.MARK): "N·C(1 + s·m) / (N·C/E + s·(W + d))",
    (Kind.LINEAR, LiquidationRule.MARK): "(N·C·E − s·(W + d)) / (N·C(1 − s·m))",
    (Kind.INVERSE, LiquidationRule.MARK_WITH_FEE): "N·C(1 + s·(m + t)) / (N·C/E + s·(W + d))",
    (Kind.LINEAR, LiquidationRule.MARK_WITH_FEE): "(N·C·E − s·(W + d)) / (N·C(1 − s·(m + t)))",
    (Kind.INVERSE, LiquidationRule.ENTRY): "N·C / (N·C/E + s·(W − m·N·C/E + d − t·N·C/bankruptcy))",
    (Kind.LINEAR, LiquidationRule.ENTRY): "E − s·(W − m·N·C·E + d − t·N·C·bankruptcy) / (N·C)",
}


def liquidation(given: Given) -> Answer:
    """Return the liquidation price by a venue's rule, and how far it is."""
    kind, side, rule = given.kind, given.side, given.rule
    contract_size, contracts, entry, wallet, mmr = given.numbers(
        "contract_size", "contracts", "entry", "wallet", "mmr"
    )
    price = liquidation_price(
        kind,
        contract_size,
        side,
        contracts,
        entry,
        wallet,
        mmr,
        deduction=given.number("deduction", _ZERO),
        fee=given.number("fee", _ZERO),
        tick=given.number("tick") if given.has("tick") else None,
        rule=rule,
    )
    answer: Answer = {
        "value": price,
        "unit": USD_PER_COIN,
        "formula": _LIQUIDATION_FORMULAS[kind, rule],
    }
    if given.has("mark"):
        answer["distance"] = distance(side, given.number("mark"), price)
    return answer


def bankruptcy(given: Given) -> Answer:
    """Return the price at which the margin is lost."""
    kind, side, entry, fee = (
        given.kind,
        given.side,
        given.number("entry"),
        given.number("fee", _ZERO),
    )
    if given.has("leverage"):
        if given.has("wallet"):
            raise UserError("wallet: give either wallet or leverage, not both")
        return {
            "value": bankruptcy_price_at_leverage(kind, side, entry, given.number("leverage"), fee),
            "unit": USD_PER_COIN,
            "formula": either(kind, "E·L / (L + s)", "E·(L − s) / L"),
        }
    if not any(given.has(name) for name in ("contract_size", "contracts", "wallet")):
        raise UserError("leverage is missing: give it, or contract_size, contracts and wallet")
    contract_size, contracts, wallet = given.numbers("contract_size", "contracts", "wallet")
    return {
        "value": bankruptcy_price(kind, contract_size, side, contracts, entry, wallet, fee),
        "unit": USD_PER_COIN,
        "formula": either(kind, "N·C(1 + s·t) / (N·C/E + s·W)", "(N·C·E − s·W) / (N·C(1 − s·t))"),
    }


def restore(given: Given) -> Answer:
    """Return the contracts to keep so that utilisation ends at its target."""
    kind = given.kind
    contract_size, contracts, mark, equity, mmr, target = given.numbers(
        "contract_size", "contracts", "mark", "equity", "mmr", "target_utilisation"
    )
    deduction, fee = given.number("deduction", _ZERO), given.number("fee", _ZERO)
    kept = contracts_to_keep(
        kind,
        contract_size,
        contracts,
        mark,
        equity,
        mmr,
        target,
        deduction=deduction,
        fee=fee,
        lot=given.number("lot_size", _ONE),
    )

    def utilisation(keeping: Decimal) -> Decimal | None:
        return utilisation_after(
            kind, contract_size, contracts, keeping, mark, equity, mmr, deduction, fee
        )

    return {
        "value": kept,
        "unit": "contracts",
        "formula": "N′ = (u*·(equity − t·n·N) + d) / (n·(m − u*·t)), n = notional of one contract;"
        " whole lots, utilisation at or below u*",
        "reduce_by": contracts - kept,
        "utilisation_before": utilisation(contracts),
        "utilisation_after": utilisation(kept),
    }


def rebalance(given: Given) -> Answer:
    """Return the share of contracts to add to hold leverage through a move."""
    kind, side = given.kind, given.side
    leverage, move = given.numbers("leverage", "move")
    return {
        "value": rebalance_share(kind, side, leverage, move),
        "unit": "fraction of contracts",
        "formula": either(kind, "(1 + s·L)·r", "(s·L − 1)·r / (1 + r)"),
        "leverage_untouched": leverage_untouched(kind, side, leverage, move),
    }


def ladder(given: Given) -> Answer:
    """Return a position left alone, price by price."""
    kind, side = given.kind, given.side
    contract_size, contracts, entry, wallet, mmr, target = given.numbers(
        "contract_size", "contracts", "entry", "wallet", "mmr", "target_leverage"
    )
    start = given.number("from", entry / 2)
    stop = given.number("to", entry * 3 / 2)
    if stop < start:
        raise UserError(f"to: must be at or above from, which is {start:f}, not {stop:f}")
    step = given.number("step", max((stop - start) / 20, entry / 1000))
    if (stop - start) / step >= _MOST_RUNGS:
        raise UserError(f"step: gives more than {_MOST_RUNGS} rows, make it larger than {step:f}")
    prices = price_steps(start, stop, step)
    return {
        "value": [
            {
                "price": rung.price,
                "coin_equity": rung.coin_equity,
                "usd_equity": rung.usd_equity,
                "effective_leverage": rung.effective_leverage,
                "contracts_at_target": rung.contracts_at_target,
                "distance_to_liquidation": rung.distance_to_liquidation,
            }
            for rung in rungs(
                kind, contract_size, side, contracts, entry, wallet, mmr, target, prices
            )
        ],
        "unit": "rows: USD per coin, coin, USD, ratio, contracts, fraction of price",
        "formula": "equity = W + PnL(P); effective leverage = notional / equity; contracts at "
        "target = L·equity over the notional of one contract; distance = s·(P − liquidation) / P",
        "liquidation_price": liquidation_price(
            kind, contract_size, side, contracts, entry, wallet, mmr
        ),
    }
