"""Session files on disk: one event a line of JSON, gzip by the `.gz` ending."""

import gzip
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, cast

from terminal.model.errors import UserError
from terminal.model.events import AnyEvent
from terminal.model.outputs import AnyOutput
from terminal.model.session import decode_event, encode

_LONGEST_LINE = 16 * 1024 * 1024


def read_session(path: Path) -> Iterator[AnyEvent]:
    """Yield a session file's events one by one; see `read_numbered`."""
    for _, event in read_numbered(path):
        yield event


def read_numbered(path: Path) -> Iterator[tuple[int, AnyEvent]]:
    """Yield the events with the numbers of their lines; blank lines are skipped, though counted.

    Raises UserError, at the line where it is met, for a file that cannot be read, a line that is
    no event, or one that is earlier than the one before.
    """
    latest: int | None = None
    for number, line in _lines(path):
        if not line.strip():
            continue
        try:
            event = decode_event(line, number)
        except UserError as error:
            raise UserError(f"{path}: {error}") from None
        if latest is not None and event.at < latest:
            raise UserError(
                f"{path}: line {number}: key `at`: {event.at} is earlier than {latest} on the "
                "line before; a session file is in time order"
            )
        latest = event.at
        yield number, event


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield numbered lines from 1, with every reading error as a UserError."""
    number = 0
    try:
        with _open_to_read(path) as file:
            while line := file.readline(_LONGEST_LINE):
                number += 1
                if len(line) == _LONGEST_LINE:
                    raise UserError(
                        f"{path}: line {number} is longer than {_LONGEST_LINE} bytes; "
                        "a session file has one event a line"
                    )
                yield number, line
    except FileNotFoundError:
        raise UserError(f"{path}: there is no such file") from None
    except IsADirectoryError:
        raise UserError(f"{path}: is a directory, not a session file") from None
    except PermissionError:
        raise UserError(f"{path}: may not be read; check the file's permissions") from None
    except gzip.BadGzipFile:
        raise UserError(
            f"{path}: ends in .gz but is not gzip; compress it or drop the ending"
        ) from None
    except (EOFError, zlib.error):
        raise UserError(
            f"{path}: the gzip data is cut off or damaged after line {number}"
        ) from None
    except OSError as error:
        raise UserError(f"{path}: cannot be read: {error.strerror or error}") from None


def _open_to_read(path: Path) -> BinaryIO:
    return cast("BinaryIO", gzip.open(path)) if path.suffix == ".gz" else path.open("rb")


class SessionWriter:
    """Writes records as they come, one a line. Not for two threads at once.

    `flushed_every` records the file is brought up to date, so that a crash costs no more. The
    bytes of a gzip file depend on nothing but the records: its header carries no name or time.
    """

    def __init__(self, path: Path, *, flushed_every: int = 1_000) -> None:
        self._raw: BinaryIO = path.open("wb")
        self._gzip: gzip.GzipFile | None = None
        if path.suffix == ".gz":
            self._gzip = gzip.GzipFile("", "wb", 6, self._raw, mtime=0)
        self._flushed_every = flushed_every
        self.written = 0

    def write(self, record: AnyEvent | AnyOutput) -> None:
        """Append one event or output."""
        line = encode(record) + b"\n"
        if self._gzip is not None:
            self._gzip.write(line)
        else:
            self._raw.write(line)
        self.written += 1
        if self.written % self._flushed_every == 0:
            self.flush()

    def flush(self) -> None:
        """Hand everything written so far to the operating system."""
        if self._gzip is not None:
            self._gzip.flush()
        self._raw.flush()

    def close(self) -> None:
        """Finish the file."""
        if self._gzip is not None:
            self._gzip.close()
        self._raw.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def write_session(path: Path, records: Iterable[AnyEvent | AnyOutput]) -> int:
    """Write a whole session file and return how many records it has."""
    with SessionWriter(path) as writer:
        for record in records:
            writer.write(record)
        return writer.written
