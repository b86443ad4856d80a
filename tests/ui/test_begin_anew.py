"""The desk begun anew beside one window's process: never two engines, and no word is lost."""

import asyncio
import gc
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from terminal.app import run, window
from terminal.app.interpreter import Garbage
from terminal.app.key_cabinet import StoreCabinet
from terminal.app.options import RunOptions
from terminal.app.paths import open_directory
from terminal.model.errors import UserError
from terminal.model.events import CommandName
from terminal.ui import notice


class OneDesk:
    """A desk whose engine's process ends in time, or does so only when asked so often."""

    def __init__(self, *, ends: bool, ending: int = 0) -> None:
        self.garbage = Garbage()
        self.running = False
        self.collected_at_start: bool | None = None
        self.refusal: Exception | None = None
        self._ends = ends
        self._ending = ending

    def prepared(self) -> None:
        """Tell whether there can be such a desk."""
        if self.refusal is not None:
            raise self.refusal

    def start(self) -> None:
        """Begin."""
        self.collected_at_start = gc.isenabled()
        self.running = True

    def watch_trades(self) -> None:
        """Tell of none."""

    def close(self) -> bool:
        """End, where this one ends."""
        self.running = not self._ends
        return self._ends

    def unended(self) -> str:
        """Tell what still runs."""
        self._ending -= 1
        return "the engine did not end in time" if self.running or self._ending >= 0 else ""

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


class Notices:
    """What was shown between two desks; answers yes so often, then no."""

    def __init__(self) -> None:
        self.shown: list[tuple[str, str]] = []
        self.yes = 0

    def ask(self, _: object, headline: str, words: str) -> bool:
        """Note what is shown and answer."""
        self.shown.append((headline, words))
        self.yes -= 1
        return self.yes >= 0


@pytest.fixture
def notices(monkeypatch: pytest.MonkeyPatch) -> Notices:
    """Let nothing be painted between two desks."""
    asked = Notices()
    monkeypatch.setattr(notice, "ask_to_try_again", asked.ask)
    return asked


@pytest.fixture
def desks(
    monkeypatch: pytest.MonkeyPatch, qapp: QApplication, notices: "Notices"
) -> list[OneDesk | Exception]:
    """Have every desk begun anew once; the list is of those to be made, or of what keeps them."""
    coming: list[OneDesk | Exception] = []

    def make(_: object, __: object, *, presets: object, cabinet: StoreCabinet) -> OneDesk:
        assert presets
        one = coming.pop(0)
        if isinstance(one, Exception):
            refused = OneDesk(ends=True)
            refused.refusal = one
            return refused
        if coming:
            assert cabinet.begin_anew()
        return one

    monkeypatch.setattr(run, "FarDesk", make)
    monkeypatch.setattr(run, "start_engine_process", object)
    monkeypatch.setattr(window, "run", _show_nothing)
    monkeypatch.setattr(window, "tune", lambda: None)
    monkeypatch.setattr(window, "give_way", lambda: None)
    return coming


def _window(directory: Path) -> int:
    return run._window(RunOptions(), open_directory(directory))


def test_another_desk_begins_once_the_first_has_ended(
    tmp_path: Path, desks: list[OneDesk | Exception]
) -> None:
    first, second = OneDesk(ends=True), OneDesk(ends=True)
    desks += [first, second]
    assert _window(tmp_path) == 0
    assert second.collected_at_start is not None


def test_no_engine_begins_in_a_thread_that_gave_way(
    tmp_path: Path, desks: list[OneDesk | Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    gave_way: list[threading.Thread] = []
    begun: list[tuple[threading.Thread, bool]] = []
    monkeypatch.setattr(window, "give_way", lambda: gave_way.append(threading.current_thread()))
    monkeypatch.setattr(
        run,
        "start_engine_process",
        lambda: begun.append((threading.current_thread(), bool(gave_way))),
    )
    desks += [OneDesk(ends=True), OneDesk(ends=True), OneDesk(ends=True)]
    assert _window(tmp_path) == 0
    assert gave_way == [threading.main_thread()] * 3
    (first, before), *later = begun
    assert (first, before) == (threading.main_thread(), False)
    assert len(later) == 2
    assert threading.main_thread() not in {thread for thread, _ in later}


def test_no_other_desk_begins_beside_an_engine_that_does_not_end(
    tmp_path: Path, desks: list[OneDesk | Exception]
) -> None:
    first, second = OneDesk(ends=False), OneDesk(ends=True)
    desks += [first, second]
    with pytest.raises(UserError, match="did not end"):
        _window(tmp_path)
    assert second.collected_at_start is None


def test_the_window_owns_the_collector_before_the_engine_allocates(
    tmp_path: Path, desks: list[OneDesk | Exception]
) -> None:
    gc.enable()
    only = OneDesk(ends=True)
    desks.append(only)
    assert _window(tmp_path) == 0
    assert only.collected_at_start is False
    assert gc.isenabled()


def test_a_desk_that_cannot_begin_again_leaves_a_window_with_the_reason_and_a_way_on(
    tmp_path: Path, desks: list[OneDesk | Exception], notices: Notices
) -> None:
    third = OneDesk(ends=True)
    desks += [OneDesk(ends=True), UserError("settings.toml: line 3: mend `symbols`"), third]
    notices.yes = 1
    assert _window(tmp_path) == 0
    assert third.collected_at_start is not None
    ((headline, words),) = notices.shown
    assert headline == "The desk could not begin again"
    assert "Settings.toml: line 3: mend `symbols`." in words
    assert "nothing is watched and nothing is sent" in words


def test_who_does_not_try_again_ends_with_the_error(
    tmp_path: Path, desks: list[OneDesk | Exception], notices: Notices
) -> None:
    desks += [OneDesk(ends=True), UserError("the keyring is locked")]
    with pytest.raises(UserError, match="the keyring is locked"):
        _window(tmp_path)
    assert len(notices.shown) == 1


def test_a_defect_is_shown_without_its_particulars(
    tmp_path: Path, desks: list[OneDesk | Exception], notices: Notices
) -> None:
    desks += [OneDesk(ends=True), ValueError("key=abc"), OneDesk(ends=True)]
    notices.yes = 1
    assert _window(tmp_path) == 0
    assert "ValueError" in notices.shown[0][1]
    assert "abc" not in notices.shown[0][1]


def test_a_first_desk_that_cannot_begin_ends_the_program_with_its_reason(
    tmp_path: Path, desks: list[OneDesk | Exception], notices: Notices
) -> None:
    desks.append(UserError("no such policy"))
    with pytest.raises(UserError, match="no such policy"):
        _window(tmp_path)
    assert notices.shown == []


def test_no_other_desk_begins_before_the_engine_s_process_has_ended(
    tmp_path: Path, desks: list[OneDesk | Exception], notices: Notices
) -> None:
    second = OneDesk(ends=True)
    desks += [OneDesk(ends=True, ending=2), second]
    notices.yes = 1
    with pytest.raises(UserError, match="did not end"):
        _window(tmp_path)
    assert second.collected_at_start is None
    assert [headline for headline, _ in notices.shown] == ["The desk has not ended yet"] * 2
    assert "no other desk is begun beside it" in notices.shown[0][1]


def test_another_desk_begins_once_the_engine_s_process_has_ended(
    tmp_path: Path, desks: list[OneDesk | Exception], notices: Notices
) -> None:
    second = OneDesk(ends=True)
    desks += [OneDesk(ends=True, ending=1), second]
    notices.yes = 1
    assert _window(tmp_path) == 0
    assert second.collected_at_start is not None
