"""What these windows need from the other side."""

from typing import NamedTuple, Protocol, runtime_checkable


class KeyRow(NamedTuple):
    """One kept key: whose it is, and what may be shown of it. The environment is in its name."""

    exchange: str
    environment: str
    account: str
    shown: str

    @property
    def name(self) -> str:
        """The key's whole name."""
        return f"{self.exchange}/{self.environment}/{self.account}"


class KeyPlace(NamedTuple):
    """Where keys go on this machine, in words; whether they can be kept there now."""

    words: str
    keeps: bool


class KeyCabinet(Protocol):
    """Keeps API keys. Every method may take seconds: none is called on the window's thread.

    They raise UserError in words; what was entered is never part of them.
    """

    def place(self) -> KeyPlace:
        """Return where keys go."""

    def exchanges(self) -> tuple[str, ...]:
        """Return the exchanges that there are."""

    def keys(self) -> tuple[KeyRow, ...]:
        """Return what is kept."""

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
        """Try a key at its venue (unless told not to) and keep it; returns what was found.

        `session`: in memory only, until the program ends.
        """

    def test(self, name: str) -> str:
        """Try a kept key; returns what was found."""

    def rename(self, name: str, account: str) -> str:
        """Keep a key under another account's name."""

    def delete(self, name: str) -> str:
        """Forget a key."""

    def begin_anew(self) -> bool:
        """Have the desk started again, with the keys there are, once its window has closed.

        False where that cannot be. Called on the window's thread.
        """


@runtime_checkable
class HasAccounts(Protocol):
    """A desk behind which there are keys, and venues that can be looked over."""

    @property
    def cabinet(self) -> KeyCabinet:
        """Where the keys are."""

    def preflight(self) -> None:
        """Have every venue looked over now; the desk's health tells what was found."""
