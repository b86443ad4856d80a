"""The operating system's own store for secrets: which there may be, and whether it works.

The store's class is named here and instantiated directly. Asking the keyring library for "the"
keyring would run whatever code the user's configuration or an installed plug-in names.
"""

import contextlib
import importlib
import secrets
import sys
from collections.abc import Mapping
from typing import Any, Protocol

import msgspec

SERVICE = "scaling-terminal"

Table = Mapping[str, tuple[tuple[str, str, str], ...]]

BACKENDS: Table = {
    "linux": (
        ("keyring.backends.SecretService", "Keyring", "Secret Service"),
        ("keyring.backends.kwallet", "DBusKeyring", "KWallet"),
    ),
    "darwin": (("keyring.backends.macOS", "Keyring", "macOS Keychain"),),
    "win32": (("keyring.backends.Windows", "WinVaultKeyring", "Windows Credential Locker"),),
}


class Backend(Protocol):
    """What a store of the operating system can do; a keyring backend's own methods."""

    def get_password(self, service: str, username: str) -> str | None:
        """Return what is kept, None where nothing is."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep it."""

    def delete_password(self, service: str, username: str) -> None:
        """Forget it."""


class StoreReport(msgspec.Struct, frozen=True):
    """Where keys go on this machine: the store's name, or why there is none for each one tried.

    A `locked` store is there and its owner has not opened it: nothing else takes its place.
    """

    name: str | None
    reasons: tuple[str, ...] = ()
    locked: bool = False

    @property
    def persistent(self) -> bool:
        """True where keys outlive the session."""
        return self.name is not None

    def meaning(self) -> str:
        """Return what it means for the trader, in one sentence."""
        if self.locked:
            return "it is locked: unlock it to use or change the API keys in it"
        if self.persistent:
            return (
                "API keys are kept there: safe from a stolen disk and from other users, "
                "not from a program that runs as you"
            )
        return (
            "paper trading works; API keys can be used for one session only and are kept in "
            "memory, never on disk"
        )


def find_backend(
    platform: str = sys.platform, backends: Table = BACKENDS, *, check: bool = True
) -> tuple[Backend | None, StoreReport]:
    """Return the first store of `platform` that works, with its report; never raises.

    With `check` a canary is written, read and deleted before a store is believed.
    """
    reasons: list[str] = []
    for module_name, class_name, label in backends.get(platform, ()):
        try:
            backend = _instantiate(module_name, class_name)
            if check:
                _check(backend)
        except Exception as error:  # noqa: BLE001 — a backend's imports and calls raise anything
            if type(error).__name__ == "KeyringLocked":
                # Its name: importing the class would import the library where none is needed.
                return _instantiate(module_name, class_name), StoreReport(
                    label, tuple(reasons), locked=True
                )
            reasons.append(f"{label}: {_one_line(error)}")
            continue
        return backend, StoreReport(label, tuple(reasons))
    if not reasons:
        reasons.append(f"no store is known for the system {platform!r}")
    return None, StoreReport(None, tuple(reasons))


def _instantiate(module_name: str, class_name: str) -> Backend:
    kind: Any = getattr(importlib.import_module(module_name), class_name)
    if not kind.viable:
        _ = kind.priority  # raises, and says why
        raise RuntimeError("is not usable here")
    backend: Backend = kind()
    if hasattr(backend, "persist"):
        # Windows would otherwise let the key roam with the profile to other machines.
        backend.persist = "local machine"
    return backend


def _check(backend: Backend) -> None:
    """Write, read and delete something of no value, under a name that no other process uses."""
    name, canary = f"self-check {secrets.token_hex(4)}", secrets.token_hex(16)
    try:
        backend.set_password(SERVICE, name, canary)
        found = backend.get_password(SERVICE, name)
    finally:
        with contextlib.suppress(Exception):  # below it is seen whether it is gone
            backend.delete_password(SERVICE, name)
    if found != canary:
        raise RuntimeError("does not give back what it was given")
    if backend.get_password(SERVICE, name) is not None:
        raise RuntimeError("does not delete what it is told to")


def _one_line(error: Exception) -> str:
    text = " ".join(str(error).split())
    return text or type(error).__name__
