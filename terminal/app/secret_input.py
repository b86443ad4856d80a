"""Where secrets come in: typed without an echo, or line by line from standard input.

Never from an argument or a variable: those are seen by every process of the user, and stay in
the shell's history.
"""

import getpass
import os
import sys
from collections.abc import Callable

from terminal.model.errors import UserError
from terminal.storage.credentials import Credential

_SHORTEST = 8
_LONGEST = 4_096

Ask = Callable[[str], str]


def ask(what: str) -> str:
    """Return one line: without an echo where somebody sits there, else from standard input."""
    if sys.stdin is not None and sys.stdin.isatty():
        try:
            return getpass.getpass(f"{what} (not shown): ")
        except EOFError:
            raise UserError(f"{what}: nothing was entered; nothing was changed") from None
    return _line(0)


def _line(descriptor: int) -> str:
    """Read one line and not a byte beyond it: what follows may be for somebody else."""
    line = bytearray()
    while len(line) <= _LONGEST:
        try:
            byte = os.read(descriptor, 1)
        except OSError:
            break
        if byte in (b"", b"\n"):
            break
        line += byte
    try:
        return line.decode()
    except UnicodeDecodeError:
        raise UserError("a key on standard input has to be UTF-8 text") from None


def ask_credential(
    name: str, created_at: int, *, passphrase: bool | None, ask: Ask = ask
) -> Credential:
    """Return the credential that a person enters for `name`; UserError names what cannot be one.

    `passphrase`: whether there is one; None asks and takes an empty line for no. What was entered
    is never part of the complaint.
    """
    key = _checked("API key", ask(f"API key of {name}"))
    secret = _checked("secret", ask(f"secret of {name}"))
    if key == secret:
        raise UserError("key and secret are the same text; nothing was kept, enter each once")
    words = ""
    if passphrase is None:
        words = ask(f"passphrase of {name}, empty where it has none").strip()
    if passphrase or words:
        words = _checked("passphrase", words or ask(f"passphrase of {name}"))
    return Credential(key=key, secret=secret, passphrase=words, created_at=created_at)


def _checked(what: str, entered: str) -> str:
    text = entered.strip()
    if not text:
        raise UserError(f"{what}: nothing was entered; nothing was changed")
    if not _SHORTEST <= len(text) <= _LONGEST:
        raise UserError(
            f"{what}: has {len(text)} characters, which none has; nothing was changed, copy all "
            "of it from the venue's page"
        )
    if not text.isprintable() or (what != "passphrase" and " " in text):
        raise UserError(
            f"{what}: has spaces or characters that cannot be shown; nothing was changed"
        )
    return text
