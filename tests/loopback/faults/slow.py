"""An exchange that answers, but late."""

import asyncio
from dataclasses import dataclass

from aiohttp import web

from tests.loopback.wire_faults import Answer, Fault, Send


@dataclass(frozen=True)
class Slow(Fault):
    """The exchange acts at once and answers after `seconds`."""

    seconds: float = 5.0

    async def over_rest(
        self, request: web.Request, answer: Answer, released: asyncio.Event
    ) -> web.StreamResponse:
        body = answer()
        await self._wait(released)
        return web.json_response(body)

    async def over_socket(
        self, socket: web.WebSocketResponse, answer: Answer, send: Send, released: asyncio.Event
    ) -> None:
        body = answer()
        await self._wait(released)
        await send(body)

    async def _wait(self, released: asyncio.Event) -> None:
        try:
            async with asyncio.timeout(self.seconds):
                await released.wait()
        except TimeoutError:
            return
