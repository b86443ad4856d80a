"""The journal as a table for other programs: CSV for a spreadsheet, Parquet for analysis.

Beside the row's own columns there are those that most payloads have, taken out of the JSON.
"""

import csv
import json
import re
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any

from terminal.model.errors import UserError
from terminal.storage.files import create_private
from terminal.storage.journal.records import Row
from terminal.storage.journal.schema import FILE_NAME, open_for_reading
from terminal.storage.journal.verification import all_rows

_FROM_PAYLOAD = (
    "venue",
    "symbol",
    "client_order_id",
    "decision_id",
    "action",
    "state",
    "side",
    "contracts",
    "filled_contracts",
    "price",
    "limit_price",
    "average_price",
    "fee",
    "purpose",
    "reason",
    "detail",
)
COLUMNS = ("sequence", "at", "time", "kind", *_FROM_PAYLOAD, "payload", "previous_hash", "hash")
"""`at` is ns since the epoch, `time` the same in UTC; quantities as in the session file."""

_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_ROWS_AT_ONCE = 10_000


def export_csv(directory: Path, target: Path) -> int:
    """Write the journal in `directory` to `target`, whole or not at all; return the rows."""
    with _Replacing(target) as path, path.open("w", newline="", encoding="utf-8") as file:
        return write_csv(directory, file)


def write_csv(directory: Path, file: IO[str]) -> int:
    """Write the journal as CSV to an open file; return how many rows there were.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    count = 0
    for cells in _table(directory):
        writer.writerow([_neutral(cell) for cell in cells])
        count += 1
    return count


def export_parquet(directory: Path, target: Path) -> int:
    """Write the journal in `directory` to `target` as Parquet; return how many rows there were.

    UserError where the optional library for it is not installed.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise UserError(
            "Parquet export needs pyarrow, which is not installed; install the extra "
            "`scaling-terminal[parquet]`, or export to CSV"
        ) from None
    numbers = {"sequence": pa.int64(), "at": pa.int64()}
    schema = pa.schema([(name, numbers.get(name, pa.string())) for name in COLUMNS])
    count = 0
    table = _table(directory)
    with _Replacing(target) as path, parquet.ParquetWriter(path, schema) as writer:
        while rows := list(islice(table, _ROWS_AT_ONCE)):
            columns = [list(column) for column in zip(*rows, strict=True)]
            arrays = [
                pa.array(column, type=field.type)
                for column, field in zip(columns, schema, strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
            count += len(rows)
    return count


def _table(directory: Path) -> Iterator[tuple[int | str | None, ...]]:
    path = directory / FILE_NAME
    with closing(open_for_reading(path)) as connection:
        try:
            for row in all_rows(connection, 1):
                yield _cells(row)
        except sqlite3.Error as error:
            raise UserError(f"{path}: the journal is damaged ({error})") from None


def _cells(row: Row) -> tuple[int | str | None, ...]:
    payload = _decoded(row.payload)
    taken = tuple(_text(payload.get(name)) for name in _FROM_PAYLOAD)
    time = _utc(row.at)
    head = (row.sequence, row.at, time, row.kind)
    return (*head, *taken, row.payload, row.previous_hash, row.hash)


def _decoded(payload: str) -> dict[str, Any]:
    """Return the payload's keys, numbers as they are written."""
    try:
        decoded = json.loads(payload, parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        return {}
    return decoded if isinstance(decoded, dict) else {}


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value)


def _utc(at: int) -> str:
    seconds, nanoseconds = divmod(at, 1_000_000_000)
    try:
        moment = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return ""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{nanoseconds:09d}Z"


def _neutral(cell: int | str | None) -> int | str | None:
    if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


class _Replacing:
    """A private file beside `target` that takes its place when all went well."""

    def __init__(self, target: Path) -> None:
        self._target = target

    def __enter__(self) -> Path:
        try:
            self._directory = tempfile.TemporaryDirectory(
                prefix=".export-", dir=self._target.absolute().parent
            )
        except OSError as error:
            raise UserError(f"{self._target}: cannot be written: {error.strerror}") from None
        path = Path(self._directory.name) / "export"
        create_private(path)
        return path

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        try:
            if error is None:
                (Path(self._directory.name) / "export").replace(self._target)
        except OSError as problem:
            raise UserError(f"{self._target}: cannot be written: {problem.strerror}") from None
        finally:
            self._directory.cleanup()
