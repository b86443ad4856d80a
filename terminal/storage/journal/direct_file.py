"""A file of blocks that the kernel writes past its cache, and that no thread waits for.

Linux's own asynchronous input and output, by system calls: the C library has no names for them.
Structures and flags are those of linux/aio_abi.h and linux/fs.h; see io_submit(2) and
io_getevents(2). To begin a write and to look what is complete takes microseconds, so both keep
the interpreter lock; only a wait lets go of it.
"""

import ctypes
import errno
import mmap
import os
import platform
import sys
import time
from pathlib import Path
from typing import NamedTuple

from terminal.storage.files import create_private, sync_directory

BLOCK_BYTES = 4096

_WRITE = 1  # IOCB_CMD_PWRITE
_DSYNC = 0x02  # RWF_DSYNC: complete means on the medium
_NOWAIT = 0x08  # RWF_NOWAIT: where the submission would block it is refused
_TRIAL_S = 1.0
_CLOSE_S = 1.0


class _Numbers(NamedTuple):
    """System call numbers of one kind of machine."""

    setup: int
    destroy: int
    getevents: int
    submit: int


# From arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h.
_NUMBERS = {"x86_64": _Numbers(206, 207, 208, 209), "aarch64": _Numbers(0, 1, 4, 2)}


class _Control(ctypes.Structure):
    """`struct iocb` of linux/aio_abi.h, little endian."""

    _fields_ = (
        ("data", ctypes.c_uint64),
        ("key", ctypes.c_uint32),
        ("rw_flags", ctypes.c_int32),
        ("opcode", ctypes.c_uint16),
        ("priority", ctypes.c_int16),
        ("descriptor", ctypes.c_uint32),
        ("buffer", ctypes.c_uint64),
        ("length", ctypes.c_uint64),
        ("offset", ctypes.c_int64),
        ("reserved", ctypes.c_uint64),
        ("flags", ctypes.c_uint32),
        ("event_descriptor", ctypes.c_uint32),
    )


class _Event(ctypes.Structure):
    """`struct io_event` of linux/aio_abi.h."""

    _fields_ = (
        ("data", ctypes.c_uint64),
        ("control", ctypes.c_uint64),
        ("result", ctypes.c_int64),
        ("result2", ctypes.c_int64),
    )


class _Span(ctypes.Structure):
    """`struct timespec` where a long has 64 bits."""

    _fields_ = (("seconds", ctypes.c_long), ("nanoseconds", ctypes.c_long))


class _Calls:
    """The four system calls; `poll` and `wait` are one, which `wait` makes without the lock."""

    def __init__(self) -> None:
        self.numbers = _numbers()
        free, held = ctypes.CDLL(None, use_errno=True), ctypes.PyDLL(None, use_errno=True)
        number, context = ctypes.c_long, ctypes.c_ulong
        self.setup = free["syscall"]
        self.setup.argtypes = (number, ctypes.c_long, ctypes.POINTER(context))
        self.destroy = free["syscall"]
        self.destroy.argtypes = (number, context)
        self.submit = held["syscall"]
        controls = ctypes.POINTER(ctypes.POINTER(_Control))
        self.submit.argtypes = (number, context, ctypes.c_long, controls)
        self.poll, self.wait = held["syscall"], free["syscall"]
        events, span = ctypes.POINTER(_Event), ctypes.POINTER(_Span)
        getevents = (number, context, ctypes.c_long, ctypes.c_long, events, span)
        self.poll.argtypes = self.wait.argtypes = getevents
        for call in (self.setup, self.destroy, self.submit, self.poll, self.wait):
            call.restype = ctypes.c_long


