"""The terminal in a process of its own, mortal where it is told to be."""

import time
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import ccxt.pro  # noqa: F401 - loaded once, in the process from which the others are forked

from terminal.app.clock import AnchoredClock
from terminal.app.contracts import VenuePlan
from terminal.engine.snapshot import Snapshot
from terminal.model.events import CommandName, OrderState
from terminal.model.outputs import Mode
from terminal.venues.base import Clock, Venue
from terminal.venues.ccxt.timing import Timing
from tests.crash.points import Death, MortalJournal, MortalVenue, Point
from tests.loopback.faults.desk import Wire, desk_of

NAME = "bybit"
LEVERAGE = 3.0
_BAND = 0.01
POLICY: dict[str, Any] = {
    "side": "long",
    "target_leverage": LEVERAGE,
    "margin_basis": "wallet",
    "rebalance_band": _BAND,
    "max_order_usd": 130_000.0,  # so that the position takes several orders
}
_TIMING = Timing(order_timeout_s=1.0, account_poll_s=0.2, first_retry_s=0.05, longest_retry_s=0.2)
_LOOK_EVERY_S = 0.01


@dataclass(frozen=True)
class Life:
    """One process: where its files are, which exchange, how it ends, and by how much it is late.

    `behind_s` sets its clock back: what a run before a crash did is then so long ago for the run
    after it, which must not take "not found" for proof any sooner.
    """

    directory: Path
    wire: Wire
    point: Point | None = None
    number: int = 1
    behind_s: float = 0.0


@dataclass(frozen=True)
class Account:
    """What a terminal says of itself."""

    began_in_manual: bool
    position: float | None
    target: float | None
    unknown: tuple[str, ...]
    unended: tuple[str, ...]
    freezes: tuple[str, ...]
    settled: bool = field(default=False)


def live(life: Life, connection: Connection) -> None:
    """Start, wait for the word to arm, then tell how it stands until told to end."""
    death = Death(life.point, life.number)

    def make(clock: Clock) -> Venue:
        return MortalVenue(life.wire.venue(NAME, clock, _TIMING), death)

    behind = int(life.behind_s * 1e9)
    desk = desk_of(
        life.directory,
        (VenuePlan(NAME, False, make),),
        POLICY,
        clock=AnchoredClock(wall=lambda: time.time_ns() - behind),
        journal=lambda journal: MortalJournal(journal, death),
    )
    desk.start()
    first = desk.fresh_snapshot()
    began_in_manual = first is not None and first.mode is Mode.MANUAL
    connection.send(began_in_manual)
    assert connection.recv() == "arm"
    while not connection.poll(_LOOK_EVERY_S):
        snapshot = desk.fresh_snapshot()
        if snapshot is not None and snapshot.mode is Mode.MANUAL:
            desk.send(CommandName.AUTO, reason="a test")  # refused until there is a contract
        connection.send(_account(snapshot, began_in_manual))
    desk.close()


def _account(snapshot: Snapshot | None, began_in_manual: bool) -> Account:
    if snapshot is None or not snapshot.legs:
        return Account(began_in_manual, None, None, (), (), ())
    (leg,) = snapshot.legs
    position, target = leg.position_contracts, leg.target_contracts
    unknown = tuple(o.client_order_id for o in snapshot.orders if o.state is OrderState.UNKNOWN)
    unended = tuple(o.client_order_id for o in snapshot.orders if not o.state.terminal)
    freezes = tuple(freeze.reason.value for freeze in leg.freezes)
    near = position is not None and target and abs(position / target - 1) <= _BAND
    settled = bool(near) and not unended and not freezes
    return Account(
        began_in_manual,
        None if position is None else float(position),
        None if target is None else float(target),
        unknown,
        unended,
        freezes,
        settled,
    )
