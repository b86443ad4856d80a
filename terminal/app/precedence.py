"""Which thread gets a core first where the engine's and the window's want the same one (Linux).

Left to itself the system lets a thread that paints go on for up to three milliseconds before the
engine's, which has just been woken by a message, gets its turn, also beside a core that has
nothing to do: in a trace of orders that came late the engine was waiting for a core for half of
the time. So the engine's thread asks for short turns, which come sooner, and the window's never
interrupts a thread by waking up.

The window's thread keeps its share of a core all the same: beside a busy program it would
otherwise paint two frames of three, and answer a press of the kill switch as late.

Elsewhere, and where the system refuses, everything stays as the system has it.
"""

import ctypes
import logging
import os
import platform
import sys
import threading

_ENGINE_TURN_NS = 100_000  # the shortest that Linux grants

# From arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h.
_SCHED_SETATTR = {"x86_64": 314, "aarch64": 274}
_RESET_ON_FORK = 0x01  # threads that this one starts take turns of the usual length

_log = logging.getLogger(__name__)


class _Attributes(ctypes.Structure):
    """`struct sched_attr` of linux/sched/types.h in its first version."""

    _fields_ = (
        ("size", ctypes.c_uint32),
        ("policy", ctypes.c_uint32),
        ("flags", ctypes.c_uint64),
        ("nice", ctypes.c_int32),
        ("priority", ctypes.c_uint32),
        ("turn_ns", ctypes.c_uint64),  # "runtime": the length of a turn, from Linux 6.12 on
        ("deadline_ns", ctypes.c_uint64),
        ("period_ns", ctypes.c_uint64),
    )


def come_first() -> None:
    """Have the calling thread get its turn soon after it is woken; for the engine's."""
    number = _SCHED_SETATTR.get(platform.machine()) if sys.platform == "linux" else None
    if number is None:
        return
    wanted = _Attributes(
        size=ctypes.sizeof(_Attributes),
        policy=os.SCHED_OTHER,
        flags=_RESET_ON_FORK,
        nice=os.getpriority(os.PRIO_PROCESS, threading.get_native_id()),
        turn_ns=_ENGINE_TURN_NS,
    )
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(number, 0, ctypes.byref(wanted), 0):
        _log.info("the engine takes turns as any thread: %s", os.strerror(ctypes.get_errno()))


def give_way() -> None:
    """Have the calling thread wait for its turn when it is woken; for the window's.

    Threads and programs that it starts from now on do the same.
    """
    if sys.platform != "linux":
        return
    try:
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
    except OSError as error:
        _log.info("the window takes turns as any thread: %s", error.strerror)