class DirectFile:
    """`blocks` blocks of zeros, each to be overwritten whole; one write of a block at a time.

    To be used on one thread. Raises OSError where this cannot be had: another system or machine,
    a file system without direct writes, or one that would have to wait for its own locks.
    """

    def __init__(self, path: Path, blocks: int) -> None:
        self._calls = _Calls()
        self._in_flight = 0
        self._context = ctypes.c_ulong(0)
        self._buffer = mmap.mmap(-1, blocks * BLOCK_BYTES)  # a direct write wants whole pages
        self._address = ctypes.addressof(ctypes.c_char.from_buffer(self._buffer))
        self._control = _Control()
        self._controls = (ctypes.POINTER(_Control) * 1)(ctypes.pointer(self._control))
        self._events = (_Event * blocks)()
        self._descriptor = -1
        try:
            self._empty(path)
            number = self._calls.numbers.setup
            if self._calls.setup(number, blocks, ctypes.byref(self._context)) != 0:
                raise _last_error("io_setup")
            self._try_out()
        except BaseException:
            self.close()
            raise

    def _empty(self, path: Path) -> None:
        """Write every block once: a write into a hole would have to allocate, and wait."""
        create_private(path)
        if sys.platform == "linux":  # nobody comes here elsewhere; the type checker wants it said
            self._descriptor = os.open(path, os.O_RDWR | os.O_DIRECT)
            os.ftruncate(self._descriptor, len(self._buffer))
            if os.pwritev(self._descriptor, [self._buffer], 0) != len(self._buffer):
                raise OSError(errno.EIO, "a block was not written")
        os.fsync(self._descriptor)
        sync_directory(path.parent)

    def _try_out(self) -> None:
        """Some file systems refuse such a write only when it comes."""
        if not self.submit(0, bytes(BLOCK_BYTES)):
            raise _last_error("io_submit")
        deadline = time.monotonic() + _TRIAL_S
        while (left := deadline - time.monotonic()) > 0:
            for _, result in self.wait(left):
                if result != BLOCK_BYTES:
                    raise OSError(-result if result < 0 else errno.EIO, "a trial was not written")
                return
        raise OSError(errno.ETIMEDOUT, "a trial was not written in time")

    def submit(self, block: int, content: bytes) -> bool:
        """Begin to write one block, `BLOCK_BYTES` of it; False where the kernel takes no more.

        Never blocks. The block's former write must be complete.
        """
        start = block * BLOCK_BYTES
        self._buffer[start : start + BLOCK_BYTES] = content
        control = self._control  # the kernel copies it
        control.data, control.key, control.opcode = block, 0, _WRITE
        control.rw_flags = _DSYNC | _NOWAIT
        control.descriptor, control.buffer = self._descriptor, self._address + start
        control.length, control.offset = BLOCK_BYTES, start
        number = self._calls.numbers.submit
        taken = bool(self._calls.submit(number, self._context, 1, self._controls) == 1)
        self._in_flight += taken
        return taken

    def completed(self) -> list[tuple[int, int]]:
        """Return what is complete by now: blocks, and bytes written or a negative errno.

        Never blocks, nor lets another thread in. Raises OSError.
        """
        return self._found(
            self._calls.poll(
                self._calls.numbers.getevents,
                self._context,
                0,
                len(self._events),
                self._events,
                ctypes.byref(_Span(0, 0)),
            )
        )

    def wait(self, timeout_s: float) -> list[tuple[int, int]]:
        """Return what is complete as soon as something is; nothing after `timeout_s` or a signal.

        Lets other threads run meanwhile. Raises OSError.
        """
        seconds, rest = divmod(max(0, round(timeout_s * 1e9)), 1_000_000_000)
        return self._found(
            self._calls.wait(
                self._calls.numbers.getevents,
                self._context,
                1,
                len(self._events),
                self._events,
                ctypes.byref(_Span(seconds, rest)),
            )
        )

    def _found(self, count: int) -> list[tuple[int, int]]:
        if count < 0:
            if ctypes.get_errno() == errno.EINTR:
                return []
            raise _last_error("io_getevents")
        self._in_flight -= count
        return [(int(event.data), int(event.result)) for event in self._events[:count]]

    def close(self) -> bool:
        """Wait a second at most for what is in flight; False where that was not enough.

        Then everything is left as it is for the kernel, which reads from the memory and would
        keep whoever ends the context waiting.
        """
        deadline = time.monotonic() + _CLOSE_S
        while self._in_flight and (left := deadline - time.monotonic()) > 0:
            self.wait(left)
        if self._in_flight:
            ctypes.pythonapi.Py_IncRef(ctypes.py_object(self._buffer))
            return False
        if self._context.value:
            self._calls.destroy(self._calls.numbers.destroy, self._context)
            self._context.value = 0
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
        return True


def _numbers() -> _Numbers:
    system, machine = platform.system(), platform.machine()
    # A 32-bit process on such a machine has other calls.
    if system != "Linux" or machine not in _NUMBERS or sys.maxsize < 2**32:
        raise OSError(errno.ENOSYS, f"not on {system} and {machine}")
    return _NUMBERS[machine]


def _last_error(what: str) -> OSError:
    number = ctypes.get_errno()
    return OSError(number, f"{what}: {os.strerror(number)}")
