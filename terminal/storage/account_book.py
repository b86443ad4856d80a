"""Which account each venue's part of the journal is of: a file beside the journal."""

from pathlib import Path

import msgspec

from terminal.model.errors import UserError
from terminal.storage.files import write_atomically

FILE_NAME = "accounts.json"


class Whose(msgspec.Struct, frozen=True, omit_defaults=True):
    """What tells one account from another; empty is not known. None of it is a secret.

    `uid` is the account's number by the venue's own word, `place` the exchange and environment,
    `key` a digest of the key in use. Orders sent before `since_at` (ns) are a former account's.
    """

    uid: str = ""
    place: str = ""
    key: str = ""
    since_at: int = 0


class AccountBook:
    """Accounts by venue name.

    Reading raises UserError where the file cannot be read: then nobody knows whose journal this
    is. Writing raises OSError where that fails.
    """

    def __init__(self, directory: Path) -> None:
        self._path = directory / FILE_NAME

    def whose(self, venue: str) -> Whose | None:
        """Return what is noted of a venue's account, None where it was never connected."""
        return self._read().get(venue)

    def known(self, venue: str) -> str | None:
        """Return the number of the account that `venue` was first connected to, None if unknown."""
        whose = self.whose(venue)
        return None if whose is None else whose.uid or None

    def note(
        self,
        venue: str,
        uid: str | None = None,
        *,
        place: str | None = None,
        key: str | None = None,
    ) -> None:
        """Write down whose account it is; what is not given stays as it is."""
        noted = self._read()
        given = {"uid": uid, "place": place, "key": key}
        changes = {name: value for name, value in given.items() if value is not None}
        before = noted.get(venue, Whose())
        if (after := msgspec.structs.replace(before, **changes)) != before:
            self._write({**noted, venue: after})

    def forget(self, venue: str, at: int = 0) -> bool:
        """Let the next account be another one; return whether one was known.

        What was sent before `at` stays a former account's.
        """
        noted = self._read()
        if venue not in noted or noted[venue] == Whose(since_at=noted[venue].since_at):
            return False
        self._write({**noted, venue: Whose(since_at=at)})
        return True

    def _write(self, noted: dict[str, Whose]) -> None:
        write_atomically(self._path, msgspec.json.encode(noted))

    def _read(self) -> dict[str, Whose]:
        try:
            noted = msgspec.json.decode(self._path.read_bytes(), type=dict[str, str | Whose])
        except FileNotFoundError:
            return {}
        except (OSError, msgspec.DecodeError):
            raise UserError(
                f"{self._path}: cannot be read; move it away if you know whose journal this is"
            ) from None
        # An earlier version noted the number alone.
        return {
            venue: Whose(uid=whose) if isinstance(whose, str) else whose
            for venue, whose in noted.items()
        }
