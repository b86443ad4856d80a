"""Which account each venue's part of the journal is of: a file beside the journal."""

from pathlib import Path

import msgspec

from terminal.model.errors import UserError
from terminal.storage.files import write_atomically

FILE_NAME = "accounts.json"


class AccountBook:
    """Account numbers by venue name; a number is no secret, and is told by the venue itself."""

    def __init__(self, directory: Path) -> None:
        self._path = directory / FILE_NAME

    def known(self, venue: str) -> str | None:
        """Return the account that `venue` was first connected to, None where it never was.

        UserError where the file cannot be read: then nobody knows whose journal this is.
        """
        return self._read().get(venue)

    def note(self, venue: str, uid: str) -> None:
        """Write down whose account it is; OSError where that fails."""
        write_atomically(self._path, msgspec.json.encode({**self._read(), venue: uid}))

    def forget(self, venue: str) -> bool:
        """Forget a venue's account; return whether there was one."""
        known = self._read()
        if known.pop(venue, None) is None:
            return False
        write_atomically(self._path, msgspec.json.encode(known))
        return True

    def _read(self) -> dict[str, str]:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, str])
        except FileNotFoundError:
            return {}
        except (OSError, msgspec.DecodeError):
            raise UserError(
                f"{self._path}: cannot be read; move it away if you know whose journal this is"
            ) from None
