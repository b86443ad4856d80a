"""What the wiring needs of the rooms below: shapes, so that a fake can take their place."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from typing import Protocol, runtime_checkable

import msgspec

from terminal.engine.snapshot import Snapshot
from terminal.model.checks import KeyReport
from terminal.model.errors import TerminalError
from terminal.model.events import AnyEvent
from terminal.model.outputs import AnyOutput
from terminal.storage.credentials import Credential
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

    def put_durable(self, record: Record) -> Future[int]:
        """Hand over a record; done once it is on disk, failed where it is not."""

    def hurry(self) -> None:
        """Have everything appended so far on its way to the disk now."""

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


class KeyCheck(Protocol):
    """What an adapter that can ask about a key offers."""

    async def check_key(self) -> KeyReport:
        """Ask by one read-only call; raises AuthenticationError where the key is refused."""


class Probe(msgspec.Struct, frozen=True, kw_only=True):
    """A venue that answered: how far ahead our clock is, what it told of the key if one was given.

    The offset is None where the venue does not tell its time.
    """

    clock_offset_s: float | None
    key: KeyReport | None


class Prober(Protocol):
    """Asks a venue, by reads only, whether it is there and takes a key."""

    def __call__(self, exchange: str, environment: str, credential: Credential | None) -> Probe:
        """Return what it answered; raises VenueError in words, UserError for no such exchange."""


class VenuePlan(msgspec.Struct, frozen=True):
    """A venue that is yet to be made, on the engine's thread and when its loop runs.

    Importing an exchange's library takes a good part of a second: the window is painted first.
    Without `has_account` it is only watched. `recalls` says that orders of an earlier start may
    still be there: another market under the same name would deny them. `place` is the exchange
    with its environment, `key` tells one API key from another without showing any of it.
    """

    name: str
    live: bool
    make: Callable[[Clock], Venue]
    scenarios: tuple[str, ...] = ()
    title: str = ""  # in the window's words, where that is not the name
    has_account: bool = True
    recalls: bool = True
    place: str = ""
    key: str = ""
