"""What the introduction says, in order, and by what it sees that a step was done. Pure."""

from collections.abc import Callable
from typing import NamedTuple

from terminal.engine.snapshot import Snapshot
from terminal.model.outputs import Mode
from terminal.ui.words import QT_TRANSLATE_NOOP


class Seen(NamedTuple):
    """What the introduction knows: the state now, and whether each thing ever happened in it."""

    snapshot: Snapshot | None
    held_position: bool
    was_auto: bool
    was_killed: bool


class Step(NamedTuple):
    """One step: what it says, the panel that it is about, and when it is done by itself."""

    title: str
    words: str
    panel: str
    done: Callable[[Seen], bool]


def _never(_seen: Seen) -> bool:
    return False


def _held(seen: Seen) -> bool:
    return seen.held_position


def _auto(seen: Seen) -> bool:
    return seen.was_auto


def _back(seen: Seen) -> bool:
    return seen.was_auto and seen.snapshot is not None and seen.snapshot.mode is Mode.MANUAL


def _killed_and_reset(seen: Seen) -> bool:
    return seen.was_killed and seen.snapshot is not None and not seen.snapshot.kill.latched


STEPS = (
    Step(
        QT_TRANSLATE_NOOP("window", "This is a paper market"),
        QT_TRANSLATE_NOOP(
            "window",
            "Simulated prices, simulated money: nothing here can lose anything. Your policy says "
            "how large the position should be, and the terminal trades towards that.",
        ),
        "price",
        _never,
    ),
    Step(
        QT_TRANSLATE_NOOP("window", "Read the recommendation, then execute it"),
        QT_TRANSLATE_NOOP(
            "window",
            "It says what to trade now, and below it why, line by line. Where there is nothing to "
            "do the reason stands in the same place. Press Execute to send that one order.",
        ),
        "recommendation",
        _held,
    ),
    Step(
        QT_TRANSLATE_NOOP("window", "Let it trade by itself"),
        QT_TRANSLATE_NOOP(
            "window",
            "The panel says what Auto would do first. Hold the Auto button until it is full.",
        ),
        "controls",
        _auto,
    ),
    Step(
        QT_TRANSLATE_NOOP("window", "Take it back"),
        QT_TRANSLATE_NOOP(
            "window",
            "One click on Manual (or F8) ends automatic trading and cancels what it left open. "
            "Esc twice cancels every order on this instrument.",
        ),
        "controls",
        _back,
    ),
    Step(
        QT_TRANSLATE_NOOP("window", "Stop everything"),
        QT_TRANSLATE_NOOP(
            "window",
            "KILL, top right, halts and cancels on all venues at one press; holding it also closes "
            "the positions. Try it, then give a reason and reset. F1 lists every key, and the ? of "
            "each panel explains it.",
        ),
        "",
        _killed_and_reset,
    ),
)
"""The steps in their order; on live venues the introduction is not shown by itself."""


def see(seen: Seen, snapshot: Snapshot | None) -> Seen:
    """Return what is known after another look."""
    if snapshot is None:
        return seen
    return Seen(
        snapshot=snapshot,
        held_position=seen.held_position or any(leg.position_contracts for leg in snapshot.legs),
        was_auto=seen.was_auto or snapshot.mode is Mode.AUTO,
        was_killed=seen.was_killed or snapshot.kill.latched,
    )


NOTHING_SEEN = Seen(None, held_position=False, was_auto=False, was_killed=False)
"""What is known at the start."""
