"""From a run that broke an invariant to the fewest recorded events that break it again.

A recorded session is replayed in open loop: its own reports and fills answer the orders, and no
venue is there whose truth could be asked. Most violations show that way; the others keep their
whole session.
"""

from collections.abc import Sequence
from math import isfinite
from pathlib import Path

import msgspec

from terminal.engine.engine import Engine
from terminal.model.errors import UserError
from terminal.model.events import Account, AnyEvent, Funding, Mark, OrderReport, Session
from terminal.model.session import decode_event, encode
from tests.simulation.invariants.watch import Watch

_MOST_TRIES = 800


def first_violation(events: Sequence[AnyEvent]) -> tuple[str, int] | None:
    """Replay events in open loop; return the first violation's name and how many events it took.

    None where none shows, or where the events make no sense any more.
    """
    engine = Engine()
    watch = Watch(None)
    for count, event in enumerate(events, start=1):
        if isinstance(event, Session):
            watch.scene.epoch = event.epoch
        try:
            watch.before(event)
            outputs = engine.step(event)
        except UserError as error:
            outputs = []
            watch.refused(event, error)
        except KeyError:
            return None  # of a contract whose listing was left out
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the engine's fault
            outputs = []
            watch.failed(event, error)
        watch.after(event, outputs, engine)
        if watch.violations:
            return watch.violations[0].name, count
    return None


def shrink(events: Sequence[AnyEvent], name: str) -> tuple[AnyEvent, ...] | None:
    """Return few events that still break the invariant `name`; None where it needs the venues.

    Delta debugging: ever smaller pieces are left out for as long as the violation stays.
    """
    found = first_violation(events)
    if found is None or found[0] != name:
        return None
    kept = list(events[: found[1]])
    piece = max(len(kept) // 2, 1)
    tries = 0
    while tries < _MOST_TRIES:
        smaller = False
        start = 0
        while start < len(kept) and tries < _MOST_TRIES:
            tries += 1
            without = kept[:start] + kept[start + piece :]
            found = first_violation(without)
            if found is not None and found[0] == name:
                kept = without[: found[1]]
                smaller = True
            else:
                start += piece
        if piece == 1 and not smaller:
            break
        piece = max(piece // 2, 1)
    return tuple(kept)


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
