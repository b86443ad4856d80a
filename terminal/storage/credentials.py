"""API keys: kept by the operating system's own store or, where there is none, in memory only.

The store's class is named here and instantiated directly. Asking the keyring library for "the"
keyring would run whatever code the user's configuration or an installed plug-in names.
What this protects against is a stolen disk, a backup and other users; not a program that runs
as the same user.
"""

import importlib
import sys
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Protocol

import msgspec

from terminal.model.errors import UserError

_SERVICE = "scaling-terminal"
_CANARY_NAME = "self-check"

_BACKENDS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "linux": (
        ("keyring.backends.SecretService", "Keyring", "Secret Service"),
        ("keyring.backends.kwallet", "DBusKeyring", "KWallet"),
    ),
    "darwin": (("keyring.backends.macOS", "Keyring", "macOS Keychain"),),
    "win32": (("keyring.backends.Windows", "WinVaultKeyring", "Windows Credential Locker"),),
}


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
    def secrets(self) -> tuple[str, ...]:
        """Everything that must not appear in any output."""
        return tuple(text for text in (self.key, self.secret, self.passphrase) if text)

    def __repr__(self) -> str:
        return f"Credential({self.fingerprint})"


class CredentialName(msgspec.Struct, frozen=True):
    """Whose key it is; the environment is part of it, so that none can be mistaken for another."""

    exchange: str
    environment: str
    account: str

    def item(self) -> str:
        """Return the name of the item in the store."""
        for part in (self.exchange, self.environment, self.account):
            if not part or "/" in part:
                raise UserError(f"credential name: {part!r} must be a word without a slash")
        return f"{self.exchange}/{self.environment}/{self.account}"


class Backend(Protocol):
    """What a store of the operating system can do; a keyring backend's own methods."""

    def get_password(self, service: str, username: str) -> str | None:
        """Return what is kept, None where nothing is."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep it."""

    def delete_password(self, service: str, username: str) -> None:
        """Forget it."""


class StoreReport(msgspec.Struct, frozen=True):
    """Where keys go on this machine: the store's name, or why there is none for each one tried."""

    name: str | None
    reasons: tuple[str, ...] = ()

    @property
    def persistent(self) -> bool:
        """True where keys outlive the session."""
        return self.name is not None

    def meaning(self) -> str:
        """Return what it means for the trader, in one sentence."""
        if self.persistent:
            return (
                "API keys are kept there: safe from a stolen disk and from other users, "
                "not from a program that runs as you"
            )
        return (
            "paper trading works; API keys can be used for one session only and are kept in "
            "memory, never on disk"
        )


class CredentialStore:
    """Stores, loads and deletes credentials in one backend, or in memory without one."""

    def __init__(self, backend: Backend | None, report: StoreReport) -> None:
        self._backend = backend
        self.report = report
        self._session: dict[str, str] = {}

    def store(self, name: CredentialName, credential: Credential) -> None:
        """Keep `credential`; UserError where the store refuses (a locked one, say)."""
        item, text = name.item(), msgspec.json.encode(credential).decode()
        if self._backend is None:
            self._session[item] = text
            return
        with _Explained(f"keep the key of {item}"):
            self._backend.set_password(_SERVICE, item, text)

    def load(self, name: CredentialName) -> Credential | None:
        """Return what is kept under `name`, None where nothing is."""
        item = name.item()
        if self._backend is None:
            text = self._session.get(item)
        else:
            with _Explained(f"read the key of {item}"):
                text = self._backend.get_password(_SERVICE, item)
        if text is None:
            return None
        try:
            return msgspec.json.decode(text, type=Credential)
        except msgspec.DecodeError:
            raise UserError(
                f"the key of {item} in {self.report.name or 'memory'} cannot be read; "
                "delete it and enter it again"
            ) from None

    def delete(self, name: CredentialName) -> None:
        """Forget what is kept under `name`; nothing kept is no error."""
        item = name.item()
        if self._backend is None:
            self._session.pop(item, None)
        elif self.load(name) is not None:
            with _Explained(f"delete the key of {item}"):
                self._backend.delete_password(_SERVICE, item)


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
    platform: str = sys.platform, backends: Mapping[str, Any] = _BACKENDS, *, check: bool = True
) -> CredentialStore:
    """Return the system's store, an in-memory one where none works; never raises for a bad one.

    With `check` a canary is written, read and deleted before a store is believed.
    """
    reasons: list[str] = []
    for module_name, class_name, label in backends.get(platform, ()):
        try:
            backend = _instantiate(module_name, class_name)
            if check:
                _check(backend)
        except Exception as error:  # noqa: BLE001 — a backend's imports and calls raise anything
            reasons.append(f"{label}: {_one_line(error)}")
            continue
        return CredentialStore(backend, StoreReport(label, tuple(reasons)))
    if not reasons:
        reasons.append(f"no store is known for the system {platform!r}")
    return CredentialStore(None, StoreReport(None, tuple(reasons)))


def _instantiate(module_name: str, class_name: str) -> Backend:
    kind = getattr(importlib.import_module(module_name), class_name)
    if not kind.viable:
        _ = kind.priority  # raises, and says why
        raise RuntimeError("is not usable here")
    backend: Backend = kind()
    if hasattr(backend, "persist"):
        # Windows would otherwise let the key roam with the profile to other machines.
        backend.persist = "local machine"
    return backend


def _check(backend: Backend) -> None:
    canary = "written and read back"
    backend.set_password(_SERVICE, _CANARY_NAME, canary)
    found = backend.get_password(_SERVICE, _CANARY_NAME)
    backend.delete_password(_SERVICE, _CANARY_NAME)
    if found != canary:
        raise RuntimeError("does not give back what it was given")


def _one_line(error: Exception) -> str:
    text = " ".join(str(error).split())
    return text or type(error).__name__
