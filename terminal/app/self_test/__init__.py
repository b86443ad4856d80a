"""`--self-test`: whether this installation works, from its files to an order on the paper venue.

Nothing leaves the machine and nothing stays on it: what it writes goes into a temporary directory.
"""

import faulthandler
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from terminal.app.environment import set_library_defaults
from terminal.app.self_test import parts
from terminal.model.errors import UserError

_LONGEST_S = 120


class Check(NamedTuple):
    """One thing looked at: returns what was found, or raises whatever kept it from working."""

    name: str
    look: Callable[[], str]


def checks() -> tuple[Check, ...]:
    """Return every check, the quick ones first."""
    return (
        Check("resources", parts.resources),
        Check("keyring", parts.keyring),
        Check("journal", parts.journal),
        Check("venues", parts.venues),
        Check("window", _session),
    )


def _session() -> str:
    from terminal.app.self_test.session import session  # Qt: whether it loads is part of it

    return session()


def run(chosen: Sequence[Check] | None = None) -> Iterator[str]:
    """Yield a line for each check; raises UserError at the end where one failed.

    A check that hangs or crashes ends the process, with every thread's whereabouts on standard
    error.
    """
    # The window is painted into memory: it needs no display and disturbs nobody.
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    set_library_defaults()
    watched = _watch()
    failed: list[str] = []
    try:
        for check in checks() if chosen is None else chosen:
            began = time.monotonic()
            try:
                state, found = "ok", check.look()
            except Exception as error:  # noqa: BLE001 — the rest is looked at all the same
                state, found = "FAILED", f"{type(error).__name__}: {error}"
                failed.append(check.name)
            yield f"{check.name:<12}{state:<8}{time.monotonic() - began:6.2f} s  {found}"
    finally:
        if watched:
            faulthandler.cancel_dump_traceback_later()
            faulthandler.disable()
    if failed:
        raise UserError(
            f"self-test: failed: {', '.join(failed)}; install the program again, and where that "
            "does not help report the lines above"
        )


def _watch() -> bool:
    """Set the watchdog, unless there is nowhere to write to or one is set (a test's, say)."""
    if sys.stderr is None or "pytest" in sys.modules:
        return False
    faulthandler.enable()  # a damaged library ends the process: say in which check that was
    faulthandler.dump_traceback_later(_LONGEST_S, exit=True)
    return True
