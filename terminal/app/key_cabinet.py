"""The window's way to the API keys: what `keys` does on the command line, one answer at a time."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from terminal.app import keys_command
from terminal.app.contracts import Prober
from terminal.app.secret_input import ask_credential
from terminal.model.errors import UserError
from terminal.storage.credentials import CredentialName, CredentialStore
from terminal.storage.redaction import Redactor
from terminal.ui.accounts.port import KeyPlace, KeyRow

_RESTART = "a venue takes it up when the desk is started anew"


class StoreCabinet:
    """Implements `terminal.ui.accounts.port.KeyCabinet`; used from one worker thread at a time."""

    def __init__(
        self,
        store: Callable[[], CredentialStore],
        prober: Prober,
        redactor: Redactor,
        begin_anew: Callable[[], None] | None = None,
    ) -> None:
        self._store = store
        self._prober = prober
        self._redactor = redactor
        self._begin_anew = begin_anew

    def place(self) -> KeyPlace:
        """Return where keys go, in words."""
        report = self._store().report
        if report.locked or report.persistent:
            return KeyPlace(f"{report.name}: {report.meaning()}", not report.locked)
        why = "; ".join(report.reasons)
        return KeyPlace(
            f"There is no keyring here ({why}). Paper trading works. A key that is entered here is "
            "kept in memory for this session only; --ask-keys asks for keys at the start.",
            keeps=False,
        )

    def exchanges(self) -> tuple[str, ...]:
        """Return the exchanges that there are."""
        from terminal.venues.ccxt.catalogue import CATALOGUE

        return tuple(sorted(CATALOGUE))

    def keys(self) -> tuple[KeyRow, ...]:
        """Return what is kept, and what is in use for this session only."""
        store = self._store()
        return tuple(self._row(store, name) for name in store.names())

    def _row(self, store: CredentialStore, name: CredentialName) -> KeyRow:
        try:
            credential = store.load(name)
        except UserError as error:
            return KeyRow(name.exchange, name.environment, name.account, str(error))
        shown = "is noted and not there any more"
        if credential is not None:
            self._redactor.add(credential.secrets)
            shown = credential.fingerprint
            if (at := credential.created_at) is not None:
                shown += f", added {datetime.fromtimestamp(at / 1e9, UTC):%Y-%m-%d}"
        return KeyRow(name.exchange, name.environment, name.account, shown)

    def add(
        self,
        name: str,
        key: str,
        secret: str,
        passphrase: str,
        *,
        tried: bool,
        replace: bool,
        session: bool,
    ) -> str:
        """Try a key (unless told not to) and keep it."""
        self._redactor.add((key, secret, passphrase))
        parsed = keys_command.parse_name(name)
        lines = iter((key, secret, passphrase))
        credential = ask_credential(
            parsed.item(), time.time_ns(), passphrase=None, ask=lambda _: next(lines)
        )
        said = keys_command.add(
            self._store(), parsed, lambda: credential, self._prober if tried else None,
            replace=replace, session=session,
        )  # fmt: skip
        return f"{next(said)}; {_RESTART}"

    def test(self, name: str) -> str:
        """Try a kept key."""
        store, parsed = self._store(), keys_command.parse_name(name)
        self._row(store, parsed)  # whatever goes wrong with it, no log shows it
        return _all(keys_command.test(store, parsed, self._prober))

    def rename(self, name: str, account: str) -> str:
        """Keep a key under another account's name."""
        return _all(keys_command.rename(self._store(), keys_command.parse_name(name), account))

    def delete(self, name: str) -> str:
        """Forget a key; the running terminal has it in memory until it ends."""
        return _all(keys_command.delete(self._store(), keys_command.parse_name(name), in_use=True))

    def begin_anew(self) -> bool:
        """Have the desk started again with the keys there are; False where that cannot be."""
        if self._begin_anew is None:
            return False
        self._begin_anew()
        return True


def _all(lines: Iterator[str]) -> str:
    return "; ".join(lines)
