"""The quantities that `calc` can work out, each with the arguments that it takes."""

from collections.abc import Callable
from dataclasses import dataclass

from terminal.app.calc import positions, risks
from terminal.app.calc.answer import Answer
from terminal.app.calc.arguments import Given


@dataclass(frozen=True, slots=True)
class Quantity:
    """One figure that can be asked for."""

    meaning: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    compute: Callable[[Given], Answer]


QUANTITIES = {
    "size": Quantity(
        "contracts to hold, rounded towards zero to the lot",
        ("kind", "contract_size", "margin", "target_leverage", "mark", "funding"),
        ("lot_size",),
        positions.size,
    ),
    "notional": Quantity(
        "value of contracts in settlement currency",
        ("kind", "contract_size", "contracts", "price"),
        (),
        positions.notional,
    ),
    "pnl": Quantity(
        "profit in settlement currency, before fees",
        ("kind", "contract_size", "side", "contracts", "entry", "exit"),
        ("fee",),
        positions.pnl,
    ),
    "entry": Quantity(
        "average entry price of fills", ("kind", "fills"), ("contract_size",), positions.entry
    ),
    "break_even": Quantity(
        "exit price at which profit pays exactly for both fees",
        ("kind", "side", "entry", "fee"),
        ("closing_fee",),
        positions.break_even,
    ),
    "basis": Quantity(
        "how far a dated contract stands from its index",
        ("mark", "index"),
        ("days",),
        positions.basis,
    ),
    "margin": Quantity(
        "initial margin in settlement currency",
        ("kind", "contract_size", "contracts", "price", "leverage"),
        ("mmr", "deduction", "fee"),
        positions.margin,
    ),
    "liquidation": Quantity(
        "liquidation price by the venue's rule",
        ("kind", "contract_size", "side", "contracts", "entry", "wallet", "mmr"),
        ("deduction", "fee", "tick", "rule", "mark"),
        risks.liquidation,
    ),
    "bankruptcy": Quantity(
        "price at which the margin is lost: by leverage, or by contracts and wallet",
        ("kind", "side", "entry"),
        ("leverage", "contract_size", "contracts", "wallet", "fee"),
        risks.bankruptcy,
    ),
    "funding": Quantity(
        "funding paid at one settlement (negative: received)",
        ("kind", "contract_size", "side", "contracts", "mark", "rate"),
        (),
        positions.funding,
    ),
    "restore": Quantity(
        "contracts to keep so that utilisation ends at or below the target",
        ("kind", "contract_size", "contracts", "mark", "equity", "mmr", "target_utilisation"),
        ("deduction", "fee", "lot_size"),
        risks.restore,
    ),
    "rebalance": Quantity(
        "share of contracts to add (negative: to cut) to hold leverage through a move",
        ("kind", "side", "leverage", "move"),
        (),
        risks.rebalance,
    ),
    "ladder": Quantity(
        "a position left alone, price by price",
        ("kind", "contract_size", "side", "contracts", "entry", "wallet", "mmr", "target_leverage"),
        ("from", "to", "step"),
        risks.ladder,
    ),
}
