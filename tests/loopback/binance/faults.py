"""What may go wrong on the way back, where Binance's form differs; the rest is every exchange's."""

import asyncio
from dataclasses import dataclass, field

from aiohttp import web

from tests.loopback.wire_faults import Answer, Fault, Send


@dataclass(frozen=True)
class Code(Fault):
    """The exchange's own error code and HTTP status, without acting on the request."""

    code: int = -1001
    text: str = "Internal error; unable to process your request. Please try again."
    status: int = 400
    acts: bool = field(default=False, kw_only=True)

    async def over_rest(
        self, request: web.Request, answer: Answer, released: asyncio.Event
    ) -> web.StreamResponse:
        self._act(answer)
        return web.json_response({"code": self.code, "msg": self.text}, status=self.status)

    async def over_socket(
        self, socket: web.WebSocketResponse, answer: Answer, send: Send, released: asyncio.Event
    ) -> None:
        self._act(answer)
        error = {"code": self.code, "msg": self.text}
        await send({"status": self.status, "error": error, "rateLimits": []})
