"""Who collects what counting references leaves behind: beside a window, its thread alone."""

import gc
import os
import sys
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

from terminal.app import interpreter
from terminal.app.interpreter import Garbage


class Knot:
    """Something in a cycle, as a widget with a slot of its own is."""

    def __init__(self) -> None:
        self.itself = self


def dropped() -> list[str]:
    """Drop a knot; return where the name of the thread that undid it will stand."""
    undone: list[str] = []
    knot = Knot()
    weakref.finalize(knot, lambda: undone.append(threading.current_thread().name))
    return undone


def busy_elsewhere() -> None:
    """Allocate on another thread, as the engine does: many times what a collection waits for."""

    def allocate() -> None:
        kept: list[object] = []
        for _ in range(60_000):
            kept.append([kept])

    thread = threading.Thread(target=allocate, name="engine")
    thread.start()
    thread.join()


@pytest.fixture
def garbage() -> Iterator[Garbage]:
    """Return a collector's owner; the interpreter collects by itself afterwards."""
    made = Garbage()
    gc.collect()
    yield made
    made.disown()


def test_without_an_owner_any_thread_collects(garbage: Garbage) -> None:
    undone = dropped()
    busy_elsewhere()
    assert undone == ["engine"]


def test_with_an_owner_no_other_thread_does(garbage: Garbage) -> None:
    garbage.own()
    undone = dropped()
    busy_elsewhere()
    assert undone == []
    garbage.serve()
    assert undone == ["MainThread"]


def test_a_quiet_moment_is_used_on_the_owner_s_thread(garbage: Garbage) -> None:
    garbage.own()
    undone = dropped()
    engine = threading.Thread(target=garbage.quiet, name="engine")
    engine.start()
    engine.join()
    assert undone == []
    garbage.serve()
    assert undone == ["MainThread"]


def test_without_an_owner_a_quiet_moment_is_used_at_once(garbage: Garbage) -> None:
    undone = dropped()
    garbage.quiet()
    assert undone == ["MainThread"]


def test_little_is_left_lying(garbage: Garbage) -> None:
    garbage.own()
    undone = dropped()
    garbage.serve()
    assert undone == []


@pytest.mark.parametrize("owned", [False, True])
def test_what_is_freed_in_a_quiet_moment_goes_back_to_the_system(
    garbage: Garbage, monkeypatch: pytest.MonkeyPatch, owned: bool
) -> None:
    given_back: list[str] = []
    monkeypatch.setattr(
        interpreter, "give_back", lambda: given_back.append(threading.current_thread().name)
    )
    if owned:
        garbage.own()
    engine = threading.Thread(target=garbage.quiet, name="engine")
    engine.start()
    engine.join()
    garbage.serve()
    garbage.serve()
    assert given_back == ["MainThread" if owned else "engine"]


def test_what_is_there_at_the_first_quiet_moment_is_not_looked_through_again(
    garbage: Garbage,
) -> None:
    kept = Knot()
    before = gc.get_freeze_count()
    garbage.quiet()
    settled = gc.get_freeze_count()
    later = Knot()
    garbage.quiet()
    seen = gc.get_objects()
    assert settled > before
    assert gc.get_freeze_count() <= settled
    assert any(each is later for each in seen)
    assert not any(each is kept for each in seen)


def test_what_a_desk_leaves_behind_is_collected_once_it_has_ended(garbage: Garbage) -> None:
    garbage.own()
    knot = Knot()
    undone: list[bool] = []
    weakref.finalize(knot, undone.append, True)
    garbage.quiet()
    garbage.serve()
    del knot
    gc.collect()
    assert undone == []  # frozen
    garbage.disown()
    gc.collect()
    assert undone == [True]


@pytest.mark.skipif(sys.platform != "linux", reason="the system takes it back by itself elsewhere")
def test_memory_of_a_burst_on_another_thread_is_given_back() -> None:
    kept: list[bytes] = []

    def burst() -> None:
        kept.extend([bytes(3_000) for _ in range(20_000)][::50])

    thread = threading.Thread(target=burst)
    thread.start()
    thread.join()
    before = _resident_mb()
    interpreter.give_back()
    assert before - _resident_mb() > 20
    assert len(kept) == 400


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
