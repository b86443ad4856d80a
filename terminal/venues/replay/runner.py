"""The pure replay behind `scaling-terminal replay`: events in, outputs out, nothing else.

No clock, no chance and no I/O of its own: the same events, engine and fill mode give the same
outputs, byte for byte.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Protocol

from terminal.model.events import AnyEvent
from terminal.model.outputs import AnyOutput, CancelIntent, OrderIntent, OrderQuery
from terminal.venues.replay.simulation import Filling, SessionSimulation

# An engine that answers every refusal with another order must not hold the file up for ever:
# what is beyond this many answers to one event waits for the next.
_MOST_ANSWERS_PER_EVENT = 100


class Steppable(Protocol):
    """What a replay needs of an engine."""

    def step(self, event: AnyEvent) -> Iterable[AnyOutput]:
        """Take one event and return what follows from it."""


class FillMode(StrEnum):
    """Who answers the engine's orders in a replay.

    NONE: the file's own `order` and `fill` lines, and nobody else. IMMEDIATE: every intent is
    filled at once, at the book or else at mark, at the taker fee; the account follows from the
    file's first one (`simulation` says what becomes of the file's later account lines).
    """

    NONE = "none"
    IMMEDIATE = "immediate"


def replay(
    engine: Steppable, events: Iterable[AnyEvent], fill: FillMode = FillMode.NONE
) -> Iterator[AnyOutput]:
    """Yield the engine's outputs to `events`, in order, as they come."""
    if fill is FillMode.NONE:
        for event in events:
            yield from engine.step(event)
        return
    simulation = SessionSimulation(Filling.IMMEDIATE)
    unanswered: deque[AnyOutput] = deque()
    for event in events:
        heard = deque(simulation.hear(event))
        answers = 0
        while heard:
            for output in engine.step(heard.popleft()):
                yield output
                unanswered.append(output)
            while unanswered and answers < _MOST_ANSWERS_PER_EVENT:
                told = _answer(simulation, unanswered.popleft(), event.at)
                answers += bool(told)
                heard.extend(told)


def _answer(simulation: SessionSimulation, output: AnyOutput, at: int) -> list[AnyEvent]:
    match output:
        case OrderIntent():
            return simulation.place(output, at)
        case CancelIntent():
            return simulation.cancel(output, at)
        case OrderQuery():
            return simulation.query(output, at)
        case _:
            return []
