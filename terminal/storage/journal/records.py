"""What a row of the journal is, and the hash that chains it to the row before."""

from collections.abc import Iterable
from enum import StrEnum
from hashlib import sha256
from typing import Any

import msgspec

GENESIS = "0" * 64
"""What the first row has for the hash of the row before it."""

LARGEST_INTEGER = 2**63 - 1
"""Of SQLite, up or down: a time further off is cut to it."""

Fields = tuple[int, int, str, str, str, str]
"""A row as the table has it: see `Row`."""

_ENCODER = msgspec.json.Encoder(decimal_format="number")


class RecordKind(StrEnum):
    """What a row tells of."""

    SESSION = "session"
    DECISION = "decision"
    ORDER_INTENT = "order_intent"
    CANCEL_INTENT = "cancel_intent"
    ORDER = "order"
    FILL = "fill"
    FUNDING = "funding"
    MODE = "mode"
    POLICY = "policy"
    FREEZE = "freeze"
    UNFREEZE = "unfreeze"
    OVERRIDE = "override"
    ALERT = "alert"
    COMMAND = "command"
    KILL = "kill"
    FEED = "feed"
    LOST = "lost"


class Record(msgspec.Struct, frozen=True, gc=False):
    """Something to be written: `at` is ns since the epoch, `content` becomes the JSON payload."""

    at: int
    kind: RecordKind
    content: msgspec.Struct | dict[str, Any]

    def payload(self) -> str:
        """Return the content as JSON; decimals stay exact, what is not finite becomes null.

        Whatever JSON cannot say is kept as text: a record is never lost over its content.
        """
        try:
            return _ENCODER.encode(self.content).decode()
        except (TypeError, ValueError, OverflowError):
            return _ENCODER.encode({"as_text": ascii(self.content)}).decode()


class Row(msgspec.Struct, frozen=True, gc=False):
    """One row as it stands on disk; both hashes are hexadecimal SHA-256."""

    sequence: int
    at: int
    kind: str
    payload: str
    previous_hash: str
    hash: str

    def expected_hash(self) -> str:
        """Return the hash that this row's own fields give."""
        return row_hash(self.previous_hash, self.sequence, self.at, self.kind, self.payload)


def row_hash(previous_hash: str, sequence: int, at: int, kind: str, payload: str) -> str:
    """Return the hash over every field of a row.

    One field a line with the payload last: only the payload may hold a line feed, so no two
    different rows give the same text.
    """
    text = f"{previous_hash}\n{sequence}\n{at}\n{kind}\n{payload}"
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def chained(
    count: int, previous_hash: str, contents: Iterable[tuple[int, str, str]]
) -> list[Fields]:
    """Return the rows that follow on the `count`th; each of `contents` is at, kind and payload."""
    rows: list[Fields] = []
    for sequence, (at, kind, payload) in enumerate(contents, count + 1):
        at = max(-LARGEST_INTEGER, min(at, LARGEST_INTEGER))
        this = row_hash(previous_hash, sequence, at, kind, payload)
        rows.append((sequence, at, kind, payload, previous_hash, this))
        previous_hash = this
    return rows
