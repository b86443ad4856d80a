"""What a column of a table is, and rows as text for the clipboard and for files. Pure."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from math import isnan
from typing import Generic, TypeVar

Row = TypeVar("Row")
Value = Decimal | float | int | str | bool | None


class Kind(Enum):
    """What a column holds: decides its side, and how it is written to a file."""

    TEXT = "text"
    FIGURE = "figure"
    TIME = "time"


def _plain_text(_row: object) -> str:
    return "text"


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column: the exact value, the text a trader reads and the role of its colour.

    `value` is what export and, without an `order`, sorting use (a TIME is ns since the epoch);
    `tone` is the name of one of the theme's colours; `characters` is the width to start with.
    """

    title: str
    value: Callable[[Row], Value]
    text: Callable[[Row], str]
    characters: int
    kind: Kind = Kind.FIGURE
    tone: Callable[[Row], str] = _plain_text
    help: str = ""
    order: Callable[[Row], Value] | None = None

    @property
    def right(self) -> bool:
        """True where the column is aligned to the right."""
        return self.kind is Kind.FIGURE


def sort_key(value: Value) -> tuple[int, Decimal | float | str]:
    """Return a key that orders any column's values: unknown first, figures before words."""
    if value is None or (isinstance(value, float) and isnan(value)):
        return (0, 0.0)
    if isinstance(value, str):
        return (2, value.casefold())
    return (1, value)


def exact(value: Value, kind: Kind) -> str:
    """Return a value for a machine: no grouping, no rounding, ISO 8601 time, "" for unknown."""
    if value is None or (isinstance(value, float) and isnan(value)):
        return ""
    if kind is Kind.TIME and isinstance(value, int):
        seconds, rest = divmod(value, 1_000_000_000)
        return f"{datetime.fromtimestamp(seconds, tz=UTC):%Y-%m-%dT%H:%M:%S}.{rest:09d}Z"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)


def as_text(columns: Sequence[Column[Row]], rows: Iterable[Row], *, separator: str) -> str:
    """Return heading and rows, separated by a tab (to paste) or a comma (RFC 4180, to a file)."""
    target = io.StringIO(newline="")
    ending = "\n" if separator == "\t" else "\r\n"
    writer = csv.writer(target, delimiter=separator, lineterminator=ending)
    writer.writerow([column.title for column in columns])
    for row in rows:
        writer.writerow([_harmless(exact(c.value(row), c.kind), c.kind) for c in columns])
    return target.getvalue()


def _harmless(text: str, kind: Kind) -> str:
    # A spreadsheet runs what begins like a formula, and venues put their own words into reasons.
    if kind is Kind.TEXT and text[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + text
    return text
