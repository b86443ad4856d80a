"""TOML files as people write them: read into plain tables, mistakes named by file and line."""

import re
import tomllib
from pathlib import Path
from typing import Any

from terminal.model.errors import UserError

_MOST_BYTES = 1_000_000
_WHERE = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")


def read_toml(path: Path) -> dict[str, Any]:
    """Return the table in `path`; UserError names the file, and the line of a mistake."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise UserError(f"{path}: there is no such file") from None
    except OSError as error:
        raise UserError(f"{path}: cannot be read: {error.strerror or error}") from None
    if len(content) > _MOST_BYTES:
        raise UserError(f"{path}: is larger than 1 MB, which is not a file of this program")
    try:
        return tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UserError(f"{path}: line {line}: is not UTF-8 text") from None
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{path}: {_explain(str(error))}") from None
    except RecursionError:
        raise UserError(f"{path}: is nested too deeply") from None


def _explain(text: str) -> str:
    where = _WHERE.search(text)
    if where is None:
        return text
    problem = text[: where.start()]
    if where["line"] is None:
        return f"at the end: {problem}"
    return f"line {where['line']}, column {where['column']}: {problem}"
