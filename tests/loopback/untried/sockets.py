"""Order entry by websocket as OKX and Gate have it, scripted: sign in, then orders, one by one."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from aiohttp import WSMsgType, web

from tests.loopback.untried.scripts import SCRIPTS

Message = dict[str, Any]
_PATHS = {"okx": "/ws/v5/private", "gate": "/v4/ws/btc"}


class Then(Enum):
    """What becomes of an order."""

    CONFIRM = "confirm"
    REFUSE = "refuse"
    ACKNOWLEDGE = "acknowledge"  # it was read, and what became of it is not told
    STAY_SILENT = "stay silent"
    CUT = "cut"


@dataclass
class TradeSocket:
    """What arrived; `then` is what becomes of the next orders."""

    name: str
    port: int = 0
    then: Then = Then.CONFIRM
    logins: int = 0
    orders: list[Message] = field(default_factory=list)
    _open: set[web.WebSocketResponse] = field(default_factory=set)

    def moved(self, api: Mapping[str, Any]) -> dict[str, Any]:
        """Return ccxt's addresses with this one in its place."""
        address = f"ws://127.0.0.1:{self.port}"
        if self.name == "okx":
            return {**api, "ws": f"{address}/ws/v5"}
        return {**api, "swap": {**api["swap"], "btc": f"{address}/v4/ws/btc"}}

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Serve one socket."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._open.add(socket)
        try:
            async for message in socket:
                if message.type is not WSMsgType.TEXT or message.data == "ping":
                    continue
                told = len(self.orders)
                for answer in self._answers(json.loads(message.data)):
                    await socket.send_json(answer)
                if len(self.orders) > told and self.then is Then.CUT:
                    await socket.close(code=1011)
        finally:
            self._open.discard(socket)
        return socket

    async def hang_up(self) -> None:
        """Close every socket."""
        for socket in list(self._open):
            await socket.close(code=1001)

    def _answers(self, message: Message) -> list[Message]:
        kind = message.get("op") or message.get("channel")
        if kind in ("login", "futures.login"):
            self.logins += 1
            return [_signed_in(self.name)]
        assert kind in ("order", "futures.order_place"), message
        self.orders.append(message)
        return _answers_to_an_order(self.name, message, self.then)


def _signed_in(name: str) -> Message:
    if name == "okx":
        return {"event": "login", "code": "0", "msg": "", "connId": "a4d3ae55"}
    return {
        "request_id": "authenticated",
        "header": _gate_header("200", "futures.login"),
        "data": {"result": {"api_key": "k", "uid": "1"}},
    }


def _answers_to_an_order(name: str, message: Message, then: Then) -> list[Message]:
    if then in (Then.STAY_SILENT, Then.CUT):
        return []
    if name == "okx":
        if then is Then.ACKNOWLEDGE:
            return []
        told = SCRIPTS["okx"].confirmed if then is Then.CONFIRM else SCRIPTS["okx"].refused
        stamps = {"inTime": "1695190491421339", "outTime": "1695190491423240"}
        return [{"id": message["id"], "op": "order", **told, **stamps}]
    request_id = message["payload"]["req_id"]
    read = {"request_id": request_id, "ack": True, "data": {"result": message["payload"]}}
    answers: list[Message] = [{**read, "header": _gate_header("200", "futures.order_place")}]
    if then is Then.ACKNOWLEDGE:
        return answers
    done = {"request_id": request_id, "ack": False}
    if then is Then.CONFIRM:
        header = _gate_header("200", "futures.order_place")
        return [*answers, {**done, "header": header, "data": {"result": SCRIPTS[name].confirmed}}]
    refused = {"label": "INSUFFICIENT_AVAILABLE", "message": "not enough"}
    header = _gate_header("400", "futures.order_place")
    return [*answers, {**done, "header": header, "data": {"errs": refused}}]


def _gate_header(status: str, channel: str) -> Message:
    return {"response_time": "1681195484268", "status": status, "channel": channel, "event": "api",
            "client_id": "::1-0x140001a2600", "conn_id": "1", "trace_id": "2"}  # fmt: skip


def said(order: Message) -> tuple[dict[str, str], str]:
    """Return what an order says of itself, as strings, and its deadline."""
    if "payload" in order:
        payload = order["payload"]
        fields, deadline = payload["req_param"], payload["req_header"]["x-gate-exptime"]
    else:
        (fields,) = order["args"]
        deadline = order["expTime"]
    texts = {n: str(v).lower() if isinstance(v, bool) else str(v) for n, v in fields.items()}
    return texts, str(deadline)


@asynccontextmanager
async def trade_socket(name: str) -> AsyncIterator[TradeSocket]:
    """Yield one on an ephemeral port of 127.0.0.1."""
    made = TradeSocket(name)
    app = web.Application()
    app.router.add_get(_PATHS[name], made.serve)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.port = int(runner.addresses[0][1])
    try:
        yield made
    finally:
        await made.hang_up()
        await runner.cleanup()
