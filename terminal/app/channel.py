"""Messages between the window's process and the engine's: two pipes, a length before each message.

Nobody waits for the other side but who reads: what is sent is handed to a thread that writes, so
that a side which stands still holds up nothing but its own answers.
"""

import contextlib
import os
import struct
import threading
from collections.abc import Callable
from queue import SimpleQueue

_LENGTH = struct.Struct("<I")
_BLOCK = 1 << 20


class Channel:
    """One end; it owns both descriptors."""

    def __init__(self, incoming: int, outgoing: int) -> None:
        self._incoming = incoming
        self._outgoing = outgoing
        self._queue: SimpleQueue[bytes | None] = SimpleQueue()
        self._writer = threading.Thread(target=self._write, name="channel", daemon=True)
        self._writer.start()

    def send(self, message: bytes) -> None:
        """Have a message sent after those before it; returns at once, from any thread."""
        self._queue.put(message)

    def receive(self) -> bytes | None:
        """Wait for the next message; None once the other side has ended. For one thread."""
        head = self._exactly(_LENGTH.size)
        if head is None:
            return None
        return self._exactly(*_LENGTH.unpack(head))

    def listen(self, hear: Callable[[bytes], None], over: Callable[[], None]) -> threading.Thread:
        """Call `hear` with each message in a thread of its own, and `over` after the last.

        What `hear` raises is the end too.
        """

        def read() -> None:
            try:
                while (message := self.receive()) is not None:
                    hear(message)
            finally:
                os.close(self._incoming)
                over()

        thread = threading.Thread(target=read, name="listener", daemon=True)
        thread.start()
        return thread

    def finish(self, timeout_s: float) -> None:
        """Send what is still to be sent, then close the way out: the other side hears the end."""
        self._queue.put(None)
        self._writer.join(timeout_s)

    def _exactly(self, length: int) -> bytes | None:
        parts = bytearray()
        while len(parts) < length:
            try:
                part = os.read(self._incoming, min(length - len(parts), _BLOCK))
            except OSError:
                return None
            if not part:
                return None
            parts += part
        return bytes(parts)

    def _write(self) -> None:
        # The other side may be gone; who reads here hears of it.
        with contextlib.suppress(OSError):
            while (message := self._queue.get()) is not None:
                rest = memoryview(_LENGTH.pack(len(message)) + message)
                while rest:
                    rest = rest[os.write(self._outgoing, rest) :]
        with contextlib.suppress(OSError):
            os.close(self._outgoing)
