"""An exchange's sockets, which know when bytes left and when others arrived.

A real exchange is another machine. What ours takes to be given a core of the trader's is not the
terminal's delay: a tick has left when it is handed to the kernel, and an order has arrived when
its bytes are in the exchange's socket. Linux tells when that was with each read (SO_TIMESTAMPNS);
elsewhere the read itself is the arrival.
"""

import socket
import struct
import sys
import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from aiohttp import web
from aiohttp.typedefs import Handler

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

_TIMESTAMP_NS = 35  # of linux/socket.h; Python's module does not name it
_TIMESPEC = struct.Struct("@qq")
_NS_PER_S = 1_000_000_000

_CONNECTIONS: dict[int, "ArrivalSocket"] = {}  # by descriptor; one that is used anew is replaced
_CONNECTION: ContextVar["ArrivalSocket | None"] = ContextVar("connection", default=None)


class ArrivalSocket(socket.socket):
    """A socket that knows when the latest bytes read from it had arrived (monotonic ns).

    `leaving` hears of all bytes at the moment at which they are handed to the kernel.
    """

    arrived_ns = 0
    leaving: Callable[[bytes], None]

    def send(self, data: "Buffer", flags: int = 0) -> int:
        """Tell and send."""
        self.leaving(bytes(data))
        return super().send(data, flags)

    def recv(self, size: int, flags: int = 0) -> bytes:
        """Read, and keep when the last of it arrived."""
        data, told, _, _ = self.recvmsg(size, socket.CMSG_SPACE(_TIMESPEC.size), flags)
        self.arrived_ns = now = time.monotonic_ns()
        for level, kind, stamp in told:
            if level == socket.SOL_SOCKET and kind == _TIMESTAMP_NS:
                seconds, nanoseconds = _TIMESPEC.unpack(stamp)
                waited_ns = time.time_ns() - (seconds * _NS_PER_S + nanoseconds)
                self.arrived_ns = now - max(0, waited_ns)
        return data

    def accept(self) -> tuple["ArrivalSocket", Any]:
        """Accept a connection that knows when its bytes arrive."""
        descriptor, address = self._accept()  # type: ignore[attr-defined]
        connection = ArrivalSocket(self.family, self.type, self.proto, fileno=descriptor)
        connection.setblocking(False)
        connection.leaving = self.leaving
        if sys.platform == "linux":
            connection.setsockopt(socket.SOL_SOCKET, _TIMESTAMP_NS, 1)
        _CONNECTIONS[descriptor] = connection
        return connection, address


def listening(port: int, leaving: Callable[[bytes], None]) -> ArrivalSocket:
    """Return a socket that listens on that port of 127.0.0.1, 0 for any that is free."""
    made = ArrivalSocket(socket.AF_INET, socket.SOCK_STREAM)
    made.leaving = leaving
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind(("127.0.0.1", port))
    return made


@web.middleware
async def note_connection(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let whoever serves a request ask `arrived_ns` about its connection."""
    if request.transport is not None:
        descriptor = request.transport.get_extra_info("socket").fileno()
        _CONNECTION.set(_CONNECTIONS.get(descriptor))
    return await handler(request)


def arrived_ns() -> int:
    """Return when the latest bytes arrived on the connection that is being served.

    Where more has come since, that is later than what is asked about: never to our advantage.
    """
    connection = _CONNECTION.get()
    return time.monotonic_ns() if connection is None else connection.arrived_ns
