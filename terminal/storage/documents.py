"""Small documents that the window keeps: named JSON files, whole or not at all.

A file that cannot be read is set aside, never deleted: the window then starts as if there were
none, and the trader can look at what was there.
"""

import contextlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from terminal.storage.files import DIRECTORY_MODE, write_atomically

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_MOST_BYTES = 4_000_000


class Documents:
    """The documents in one directory, each a table under a name of small letters, digits and _."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def read(self, name: str) -> dict[str, Any] | None:
        """Return the document, None where there is none; an unreadable one is set aside."""
        path = self._path(name)
        try:
            if path.stat().st_size > _MOST_BYTES:
                return self._set_aside(path)
            content = json.loads(path.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValueError, RecursionError):
            return self._set_aside(path)
        return content if isinstance(content, dict) else self._set_aside(path)

    def write(self, name: str, document: Mapping[str, object]) -> None:
        """Replace the document; raises OSError where the disk does not take it."""
        path = self._path(name)
        path.parent.mkdir(mode=DIRECTORY_MODE, exist_ok=True)
        write_atomically(path, json.dumps(document, indent=1, ensure_ascii=False).encode())

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ValueError(f"document name {name!r}: use small letters, digits and _")
        return self._directory / f"{name}.json"

    @staticmethod
    def _set_aside(path: Path) -> None:
        with contextlib.suppress(OSError):
            path.replace(path.with_suffix(".unreadable.json"))
