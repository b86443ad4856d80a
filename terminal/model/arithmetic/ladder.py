"""A position left alone, price by price: what it is worth and how much of it would be right."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic

from terminal.model.arithmetic.contracts import notional, pnl
from terminal.model.arithmetic.liquidation import distance, liquidation_price
from terminal.model.arithmetic.margin import effective_leverage
from terminal.model.arithmetic.number import Number
from terminal.model.arithmetic.rounding import rounded_down
from terminal.model.arithmetic.scaling import contracts_for, margin_usd, size_coin
from terminal.model.instrument import Kind, LiquidationRule


@dataclass(frozen=True, slots=True)
class Rung(Generic[Number]):
    """The position at one price. None is a figure that does not exist there.

    `contracts_at_target` is unsigned and not rounded; `distance_to_liquidation` is a fraction of
    the price, below 0 past liquidation.
    """

    price: Number
    coin_equity: Number
    usd_equity: Number
    effective_leverage: Number | None
    contracts_at_target: Number
    distance_to_liquidation: Number | None


def rungs(
    kind: Kind,
    contract_size: Number,
    side: int,
    contracts: Number,
    entry: Number,
    wallet: Number,
    maintenance_rate: Number,
    target_leverage: Number,
    prices: Iterable[Number],
    deduction: Number | int = 0,
    fee: Number | int = 0,
    rule: LiquidationRule = LiquidationRule.MARK,
) -> Iterator[Rung[Number]]:
    """Yield the position at each of `prices`; the target is sized on equity, without funding."""
    liquidation = liquidation_price(
        kind,
        contract_size,
        side,
        contracts,
        entry,
        wallet,
        maintenance_rate,
        deduction=deduction,
        fee=fee,
        rule=rule,
    )
    for price in prices:
        equity = wallet + pnl(kind, contract_size, side, contracts, entry, price)
        usd = margin_usd(kind, equity, price)
        target = size_coin(max(usd, usd * 0), target_leverage, price, price * 0)
        yield Rung(
            price=price,
            coin_equity=equity if kind is Kind.INVERSE else equity / price,
            usd_equity=usd,
            effective_leverage=effective_leverage(
                notional(kind, contract_size, contracts, price), equity
            ),
            contracts_at_target=contracts_for(kind, contract_size, target, price),
            distance_to_liquidation=distance(side, price, liquidation),
        )


def price_steps(start: Number, stop: Number, step: Number) -> Iterator[Number]:
    """Yield prices from `start` to `stop`, both included where `step` (above 0) reaches them."""
    count = round(rounded_down(stop - start, step) / step)
    for number in range(count + 1):
        yield start + number * step
