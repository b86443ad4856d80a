"""The three websockets: public, private and trade."""

from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.loopback.bybit.market_stream import MarketStream
from tests.loopback.bybit.signing import Account, WireError, check_socket, check_time
from tests.loopback.bybit.trading import Trading
from tests.loopback.wire_faults import Faults
from tests.loopback.wire_sockets import Connection, OpenSockets

_PRIVATE_TOPICS = {"order", "execution", "position", "wallet", "dcp.future"}


class Sockets(OpenSockets):
    """What Bybit says and understands on them."""

    def __init__(
        self,
        account: Account,
        market: MarketStream,
        faults: Faults,
        now_ms: Callable[[], int],
        count: Callable[[str, Any], None],
    ) -> None:
        super().__init__(faults, now_ms, count)
        self._account = account
        self._market = market
        self.trading: Trading | None = None
        self._pushed = 0
        self.unwatched: Callable[[], None] = lambda: None

    def publish(self, message: dict[str, Any]) -> None:
        """Send a public message to whoever subscribed to its topic."""
        self._tell("public", message["topic"], message)

    def push(self, topic: str, data: list[dict[str, Any]]) -> None:
        """Send a private message to whoever subscribed to its topic."""
        self._pushed += 1
        message = {
            "id": f"push-{self._pushed}",
            "topic": topic,
            "creationTime": self._now_ms(),
            "data": data,
        }
        self._tell("private", topic, message)

    async def public(self, request: web.Request) -> web.StreamResponse:
        """Serve `/v5/public/inverse`."""
        return await self._serve("public", request)

    async def private(self, request: web.Request) -> web.StreamResponse:
        """Serve `/v5/private`."""
        return await self._serve("private", request)

    async def trade(self, request: web.Request) -> web.StreamResponse:
        """Serve `/v5/trade`."""
        return await self._serve("trade", request)

    async def _receive(self, kind: str, connection: Connection, message: Any) -> None:
        operation = message.get("op")
        self._count(f"{kind} {operation}", message)
        if operation == "ping":
            connection.put(self._pong(kind, message))
        elif operation == "auth":
            connection.put(self._authenticate(kind, connection, message))
        elif operation in {"subscribe", "unsubscribe"}:
            self._subscribe(kind, connection, message)
        elif kind == "trade":
            await self._trade(connection, message)
        else:
            connection.put({"success": False, "ret_msg": "error:invalid op", "request": message})

    def _pong(self, kind: str, message: Any) -> dict[str, Any]:
        if kind == "public":
            return {"success": True, "ret_msg": "pong", "op": "ping", "conn_id": "loop"}
        return {"req_id": message.get("req_id"), "op": "pong", "args": [str(self._now_ms())]}

    def _authenticate(self, kind: str, connection: Connection, message: Any) -> dict[str, Any]:
        try:
            check_socket(self._account, message.get("args", []), self._now_ms())
        except WireError as refusal:
            return {
                "success": False,
                "retCode": refusal.code,
                "ret_msg": refusal.text,
                "op": "auth",
                "conn_id": "loop",
            }
        connection.authenticated = True
        if kind == "trade":
            return {"retCode": 0, "retMsg": "OK", "op": "auth", "connId": "loop"}
        return {"success": True, "ret_msg": "", "op": "auth", "conn_id": "loop"}

    def _subscribe(self, kind: str, connection: Connection, message: Any) -> None:
        topics = message.get("args", [])
        answer = {
            "success": True,
            "ret_msg": "",
            "conn_id": "loop",
            "req_id": str(message.get("req_id")),
            "op": message["op"],
        }
        if message["op"] == "unsubscribe":
            connection.topics.difference_update(topics)
            if "dcp.future" in topics:
                self.unwatched()
            connection.put(answer)
            return
        greetings = []
        try:
            if kind == "public":
                greetings = [g for topic in topics if (g := self._market.greeting(topic))]
            elif kind != "private" or not connection.authenticated:
                raise KeyError("not authenticated")
            elif not set(topics) <= _PRIVATE_TOPICS:
                raise KeyError(f"{topics}")
        except KeyError as problem:
            text = f"error:handler not found,topic:{problem.args[0]}"
            connection.put({**answer, "success": False, "ret_msg": text})
            return
        connection.topics.update(topics)
        connection.put(answer)
        for greeting in greetings:
            connection.put(greeting)

    async def _trade(self, connection: Connection, message: Any) -> None:
        operation = message["op"]

        async def send(body: dict[str, Any]) -> None:
            connection.put(
                {"header": {}, "connId": "loop", **body, "reqId": message.get("reqId"),
                 "op": operation}
            )  # fmt: skip

        await self._operate(connection, operation, lambda: self._act(connection, message), send)

    def _act(self, connection: Connection, message: Any) -> dict[str, Any]:
        assert self.trading is not None
        actions = {
            "order.create": self.trading.create,
            "order.amend": self.trading.amend,
            "order.cancel": self.trading.cancel,
        }
        try:
            if not connection.authenticated:
                raise WireError(10005, "Permission denied, please authenticate first")
            header = message.get("header", {})
            check_time(
                str(header.get("X-BAPI-TIMESTAMP", "")),
                str(header.get("X-BAPI-RECV-WINDOW", "5000")),
                self._now_ms(),
            )
            action = actions.get(message["op"])
            if action is None:
                raise WireError(10001, "unknown op")
            data = action(message["args"][0])
        except WireError as refusal:
            return {
                "retCode": refusal.code, "retMsg": refusal.text, "data": {}, "retExtInfo": {},
            }  # fmt: skip
        return {"retCode": 0, "retMsg": "OK", "data": data, "retExtInfo": {}}
