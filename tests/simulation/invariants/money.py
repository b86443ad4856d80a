"""Margin moves by the trader's hand alone, and is known by the venues' word alone."""

from terminal.engine.snapshot import Snapshot
from terminal.model.outputs import (
    Alert,
    AnyOutput,
    CancelIntent,
    Decision,
    Freeze,
    ModeChanged,
    OrderIntent,
    OrderQuery,
    Unfreeze,
)
from tests.simulation.facts.leg import LegFacts
from tests.simulation.invariants.scene import Scene

_ROUNDING = 1e-9
# Of all that leaves the engine only orders, cancels and questions go to a venue.
_SAID = (
    Alert, CancelIntent, Decision, Freeze, ModeChanged, OrderIntent, OrderQuery, Unfreeze,
)  # fmt: skip


def check_said(scene: Scene, outputs: list[AnyOutput]) -> None:
    """Nothing that the engine says could move money from one venue to another."""
    for output in outputs:
        strange = not isinstance(output, _SAID)
        scene.forbid("the terminal moves no money", strange, output.at, output)


def check_wallet(scene: Scene, decision: Decision, leg: LegFacts) -> None:
    """Since a statement with which nothing was told, a wallet is what it said: to the last bit.

    Margin that left for another venue is counted there once that venue has stated it.
    """
    said, wallet = leg.account.statement, decision.inputs.wallet_balance
    if said is None or wallet is None or leg.orders.moved_at >= said.at:
        return
    scene.forbid(
        "a wallet is the venue's last word",
        abs(wallet - said.wallet) > _ROUNDING * max(abs(said.wallet), 1.0),
        decision.at,
        "{}, not {}",
        wallet,
        said.wallet,
    )


def check_advice(scene: Scene, snapshot: Snapshot) -> None:
    """A transfer that is advised is one of a coin that both have, and of no more than is there."""
    equity = {(account.venue, account.settle): account.equity for account in snapshot.accounts}
    for advice in snapshot.portfolio.transfers:
        there = equity.get((advice.from_venue, advice.settle))
        known = there is not None and (advice.to_venue, advice.settle) in equity
        follows = known and advice.from_venue != advice.to_venue
        follows = follows and 0 < advice.amount <= (there or 0.0) * (1 + _ROUNDING)
        scene.forbid("advice can be followed", not follows, snapshot.at, advice)
