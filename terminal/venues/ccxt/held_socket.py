"""Sockets that are read without letting go of the interpreter lock.

What can be read is there already when a loop asks for it, and to copy it takes a microsecond. To
get the lock back beside a window that paints takes a third of a millisecond or more.
"""

import ctypes
import os
import socket
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_MOST_BYTES = 65_536  # of one reading; what is left is ready again at once


class HeldSocket(socket.socket):
    """A socket that never blocks; `reader` is shared by those of one loop."""

    reader: "Reader"

    def recv(self, size: int, flags: int = 0) -> bytes:
        """Read what is there. Raises BlockingIOError where nothing is, or another OSError."""
        return self.reader.read(self.fileno(), size, flags)

    def recv_into(self, buffer: "WriteableBuffer", size: int = 0, flags: int = 0) -> int:
        """Read what is there into `buffer`. Raises as `recv`."""
        return self.reader.read_into(self.fileno(), buffer, size, flags)


class Reader:
    """Reads descriptors through the C library with the lock in its hand, on one thread."""

    def __init__(self) -> None:
        self._recv = ctypes.PyDLL(None, use_errno=True)["recv"]
        self._recv.argtypes = (ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
        self._recv.restype = ctypes.c_ssize_t
        self._buffer = ctypes.create_string_buffer(_MOST_BYTES)
        self._address = ctypes.addressof(self._buffer)

    def read(self, descriptor: int, size: int, flags: int) -> bytes:
        """Return what is there, `size` bytes at most."""
        got = self._read(descriptor, self._address, min(size, _MOST_BYTES), flags)
        return ctypes.string_at(self._address, got)

    def read_into(self, descriptor: int, buffer: "WriteableBuffer", size: int, flags: int) -> int:
        """Return how much was read into `buffer`, `size` bytes at most where that is not 0."""
        room = memoryview(buffer).nbytes
        target = (ctypes.c_char * room).from_buffer(buffer)
        return self._read(descriptor, ctypes.addressof(target), min(size or room, room), flags)

    def _read(self, descriptor: int, address: int, size: int, flags: int) -> int:
        got = int(self._recv(descriptor, address, size, flags))
        if got < 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
        return got


def socket_factory() -> Callable[[Any], socket.socket] | None:
    """Return what makes such sockets for a loop's connections, None where that is not Linux."""
    if sys.platform != "linux":
        return None
    reader = Reader()

    def made(address: Any) -> socket.socket:
        family, kind, protocol, *_ = address
        opened = HeldSocket(family, kind, protocol)
        opened.reader = reader
        opened.setblocking(False)
        return opened

    return made
