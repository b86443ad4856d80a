"""The terminal's own desk, engine thread, journal and all, on loopback exchanges."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any

from terminal.app.clock import AnchoredClock
from terminal.app.contracts import EngineLike, JournalLike, VenuePlan
from terminal.app.desk import Desk
from terminal.app.engine_room import Parts, Policy
from terminal.app.epoch import next_epoch
from terminal.app.latch import Latch
from terminal.app.paths import DataDirectory, open_directory
from terminal.app.recorder import Recorder
from terminal.engine.engine import Engine
from terminal.engine.snapshot import Snapshot
from terminal.storage.journal import Journal
from terminal.storage.journal.unresolved import unresolved_orders
from terminal.venues.base import Clock, Venue
from terminal.venues.ccxt.catalogue import entry
from terminal.venues.ccxt.credentials import Credentials
from terminal.venues.ccxt.exchange import Endpoints
from terminal.venues.ccxt.timing import Timing
from terminal.venues.ccxt.venue import CcxtVenue


@dataclass(frozen=True)
class Wire:
    """Where a loopback exchange listens, in a form that another process can be told."""

    exchange: str
    symbols: tuple[str, ...]
    api: Mapping[str, Any]
    key: str = field(repr=False)
    secret: str = field(repr=False)
    validity_ms: int | None = None  # of a signed order, where it is not to be the venue's own

    def venue(self, name: str, clock: Clock, timing: Timing, seed: int = 5) -> CcxtVenue:
        """Return the venue that trades on it."""
        chosen = entry(self.exchange)
        if self.validity_ms is not None:
            orders = replace(chosen.orders, validity_ms=self.validity_ms, slack_ms=0)
            chosen = replace(chosen, orders=orders, pause_s=1.0, ban_pause_s=1.0)
        return CcxtVenue(
            chosen,
            self.symbols,
            clock=clock,
            randomness=Random(seed),
            credentials=Credentials(self.key, self.secret),
            endpoints=Endpoints(self.api),
            timing=timing,
            name=name,
        )


def plans_of(wires: Mapping[str, Wire], timing: Timing) -> tuple[VenuePlan, ...]:
    """Return the wires as the venues that a desk is to make."""

    def plan(name: str, wire: Wire) -> VenuePlan:
        def make(clock: Clock) -> Venue:
            return wire.venue(name, clock, timing)

        return VenuePlan(name, False, make)

    return tuple(plan(name, wire) for name, wire in wires.items())


def desk_of(
    root: Path,
    plans: Sequence[VenuePlan],
    policy: Mapping[str, Any],
    *,
    clock: AnchoredClock | None = None,
    journal: Callable[[JournalLike], JournalLike] = lambda opened: opened,
    engine: Callable[[int], EngineLike] = lambda epoch: Engine(epoch=epoch),
    record: Path | None = None,
    wake: Callable[[], None] = lambda: None,
) -> Desk:
    """Return a desk put together as the program does it, but for where its venues are.

    `journal` may wrap the real one and `engine` make another: for tests that end the process at
    a certain moment, or that watch.
    """
    directory: DataDirectory = open_directory(root)

    def build(journal_failed: Callable[[str], None]) -> Parts:
        epoch = next_epoch(directory.epoch)
        opened = Journal.open(directory.root, journal_failed)
        time = clock or AnchoredClock()
        return Parts(
            engine=engine(epoch),
            epoch=epoch,
            journal=journal(opened),
            latch=Latch(directory.kill_latch, directory.kill_state),
            clock=time,
            plans=plans,
            policy=Policy("loopback", dict(policy)),
            unresolved=unresolved_orders(directory.root, time.now()),
            recorder=None if record is None else Recorder(record, journal_failed),
        )

    return Desk(
        build,
        title="Loopback",
        paper=True,
        journal_directory=directory.root,
        latch=Latch(directory.kill_latch, directory.kill_state),
        presets={},
        wake=wake,
    )


def taken(desk: Desk) -> Snapshot:
    """Return the desk's latest snapshot; there has to be one."""
    snapshot = desk.snapshot()
    assert snapshot is not None
    return snapshot
