"""Whose turn comes first, as the system itself tells it of threads that were made for this."""

import ctypes
import logging
import os
import platform
import struct
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest

from terminal.app import precedence
from terminal.app.precedence import come_first, give_way

if sys.platform != "linux":
    pytest.skip("every thread is left as the system has it", allow_module_level=True)

_SCHED_GETATTR = {"x86_64": 315, "aarch64": 275}
_TURN_SET_FROM = (6, 12)  # older kernels take the length of a turn and forget it

T = TypeVar("T")
Standing = tuple[int, int, int]  # policy, niceness, length of a turn in ns where one was set


def in_a_thread(work: Callable[[], T]) -> T:
    with ThreadPoolExecutor(1) as one:
        return one.submit(work).result()


def standing() -> Standing:
    told = ctypes.create_string_buffer(48)
    number = _SCHED_GETATTR[platform.machine()]
    assert ctypes.CDLL(None, use_errno=True).syscall(number, 0, told, len(told), 0) == 0
    _, policy, _, nice, _, turn, _, _ = struct.unpack("IIQiIQQQ", told.raw)
    return policy, nice, turn


def after(*steps: Callable[[], None]) -> Standing:
    def work() -> Standing:
        for step in steps:
            step()
        return standing()

    return in_a_thread(work)


def kernel() -> tuple[int, ...]:
    return tuple(int(part) for part in platform.release().split(".")[:2])


def test_the_engine_s_turns_are_short_and_its_niceness_stays() -> None:
    policy, nice, turn = after(come_first)
    assert policy == os.SCHED_OTHER
    assert nice == after()[1]
    if kernel() >= _TURN_SET_FROM:
        assert turn == 100_000


def test_what_the_engine_s_thread_starts_takes_usual_turns() -> None:
    def work() -> Standing:
        come_first()
        return in_a_thread(standing)

    assert in_a_thread(work) == after()


def test_a_thread_that_comes_first_keeps_the_niceness_it_began_with() -> None:
    def work() -> Standing:
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 12)
        come_first()
        return standing()

    assert in_a_thread(work)[1] == 12


def test_the_window_gives_way_and_keeps_its_share_of_a_core() -> None:
    assert after(give_way)[:2] == (os.SCHED_BATCH, after()[1])
    me = threading.get_native_id
    nicer = after(lambda: os.setpriority(os.PRIO_PROCESS, me(), 15), give_way)
    assert nicer[:2] == (os.SCHED_BATCH, 15)


def test_a_thread_begins_with_the_precedence_of_the_one_that_starts_it() -> None:
    before = standing()
    with ThreadPoolExecutor(1) as starter:
        assert starter.submit(standing).result() == before

        def the_window() -> tuple[Standing, Standing]:
            give_way()
            beside = starter.submit(in_a_thread, standing).result()
            return in_a_thread(standing), beside

        own, by_the_starter = in_a_thread(the_window)
    assert own[:2] == (os.SCHED_BATCH, before[1])
    assert by_the_starter == before
    assert standing() == before


def test_a_system_that_refuses_is_told_of_in_the_log_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "sched_setscheduler", refuse)
    monkeypatch.setattr(os, "SCHED_OTHER", 77)
    with caplog.at_level(logging.INFO):
        assert after(give_way, come_first) == after()
    assert "the window takes turns as any thread: Operation not permitted" in caplog.text
    assert "the engine takes turns as any thread: Invalid argument" in caplog.text


def test_a_machine_whose_numbers_are_not_known_is_left_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = after()
    monkeypatch.setattr(precedence, "_SCHED_SETATTR", {})
    assert after(come_first) == before
