"""One desk after another in one window: never two at once, and never none without a word.

Between two desks nothing watches the venues, so what keeps the next one from beginning is shown
in a window, with a way to try again.
"""

import logging
from collections.abc import Callable
from typing import Protocol, TypeVar

from terminal.model.errors import UserError

_UNBEGUN = "The desk could not begin again"
_UNENDED = "The desk has not ended yet"
_MEANWHILE = (
    "Until it runs again nothing is watched and nothing is sent; orders and positions at the "
    "venues are as they were."
)
_log = logging.getLogger(__name__)


class Ends(Protocol):
    """What tells of a desk whether another may follow it."""

    def unended(self) -> str:
        """Return what of it still runs, in words; empty where all of it has ended."""

    def close(self) -> bool:
        """Stop in order and wait for it; False where that took too long."""


Ask = Callable[[str, str], bool]
D = TypeVar("D", bound=Ends)


def keep_open(make: Callable[[Callable[[], None]], D], show: Callable[[D], int], ask: Ask) -> int:
    """Show one desk after the other until one is closed for good; returns its exit status.

    `make` is given what a desk calls to have another one follow it. What goes wrong with the
    first one is raised; with a later one `ask` shows headline and words and returns whether to
    try again, and the error is raised where the answer is no.
    """
    wanted: list[bool] = []
    follows = False
    while True:
        wanted.clear()
        desk: D | None = None
        failure: Exception | None = None
        status = 0
        try:
            desk = make(lambda: wanted.append(True))
            status = show(desk)
        except Exception as error:  # shown to the trader below, or raised as it is
            if not follows:
                raise
            _log.exception("the desk could not begin again")
            failure = error
            if desk is not None:
                desk.close()
        if failure is None and not wanted:
            return status
        follows = True
        _await_the_end(desk, ask)
        if failure is not None and not ask(_UNBEGUN, f"{_said(failure)}\n\n{_MEANWHILE}"):
            raise failure


def _await_the_end(desk: Ends | None, ask: Ask) -> None:
    """Return once nothing of a desk runs any more; UserError where the trader gave up on it.

    Two engines would trade one account, each blind to the other's orders, and two writers would
    break one journal.
    """
    while desk is not None and (still := desk.unended()):
        _log.error("no other desk is begun: %s", still)
        words = (
            f"{still}, so no other desk is begun beside it. Wait a moment and try again. If that "
            "does not help, look at the venue itself, then close the terminal and start it again."
        )
        if not ask(_UNENDED, words[:1].upper() + words[1:]):
            raise UserError(
                f"{still}, so no other was begun: look at the venue itself, then start the "
                "terminal again"
            )


def _said(error: Exception) -> str:
    if isinstance(error, UserError):
        words = str(error)
        return f"{words[:1].upper()}{words[1:].rstrip('.')}.\n\nMend that, then try again."
    return (
        f"Something failed that should not have ({type(error).__name__}); the log has the "
        "details. Try again, or close the terminal and start it anew."
    )
