"""API keys: kept by the operating system's own store or, where there is none, in memory only.

What this protects against is a stolen disk, a backup and other users; not a program that runs
as the same user.
"""

import sys
from collections.abc import Mapping
from hashlib import sha256

import msgspec

from terminal.model.errors import UserError
from terminal.storage.keyring_backend import (
    BACKENDS,
    SERVICE,
    Backend,
    StoreReport,
    Table,
    find_backend,
)

__all__ = [
    "Backend",
    "Credential",
    "CredentialName",
    "CredentialStore",
    "StoreReport",
    "open_store",
]

_INDEX = "names"  # without a slash, as no key's name is


class Credential(msgspec.Struct, frozen=True, kw_only=True):
    """One account's API key. Never printed: only its fingerprint is shown."""

    key: str
    secret: str
    passphrase: str = ""
    uid: str = ""
    created_at: int | None = None
    checked_permissions: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """Enough to tell two keys apart, too little to use one."""
        return f"{self.key[:4]}…{sha256(self.key.encode()).hexdigest()[:8]}"

    @property
    def digest(self) -> str:
        """16 hex digits that tell whether it is the same key, and nothing of it."""
        return sha256(self.key.encode()).hexdigest()[:16]

    @property
    def secrets(self) -> tuple[str, ...]:
        """Everything that must not appear in any output."""
        return tuple(text for text in (self.key, self.secret, self.passphrase) if text)

    def __repr__(self) -> str:
        return f"Credential({self.fingerprint})"


class CredentialName(msgspec.Struct, frozen=True, order=True):
    """Whose key it is; the environment is part of it, so that none can be mistaken for another."""

    exchange: str
    environment: str
    account: str

    def item(self) -> str:
        """Return the name of the item in the store."""
        for part in (self.exchange, self.environment, self.account):
            if not part or "/" in part or not part.isprintable():
                raise UserError(f"credential name: {part!r} must be a word without a slash")
        return f"{self.exchange}/{self.environment}/{self.account}"


class CredentialStore:
    """Stores, loads, renames, lists and deletes credentials in one backend, or in memory only."""

    def __init__(self, backend: Backend | None, report: StoreReport) -> None:
        self._backend = backend
        self.report = report
        self._session: dict[str, str] = {}

    def store(self, name: CredentialName, credential: Credential) -> None:
        """Keep `credential`; UserError where the store refuses (a locked one, say)."""
        item, text = name.item(), _encoded(credential)
        if self._backend is None:
            self._session[item] = text
            return
        with _Explained(f"keep the key of {item}"):
            self._backend.set_password(SERVICE, item, text)
        self._remember({*self._remembered(), item})

    def store_for_session(self, name: CredentialName, credential: Credential) -> None:
        """Use `credential` until the process ends, before whatever is kept; nothing is written."""
        self._session[name.item()] = _encoded(credential)

    def session_keys(self) -> dict[str, str]:
        """Return what is in memory only, for another process of this session; in no log or file."""
        return dict(self._session)

    def take_session_keys(self, keys: Mapping[str, str]) -> None:
        """Use what `session_keys` returned, as if it had been entered here."""
        self._session.update(keys)

    def load(self, name: CredentialName) -> Credential | None:
        """Return what is kept under `name`, None where nothing is."""
        item = name.item()
        text = self._session.get(item)
        if text is None and self._backend is not None:
            with _Explained(f"read the key of {item}"):
                text = self._backend.get_password(SERVICE, item)
        if text is None:
            return None
        try:
            return msgspec.json.decode(text, type=Credential)
        except msgspec.DecodeError:
            raise UserError(
                f"the key of {item} in {self.report.name or 'memory'} cannot be read; "
                "delete it and enter it again"
            ) from None

    def delete(self, name: CredentialName) -> bool:
        """Forget what is kept under `name`, readable or not; return whether there was anything."""
        item = name.item()
        there = self._session.pop(item, None) is not None
        if self._backend is None:
            return there
        with _Explained(f"delete the key of {item}"):
            if self._backend.get_password(SERVICE, item) is not None:
                self._backend.delete_password(SERVICE, item)
                there = True
        self._remember(set(self._remembered()) - {item})
        return there

    def rename(self, name: CredentialName, account: str) -> CredentialName:
        """Keep a key under another account's name; the old name goes once the new one is there.

        Exchange and environment belong to the key and stay. UserError where there is no such key
        or the new name is taken.
        """
        renamed = CredentialName(name.exchange, name.environment, account)
        credential = self.load(name)
        if credential is None:
            raise UserError(f"there is no key of {name.item()}; `keys list` shows what there is")
        if self.load(renamed) is not None:
            raise UserError(f"there is a key of {renamed.item()} already; delete that one first")
        self.store(renamed, credential)
        if self.load(renamed) != credential:
            raise UserError(f"the key of {renamed.item()} was not kept; {name.item()} is unchanged")
        self.delete(name)
        return renamed

    def names(self) -> tuple[CredentialName, ...]:
        """Return the names of what is kept. No store of a system can list them, so we note them."""
        items = {*self._session, *self._remembered()}
        return tuple(sorted(CredentialName(*item.split("/")) for item in items))

    def _remembered(self) -> tuple[str, ...]:
        if self._backend is None:
            return ()
        with _Explained("list its keys"):
            text = self._backend.get_password(SERVICE, _INDEX)
        try:
            items = msgspec.json.decode(text or "[]", type=tuple[str, ...])
        except msgspec.DecodeError:
            return ()  # somebody else's doing; the keys themselves are found by their names
        return tuple(item for item in items if item.count("/") == 2)

    def _remember(self, items: set[str]) -> None:
        if self._backend is not None:
            with _Explained("note the names of its keys"):
                self._backend.set_password(
                    SERVICE, _INDEX, msgspec.json.encode(sorted(items)).decode()
                )


class _Explained:
    """Turns whatever a backend raises into one sentence; each has errors of its own."""

    def __init__(self, doing: str) -> None:
        self._doing = doing

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        if isinstance(error, Exception):
            raise UserError(
                f"the system's keyring would not {self._doing} ({type(error).__name__}); "
                "unlock it and try again"
            ) from None


def open_store(
    platform: str = sys.platform, backends: Table = BACKENDS, *, check: bool = True
) -> CredentialStore:
    """Return the system's store, an in-memory one where none works; never raises for a bad one."""
    backend, report = find_backend(platform, backends, check=check)
    return CredentialStore(backend, report)


def _encoded(credential: Credential) -> str:
    return msgspec.json.encode(credential).decode()
