"""The way onto the engine's loop, from any thread; what is asked before it runs is kept."""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import Any

from terminal.app.engine_room import EngineRoom


class EngineLine:
    """Hands over what is to be done, in order; `loop` is None until it is open."""

    def __init__(self) -> None:
        self.loop: asyncio.AbstractEventLoop | None = None
        self._room: EngineRoom | None = None
        self._early: list[Callable[[EngineRoom], None]] | None = []
        self._early_lock = threading.Lock()

    def open(self, loop: asyncio.AbstractEventLoop, room: EngineRoom) -> None:
        """Let everything through to the room, what was asked early first; on the loop."""
        self.loop, self._room = loop, room
        with self._early_lock:
            early, self._early = self._early or [], None
        for act in early:
            act(room)

    def ask(self, act: Callable[[EngineRoom], None]) -> None:
        """Let `act` happen on the engine's loop; before there is one it is not forgotten."""
        with self._early_lock:
            if self._early is not None:
                self._early.append(act)
                return
        room = self._room
        if room is not None:
            self.call(lambda: act(room))

    def call(self, act: Callable[[], Any]) -> None:
        """Let `act` happen on the loop while there is one."""
        loop = self.loop
        if loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody is left to act
                loop.call_soon_threadsafe(act)
