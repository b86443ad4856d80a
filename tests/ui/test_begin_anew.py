"""The desk begun anew in one process: never two engines, and no widget undone on an engine's."""

import asyncio
import gc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from terminal.app import run, window
from terminal.app.interpreter import Garbage
from terminal.app.options import RunOptions
from terminal.app.paths import open_directory
from terminal.model.errors import UserError
from terminal.model.events import CommandName
from terminal.storage.credentials import open_store
from terminal.storage.redaction import Redactor


class OneDesk:
    """A desk whose engine ends in time, or does not."""

    def __init__(self, *, ends: bool) -> None:
        self.garbage = Garbage()
        self.running = False
        self.collected_at_start: bool | None = None
        self._ends = ends

    def start(self) -> None:
        """Begin."""
        self.collected_at_start = gc.isenabled()
        self.running = True

    def close(self) -> bool:
        """End, where this one ends."""
        self.running = not self._ends
        return self._ends

    def send(self, name: CommandName, **_: object) -> None:
        """Take a command."""


def _show_nothing(desk: OneDesk, **hooks: Any) -> int:
    """Stand for the window's loop: begin and end, with nothing painted."""
    started: Callable[[], None] = hooks["started"]

    async def live() -> None:
        started()
        await asyncio.to_thread(hooks["stop"])

    asyncio.run(live())
    return 0


@pytest.fixture
def desks(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> list[OneDesk]:
    """Have every desk begun anew once; the list is of those to be made, then of those made."""
    coming: list[OneDesk] = []
    made: list[OneDesk] = []

    def make(*_: object, begin_anew: Callable[[], None], **__: object) -> OneDesk:
        made.append(coming.pop(0))
        if coming:
            begin_anew()
        return made[-1]

    monkeypatch.setattr(run, "make_desk", make)
    monkeypatch.setattr(window, "run", _show_nothing)
    monkeypatch.setattr(window, "tune", lambda: None)
    return coming


def _window(directory: Path) -> int:
    return run._window(RunOptions(), open_directory(directory), open_store, Redactor())


def test_another_desk_begins_once_the_first_has_ended(tmp_path: Path, desks: list[OneDesk]) -> None:
    first, second = OneDesk(ends=True), OneDesk(ends=True)
    desks += [first, second]
    assert _window(tmp_path) == 0
    assert second.collected_at_start is not None


def test_no_other_desk_begins_beside_an_engine_that_does_not_end(
    tmp_path: Path, desks: list[OneDesk]
) -> None:
    first, second = OneDesk(ends=False), OneDesk(ends=True)
    desks += [first, second]
    with pytest.raises(UserError, match="did not end"):
        _window(tmp_path)
    assert second.collected_at_start is None


def test_the_window_owns_the_collector_before_the_engine_allocates(
    tmp_path: Path, desks: list[OneDesk]
) -> None:
    gc.enable()
    only = OneDesk(ends=True)
    desks.append(only)
    assert _window(tmp_path) == 0
    assert only.collected_at_start is False
    assert gc.isenabled()
