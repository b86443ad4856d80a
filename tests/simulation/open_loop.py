"""Replays a part of a recorded session, so that what was recorded of an order still meets it.

Orders are numbered as they leave. Where an event is left out that brought one about, all later
ones have other numbers than in the recording, and their reports would be of strangers. So every
replay gives the recorded names anew: to the order that left at the same event as then, or else to
the first of the same contract that nothing was said of yet. What is said of an order that never
left is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from terminal.engine.engine import Engine
from terminal.model.errors import UserError
from terminal.model.events import AnyEvent, Command, Fill, OpenOrders, OrderReport, Session
from terminal.model.outputs import AnyOutput, OrderIntent
from tests.simulation.invariants.watch import Watch

_Leg = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event, and its place in the recording."""

    number: int
    event: AnyEvent


@dataclass(frozen=True, slots=True)
class Outcome:
    """A violation, and what led to it: as recorded, and as it has to be told to see it again."""

    name: str
    kept: tuple[Recorded, ...]
    events: tuple[AnyEvent, ...]


class Process:
    """An engine and its watcher, with no venue whose truth could be asked."""

    def __init__(self) -> None:
        self._engine = Engine()
        self._watch = Watch(None, snapshot_every=1)

    def step(self, event: AnyEvent) -> list[AnyOutput] | None:
        """Return the engine's outputs; None for an event of a contract that was never listed."""
        watch = self._watch
        if isinstance(event, Session):
            watch.scene.epoch = event.epoch
        try:
            watch.before(event)
        except KeyError:
            return None
        outputs: list[AnyOutput] = []
        try:
            outputs = self._engine.step(event)
        except UserError as error:
            watch.refused(event, error)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the engine's fault
            watch.failed(event, error)
        watch.after(event, outputs, self._engine)
        return outputs

    @property
    def violation(self) -> str | None:
        """The first violation's name."""
        found = self._watch.violations
        return found[0].name if found else None


@dataclass(slots=True)
class _Names:
    """Which order of this replay each recorded name means."""

    given: dict[str, str] = field(default_factory=dict)
    unclaimed: dict[_Leg, list[str]] = field(default_factory=dict)

    def sent(self, order: OrderIntent, recorded: str | None) -> None:
        if recorded is not None and recorded not in self.given:
            self.given[recorded] = order.client_order_id
        else:
            of_leg = self.unclaimed.setdefault((order.venue, order.symbol), [])
            of_leg.append(order.client_order_id)

    def of(self, recorded: str, leg: _Leg) -> str | None:
        name = self.given.get(recorded)
        if name is None and self.unclaimed.get(leg):
            name = self.given[recorded] = self.unclaimed[leg].pop(0)
        return name


class OpenLoop:
    """Replays parts of `events`; `steps_left` bounds how many events are replayed in all."""

    def __init__(self, events: Sequence[AnyEvent], most_steps: int) -> None:
        self.steps_left = most_steps
        self._sent_at: dict[int, tuple[OrderIntent, ...]] = {}
        process = Process()
        self.recorded = tuple(Recorded(number, event) for number, event in enumerate(events))
        for one in self.recorded:
            outputs = process.step(one.event) or []
            sent = tuple(output for output in outputs if isinstance(output, OrderIntent))
            if sent:
                self._sent_at[one.number] = sent
            if process.violation is not None:
                break
        self._ours = {order.client_order_id for sent in self._sent_at.values() for order in sent}

    def replay(self, kept: Sequence[Recorded]) -> Outcome | None:
        """Return what the events show; None for no violation, for nonsense, or without steps."""
        process, names = Process(), _Names()
        needed: list[Recorded] = []
        told: list[AnyEvent] = []
        for one in kept:
            event = self._named(one.event, names)
            if event is None:
                continue
            if self.steps_left <= 0:
                return None
            self.steps_left -= 1
            outputs = process.step(event)
            if outputs is None:
                return None
            needed.append(one)
            told.append(event)
            if process.violation is not None:
                return Outcome(process.violation, tuple(needed), tuple(told))
            self._name(one.number, outputs, names)
        return None

    def _name(self, number: int, outputs: Sequence[AnyOutput], names: _Names) -> None:
        then = list(self._sent_at.get(number, ()))
        for output in outputs:
            if not isinstance(output, OrderIntent):
                continue
            same = next((order for order in then if _alike(order, output)), None)
            if same is not None:
                then.remove(same)
            names.sent(output, same.client_order_id if same is not None else None)

    def _named(self, event: AnyEvent, names: _Names) -> AnyEvent | None:
        """Return the event with the names of this replay; None where it is about nothing."""
        if isinstance(event, OpenOrders):
            leg = (event.venue, event.symbol)
            listed = [
                name if name not in self._ours else names.of(name, leg)
                for name in event.client_order_ids
            ]
            known = tuple(name for name in listed if name is not None)
            return msgspec.structs.replace(event, client_order_ids=known)
        if not isinstance(event, OrderReport | Fill | Command):
            return event
        recorded = event.client_order_id
        if recorded is None or recorded not in self._ours:
            return event
        name = names.of(recorded, (event.venue or "", event.symbol or ""))
        if name is None:
            return None
        return msgspec.structs.replace(event, client_order_id=name)


def _alike(one: OrderIntent, other: OrderIntent) -> bool:
    return (one.venue, one.symbol, one.side) == (other.venue, other.symbol, other.side)
