"""From a run that broke an invariant to the fewest recorded events that break it again.

A recorded session is replayed in open loop: its own reports and fills answer the orders, and no
venue is there whose truth could be asked. Most violations show that way; the others keep their
whole session.
"""

from collections.abc import Iterator, Sequence
from math import isfinite
from pathlib import Path

import msgspec

from terminal.model.events import Account, AnyEvent, Command, Funding, Mark, OrderReport
from terminal.model.session import decode_event, encode
from tests.simulation.delta import fewest, simplest, without_groups
from tests.simulation.open_loop import OpenLoop, Process, Recorded
from tests.simulation.simpler import simpler

# Bounds the time, about a quarter of a minute, and unlike a clock leaves the result the same.
MOST_STEPS = 150_000


def first_violation(events: Sequence[AnyEvent]) -> tuple[str, int] | None:
    """Replay events in open loop; return the first violation's name and how many events it took.

    None where none shows, or where the events make no sense any more.
    """
    process = Process()
    for count, event in enumerate(events, start=1):
        if process.step(event) is None:
            return None
        if process.violation is not None:
            return process.violation, count
    return None


def shrink(
    events: Sequence[AnyEvent], name: str, most_steps: int = MOST_STEPS
) -> tuple[AnyEvent, ...] | None:
    """Return few and simple events that still break the invariant `name`.

    None where it needs the venues. At most so many events are replayed on the way.
    """
    found = first_violation(events)
    if found is None or found[0] != name:
        return None
    loop = OpenLoop(events[: found[1]], most_steps)
    best = tuple(events[: found[1]])

    def shows(kept: Sequence[Recorded]) -> Sequence[Recorded] | None:
        nonlocal best
        outcome = loop.replay(kept)
        if outcome is None or outcome.name != name:
            return None
        best = outcome.events
        return outcome.kept

    kept = list(loop.recorded)
    for groups_of in (_venue, _kind, _order):
        kept = without_groups(kept, groups_of, shows)
    size = len(kept) + 1
    while len(kept) < size:
        size = len(kept)
        kept = fewest(kept, shows)
        kept = without_groups(kept, _order, shows)
        kept = simplest(kept, simpler, shows)
    return best


def _venue(one: Recorded) -> Iterator[str]:
    venue = getattr(one.event, "venue", None)
    if venue is not None:
        yield venue


def _kind(one: Recorded) -> Iterator[tuple[str, ...]]:
    """Give the kinds of an event that a session may do without as a whole."""
    event = one.event
    yield (type(event).__name__, event.name if isinstance(event, Command) else "")


def _order(one: Recorded) -> Iterator[str]:
    name = getattr(one.event, "client_order_id", None)
    if name is not None:
        yield name


def writable(event: AnyEvent) -> AnyEvent:
    """Return the event as a session file can hold it: JSON has no NaN and no infinity.

    What stands in their place is as impossible as they are.
    """
    if isinstance(event, Mark) and not isfinite(event.mark_price):
        event = msgspec.structs.replace(event, mark_price=-1.0)
    elif isinstance(event, Funding) and not isfinite(event.funding_rate):
        event = msgspec.structs.replace(event, funding_rate=9.0)
    elif isinstance(event, OrderReport) and not isfinite(event.filled_contracts):
        event = msgspec.structs.replace(event, filled_contracts=-1.0)
    elif isinstance(event, Account):
        for key in ("wallet_balance", "equity"):
            if not isfinite(getattr(event, key)):
                event = msgspec.structs.replace(event, **{key: 1e300})
    return decode_event(encode(event), 0)


def write_session(path: Path, events: Sequence[AnyEvent]) -> None:
    """Write events as a session file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(encode(event) + b"\n" for event in events))


def minimal_session(events: Sequence[AnyEvent], name: str) -> tuple[tuple[AnyEvent, ...], bool]:
    """Return what to write for a violation, and whether it shows from that alone."""
    recorded = tuple(writable(event) for event in events)
    shrunk = shrink(recorded, name)
    return (recorded, False) if shrunk is None else (shrunk, True)
