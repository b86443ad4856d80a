"""Who collects what counting references leaves behind: beside a window, its thread alone."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest

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
