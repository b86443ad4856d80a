"""The head anchor: how many rows there are and the last one's hash, in a file of its own.

A chain alone cannot show that its end was cut off; the anchor can. It is written only after the
rows that it names are on disk, so that it may lag behind the journal after a crash but never be
ahead of it. Two slots are written in turn, each with its own checksum: whichever write a crash
tears, the other slot still stands.
"""

import os
from hashlib import sha256
from pathlib import Path
from typing import IO

import msgspec

from terminal.storage.files import create_private

_SLOT_BYTES = 128


class Head(msgspec.Struct, frozen=True):
    """Where the journal ends: number of rows and the last row's hash."""

    count: int
    hash: str


class Anchor:
    """The anchor file, open for writing."""

    def __init__(self, path: Path) -> None:
        create_private(path)
        self._file: IO[bytes] = path.open("r+b", buffering=0)
        self._slot = 0

    def write(self, head: Head) -> None:
        """Put `head` in the older slot. Raises OSError."""
        body = f"{head.count} {head.hash}"
        line = f"{body} {_checksum(body)}".ljust(_SLOT_BYTES - 1) + "\n"
        self._file.seek(self._slot * _SLOT_BYTES)
        self._file.write(line.encode())
        self._slot = 1 - self._slot

    def close(self, *, sync: bool) -> None:
        """Close the file, on disk first where asked for."""
        if sync:
            os.fsync(self._file.fileno())
        self._file.close()


def read_anchor(path: Path) -> Head | None:
    """Return the newest whole slot, None where the file is absent, empty or unreadable."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    slots = (content[:_SLOT_BYTES], content[_SLOT_BYTES : 2 * _SLOT_BYTES])
    heads = [head for head in map(_parse, slots) if head is not None]
    return max(heads, key=lambda head: head.count, default=None)


def _parse(slot: bytes) -> Head | None:
    words = slot.decode("ascii", "replace").split()
    if len(words) != 3 or not words[0].isdigit():
        return None
    count, last_hash, checksum = words
    if _checksum(f"{count} {last_hash}") != checksum:
        return None
    return Head(int(count), last_hash)


def _checksum(body: str) -> str:
    return sha256(body.encode()).hexdigest()[:16]
