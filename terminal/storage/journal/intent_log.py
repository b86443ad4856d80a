"""Orders' intents on disk at once, in a small file of their own, before the journal has them.

A commit of the journal is its writer's, on another thread: an order that waited for it would wait
for two changes of thread as well, longer than for the disk. Here the kernel writes one block while
the engine's thread looks on. The journal gets the same record a moment later, and where the process
ends before that, the next one finds it here: see `takeover`.
"""

import contextlib
import logging
import struct
import time
from collections import deque
from pathlib import Path
from typing import Protocol
from zlib import crc32

import msgspec

from terminal.storage.files import remove_durably
from terminal.storage.journal.direct_file import BLOCK_BYTES, DirectFile
from terminal.storage.journal.records import LARGEST_INTEGER, Record

LOG_NAME = "intents.log"
SLOTS = 64
_LONGEST_ALONE_S = 1.0  # without the journal: one that hangs is to be noticed by an order

_MAGIC = b"SCLINTNT"
_VERSION = 1
_HEADER = struct.Struct("<8sIII")  # magic, version, bytes of the body, its CRC-32
_decoder = msgspec.json.Decoder(tuple[int, int, str, str])  # running number, at, kind, payload

_log = logging.getLogger(__name__)


class Blocks(Protocol):
    """Where the slots are: `DirectFile`, whose methods these are."""

    def submit(self, block: int, content: bytes) -> bool:
        """Begin to write one block."""

    def completed(self) -> list[tuple[int, int]]:
        """Return what is complete by now."""

    def wait(self, timeout_s: float) -> list[tuple[int, int]]:
        """Return what is complete, waiting for something to be."""

    def close(self) -> bool:
        """Wait a moment for what is in flight."""


class Leftover(msgspec.Struct, frozen=True):
    """What a former process left in a slot: a row's own fields, the payload to the letter."""

    at: int
    kind: str
    payload: str


class Entry:
    """One record on its way to a slot; `release` may be called by any thread."""

    __slots__ = ("_log", "begun", "released", "slot", "success")

    def __init__(self, log: "IntentLog", slot: int, begun: float) -> None:
        self._log = log
        self.slot = slot
        self.begun = begun  # monotonic
        self.success: bool | None = None  # None until the kernel has said something
        self.released = False

    def written(self, timeout_s: float) -> bool:
        """Return whether the record is on the medium, having waited `timeout_s` at most."""
        if self.success is None:
            self._log.await_entry(self, timeout_s)
        return self.success is True

    def release(self) -> None:
        """Note that the slot need not be kept: the row is durable, or the order never leaves."""
        self.released = True


class IntentLog:
    """A ring of slots, each taken anew once the kernel and the journal are done with it.

    To be used on one thread, but for the entries' `release`.
    """

    def __init__(self, path: Path, blocks: Blocks) -> None:
        self._path = path
        self._blocks = blocks
        self._free = deque(range(SLOTS))  # in turn: what a slot had is never long ago
        self._taken: dict[int, Entry] = {}
        self._number = 0
        self._closed = False

    @classmethod
    def open(cls, path: Path) -> "IntentLog | None":
        """Open the log, emptied; None where the system or the file system does not offer it."""
        try:
            log = cls(path, DirectFile(path, SLOTS))
        except OSError as error:
            _log.info("orders wait for the journal itself: no %s here (%s)", path.name, error)
            return None
        _log.info("orders wait for %s, not for the journal", path.name)
        return log

    def begin(self, record: Record) -> Entry | None:
        """Begin to write a record; None where it has to go another way. Never blocks."""
        if self._closed:
            return None
        self._reclaim()
        now = time.monotonic()
        if any(now - entry.begun > _LONGEST_ALONE_S for entry in self._taken.values()):
            return None  # the journal hangs, or the disk does
        block = encoded(self._number + 1, record) if self._free else None
        if block is None or not self._blocks.submit(self._free[0], block):
            return None
        self._number += 1
        entry = Entry(self, self._free.popleft(), now)
        self._taken[entry.slot] = entry
        return entry

    def await_entry(self, entry: Entry, timeout_s: float) -> None:
        """Wait until the kernel has said what became of an entry, or until the time is up."""
        if self._closed:
            return
        deadline = time.monotonic() + timeout_s
        try:
            self._note(self._blocks.completed())  # done as a rule: then no other thread gets in
            while entry.success is None and (left := deadline - time.monotonic()) > 0:
                self._note(self._blocks.wait(left))
        except OSError as error:
            _log.error("%s: %s", self._path.name, error)

    def close(self) -> None:
        """Close the file; it goes where the journal has everything that was in it."""
        if self._closed:
            return
        with contextlib.suppress(OSError):
            self._note(self._blocks.completed())
        self._closed = True
        try:
            if self._blocks.close() and all(entry.released for entry in self._taken.values()):
                remove_durably(self._path)
        except OSError as error:
            # Whatever is left in it the next process finds in the journal too.
            _log.warning("%s could not be closed: %s", self._path.name, error)

    def _note(self, completions: list[tuple[int, int]]) -> None:
        for slot, result in completions:
            self._taken[slot].success = result == BLOCK_BYTES

    def _reclaim(self) -> None:
        if any(entry.success is None for entry in self._taken.values()):  # nobody waited for it
            with contextlib.suppress(OSError):
                self._note(self._blocks.completed())
        for slot, entry in tuple(self._taken.items()):
            if entry.success is not None and entry.released:
                del self._taken[slot]
                self._free.append(slot)


def encoded(number: int, record: Record) -> bytes | None:
    """Return a slot's content, None where the record does not fit in one."""
    if abs(record.at) > LARGEST_INTEGER:
        return None  # the journal's row would have another time
    body = msgspec.json.encode((number, record.at, record.kind.value, record.payload()))
    block = _HEADER.pack(_MAGIC, _VERSION, len(body), crc32(body)) + body
    return block.ljust(BLOCK_BYTES, b"\0") if len(block) <= BLOCK_BYTES else None


def leftover(path: Path) -> list[Leftover]:
    """Return what whole slots hold, in the order of writing; nothing where there is no file.

    A torn slot is one whose writing never came to its end: its order was not sent. Raises OSError.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return []
    blocks = (content[at : at + BLOCK_BYTES] for at in range(0, len(content), BLOCK_BYTES))
    found = sorted(fields for fields in map(_decoded, blocks) if fields is not None)
    return [Leftover(at, kind, payload) for _, at, kind, payload in found]


def _decoded(block: bytes) -> tuple[int, int, str, str] | None:
    if len(block) < _HEADER.size:
        return None
    magic, version, length, checksum = _HEADER.unpack_from(block)
    body = block[_HEADER.size : _HEADER.size + length]
    if magic != _MAGIC or version != _VERSION or crc32(body) != checksum or len(body) != length:
        return None
    try:
        return _decoder.decode(body)
    except msgspec.MsgspecError:
        return None
