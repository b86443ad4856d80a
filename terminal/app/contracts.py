"""What the wiring needs of the rooms below: shapes, so that a fake can take their place."""

import asyncio
from collections.abc import Callable
from typing import Protocol, runtime_checkable

import msgspec

from terminal.engine.snapshot import Snapshot
from terminal.model.errors import TerminalError
from terminal.model.events import AnyEvent
from terminal.model.outputs import AnyOutput
from terminal.storage.journal import Record
from terminal.venues.base import Clock, Venue


class EngineLike(Protocol):
    """The pure state machine."""

    def step(self, event: AnyEvent) -> list[AnyOutput]:
        """Take one event, return what follows from it."""

    def snapshot(self) -> Snapshot:
        """Return everything the window shows."""


class JournalLike(Protocol):
    """The journal as the engine's thread uses it."""

    @property
    def damage(self) -> str | None:
        """What is wrong with the file, in words."""

    @property
    def rows(self) -> int:
        """How many rows are committed."""

    def append(self, record: Record) -> None:
        """Hand over a record; returns at once."""

    def append_durable(self, record: Record) -> asyncio.Future[int]:
        """Hand over a record; done once it is on disk, failed where it is not."""

    def flush(self) -> asyncio.Future[int]:
        """Done once everything appended so far is on disk."""

    def close(self, timeout_s: float = 5.0) -> bool:
        """Write what is left and stop."""


@runtime_checkable
class TellsTrouble(Protocol):
    """A venue that can say what keeps it from delivering while it goes on trying by itself."""

    @property
    def trouble(self) -> TerminalError | None:
        """The latest failure to connect, list or log in, in words; None once that has passed."""


class VenuePlan(msgspec.Struct, frozen=True):
    """A venue that is yet to be made, on the engine's thread and when its loop runs.

    Importing an exchange's library takes a good part of a second: the window is painted first.
    """

    name: str
    live: bool
    make: Callable[[Clock], Venue]
    scenarios: tuple[str, ...] = ()
