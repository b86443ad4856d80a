"""The number of this start: it makes order ids unique across restarts."""

from pathlib import Path

from terminal.model.errors import UserError
from terminal.storage.files import write_atomically


def next_epoch(path: Path) -> int:
    """Count one start more and return its number, on disk before anybody uses it.

    Raises UserError where the file holds no number: guessing one could repeat an order's id.
    """
    try:
        last = int(path.read_text(encoding="ascii")) if path.exists() else 0
        if last < 0:
            raise ValueError
        write_atomically(path, f"{last + 1}\n".encode())
    except ValueError:
        raise UserError(
            f"{path}: holds no count of starts; write into it a whole number larger than any "
            "order id of yours begins with, or start with a new --data-dir"
        ) from None
    except OSError as error:
        raise UserError(f"{path}: cannot be written: {error.strerror or error}") from None
    return last + 1
