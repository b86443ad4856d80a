"""What may go wrong on the way back, where Bybit's form differs; the rest is every exchange's."""

import asyncio
from dataclasses import dataclass, field

from aiohttp import web

from tests.loopback.wire_faults import Answer, Fault, Send


@dataclass(frozen=True)
class Code(Fault):
    """The exchange's own error code, without acting on the request."""

    code: int = 10016
    text: str = "Server error."
    acts: bool = field(default=False, kw_only=True)

    async def over_rest(
        self, request: web.Request, answer: Answer, released: asyncio.Event
    ) -> web.StreamResponse:
        self._act(answer)
        return web.json_response(
            {"retCode": self.code, "retMsg": self.text, "result": {}, "retExtInfo": {}, "time": 0}
        )

    async def over_socket(
        self, socket: web.WebSocketResponse, answer: Answer, send: Send, released: asyncio.Event
    ) -> None:
        self._act(answer)
        await send({"retCode": self.code, "retMsg": self.text, "data": {}, "retExtInfo": {}})
