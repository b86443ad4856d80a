"""What the trader saw when he clicked: nothing opposite to it and nothing larger goes out."""

from typing import NamedTuple

from terminal.engine.market.leg import Leg
from terminal.engine.market.sanity import possible_amount
from terminal.engine.policy.policy import Policy
from terminal.model.errors import UserError
from terminal.model.events import Command, Side

_AT_LEAST = 0.01  # a recommendation moves with every tick: so far it is still the same one


class Shown(NamedTuple):
    """The order on the screen: its side and its unsigned contracts."""

    side: Side
    contracts: float


def shown_of(command: Command) -> Shown | None:
    """Return what a click says was shown, None where it says nothing; UserError for nonsense."""
    if command.side is None and command.contracts is None:
        return None
    if command.venue is None or command.symbol is None:
        raise UserError("command execute: what was shown needs keys `venue` and `symbol`")
    if command.side not in ("buy", "sell"):
        raise UserError(f"command execute: key `side` is {command.side!r}; allowed: buy, sell")
    contracts = command.contracts
    if contracts is None or not (contracts > 0 and possible_amount(contracts)):
        raise UserError(f"command execute: key `contracts` is {contracts!r}; allowed: above 0")
    return Shown(Side(command.side), contracts)


def as_shown(leg: Leg, policy: Policy, target_lots: int, lots: int, shown: Shown) -> int | None:
    """Return how many of the signed `lots` due now may go on this click; None where none may.

    Never more than was shown. Where more is due by over a band of the target (1 % at the least),
    the market is no longer the one that was looked at, and nothing goes.
    """
    if lots * shown.side.sign <= 0:
        return None
    most = leg.lots.nearest(shown.contracts)
    excess = abs(lots) - most
    if excess <= 0:
        return lots
    if most <= 0 or excess > max(policy.rebalance_band, _AT_LEAST) * abs(target_lots):
        return None
    return most * shown.side.sign


def words(leg: Leg, shown: Shown, lots: int) -> str:
    """Return the difference in words."""
    now = f"{'buy' if lots > 0 else 'sell'} {leg.exact(abs(lots))}"
    return f"{shown.side.value} {shown.contracts:g} was shown, {now} is due now"
