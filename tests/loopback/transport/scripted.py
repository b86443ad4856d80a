"""An HTTP listener that reads each request whole, counts it, and then does what it is told."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

_LINGER = b"\x01\x00\x00\x00\x00\x00\x00\x00"  # on, 0 s: closing sends a reset


@dataclass(frozen=True)
class Act:
    """What becomes of one request: these bytes, and then the connection's end, or its silence.

    `{port}` in the bytes becomes the listener's own port. With `reset` the end is a TCP reset.
    """

    answer: bytes = b""
    close: bool = False
    reset: bool = False


def page(status: str, body: str, content_type: str = "text/html", headers: str = "") -> Act:
    """Return a whole HTTP answer on a connection that stays open."""
    encoded = body.encode()
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n{headers}"
        f"Content-Length: {len(encoded)}\r\n\r\n"
    )
    return Act(head.encode() + encoded)


def cut(act: Act, at: int) -> Act:
    """Return an answer that ends after `at` bytes."""
    return Act(act.answer[:at], close=True)


@dataclass
class Listener:
    """What arrived, and what is to be done: GETs of `/warm` are answered and not counted."""

    port: int = 0
    act: Act = field(default_factory=Act)
    arrived: list[bytes] = field(default_factory=list)
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    def expect(self, act: Act) -> None:
        """Let every request from now on meet `act`, and count anew."""
        self.act = act
        self.arrived.clear()

    def act_on(self, _request: bytes) -> Act:
        """Return what is to become of a request."""
        return self.act

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        try:
            while (request := await _request(reader)) is not None:
                if b" /warm " in request.split(b"\r\n", 1)[0]:
                    writer.write(page("200 OK", "{}", "application/json").answer)
                    continue
                self.arrived.append(request)
                act = self.act_on(request)
                writer.write(act.answer.replace(b"{port}", str(self.port).encode()))
                await writer.drain()
                if act.reset:
                    _reset(writer)
                if act.reset or act.close:
                    return
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()


@asynccontextmanager
async def listening(
    trust: ssl.SSLContext | None = None, listener: Listener | None = None
) -> AsyncIterator[Listener]:
    """Yield a listener on an ephemeral port of 127.0.0.1; with `trust` it speaks TLS."""
    listener = listener or Listener()
    open_now: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task: asyncio.Task[None] | None = asyncio.current_task()
        assert task is not None
        open_now.add(task)
        try:
            await listener.serve(reader, writer)
        finally:
            open_now.discard(task)

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=trust)
    listener.port = server.sockets[0].getsockname()[1]
    try:
        yield listener
    finally:
        server.close()
        for task in open_now:
            task.cancel()
        await asyncio.gather(*open_now, return_exceptions=True)


async def _request(reader: asyncio.StreamReader) -> bytes | None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    length = 0
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            length = int(value)
    return head + await reader.readexactly(length)


def _reset(writer: asyncio.StreamWriter) -> None:
    import socket

    raw = writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER)
    writer.transport.abort()
