"""Files that carry the version of their form: how an older one is read, and a newer one refused.

Reading brings an older file up to date in memory and leaves it alone on disk; the first writing
keeps the older one beside it. A file without a version is of version 1.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from terminal.model.errors import UserError
from terminal.storage.files import write_atomically

VERSION_KEY = "version"

_FIRST = 1
_MOST_BYTES = 1_000_000

Table = dict[str, Any]
Step = Callable[[Table], Table]


class Form(msgspec.Struct, frozen=True):
    """What a kind of file looks like today, and how it got there.

    `name` is for people. `steps[n]` makes version n + 1 of version n, for every n below `version`.
    """

    name: str
    version: int = _FIRST
    steps: Mapping[int, Step] = {}

    def __post_init__(self) -> None:
        missing = set(range(_FIRST, self.version)) - set(self.steps)
        assert not missing, f"{self.name}: no step leads on from version {min(missing)}"


def version_of(path: Path, table: Mapping[str, Any], form: Form) -> int:
    """Return the version that `table`, read from `path`, is written in.

    UserError where it is none of ours, or newer than this program.
    """
    version = table.get(VERSION_KEY, _FIRST)
    if not isinstance(version, int) or isinstance(version, bool) or version < _FIRST:
        raise UserError(
            f"{path}: key `{VERSION_KEY}` is {version!r}; it is the version of the file's form, a "
            f"whole number from 1 to {form.version}"
        )
    if version > form.version:
        raise UserError(
            f"{path}: was written by a newer version of this program ({form.name} version "
            f"{version}, this program knows {form.version}); update the program or choose "
            "another data directory"
        )
    return version


def up_to_date(path: Path, table: Mapping[str, Any], form: Form) -> Table:
    """Return `table` in today's form, without its version; UserError as for `version_of`."""
    current = dict(table)
    for version in range(version_of(path, table, form), form.version):
        current = form.steps[version](current)
    return {key: value for key, value in current.items() if key != VERSION_KEY}


def keep_older(path: Path, table: Mapping[str, Any], form: Form) -> Path | None:
    """Before `path` is overwritten: copy it aside where it is of an older version.

    Returns the copy's path. A copy that is there already is never overwritten by another one.
    """
    version = version_of(path, table, form)
    if version == form.version:
        return None
    content = path.read_bytes()
    copy = path.with_name(f"{path.name}.version-{version}")
    number = 1
    while copy.exists() and copy.read_bytes() != content:
        number += 1
        copy = path.with_name(f"{path.name}.version-{version}-{number}")
    if not copy.exists():
        write_atomically(copy, content)
    return copy


class VersionedFile:
    """A JSON object in a file that carries its version: for what the program alone writes.

    Its form is given by whoever knows what is in it.
    """

    def __init__(self, path: Path, form: Form) -> None:
        self._path = path
        self._form = form

    @property
    def path(self) -> Path:
        """Where it is kept."""
        return self._path

    def read(self) -> Table | None:
        """Return its content in today's form, None where there is no such file.

        UserError where it is damaged, or newer than this program.
        """
        table = self._table()
        return None if table is None else up_to_date(self._path, table, self._form)

    def write(self, content: Mapping[str, Any]) -> None:
        """Replace the file whole, durable when this returns; an older one is kept beside it.

        UserError where the file there is newer than this program: it stays as it is. Raises
        OSError where it cannot be written.
        """
        try:
            standing = self._table()
        except _DamagedError:
            standing = None  # nothing in it can be kept
        if standing is not None:
            keep_older(self._path, standing, self._form)
        table = {VERSION_KEY: self._form.version, **content}
        text = msgspec.json.format(msgspec.json.encode(table), indent=1)
        write_atomically(self._path, text + b"\n")

    def _table(self) -> Table | None:
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise UserError(f"{self._path}: cannot be read: {error.strerror or error}") from None
        try:
            if len(content) > _MOST_BYTES:
                raise ValueError("it is larger than 1 MB")
            return msgspec.json.decode(content, type=Table)
        except (msgspec.DecodeError, UnicodeDecodeError, ValueError, RecursionError) as error:
            raise _DamagedError(
                f"{self._path}: the {self._form.name} file is damaged ({error}); "
                "remove it to begin anew"
            ) from None


class _DamagedError(UserError):
    """The file holds nothing that could be read."""
