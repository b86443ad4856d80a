"""The websockets: market streams, the user's stream by its listen key, and order entry."""

from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.loopback.binance.signing import Account, WireError, check_message
from tests.loopback.binance.trading import Trading
from tests.loopback.wire_faults import Faults
from tests.loopback.wire_sockets import Connection, OpenSockets


class Sockets(OpenSockets):
    """What Binance says and understands on them."""

    def __init__(
        self,
        account: Account,
        faults: Faults,
        now_ms: Callable[[], int],
        count: Callable[[str, Any], None],
        greet: Callable[[str], dict[str, Any] | None],
        is_listen_key: Callable[[str], bool],
    ) -> None:
        super().__init__(faults, now_ms, count)
        self._account = account
        self._greet = greet
        self._is_listen_key = is_listen_key
        self.trading: Trading | None = None

    def publish(self, stream: str, message: dict[str, Any]) -> None:
        """Send a public message to whoever subscribed to its stream."""
        self._tell("public", stream, message)

    def push(self, message: dict[str, Any]) -> None:
        """Send a message to the user's streams."""
        for connection in self._open["private"]:
            connection.put(message)

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Serve `/ws/…`: a listen key is the user's stream, anything else is market data."""
        name = request.match_info["name"]
        return await self._serve("private" if self._is_listen_key(name) else "public", request)

    async def trade(self, request: web.Request) -> web.StreamResponse:
        """Serve `/ws-dapi/v1`."""
        return await self._serve("trade", request)

    async def _receive(self, kind: str, connection: Connection, message: Any) -> None:
        method = message.get("method")
        self._count(f"{kind} {method}", message)
        if kind == "trade":
            await self._trade(connection, message)
        elif kind == "public" and method in {"SUBSCRIBE", "UNSUBSCRIBE"}:
            self._subscribe(connection, message)
        else:
            error = {"code": 2, "msg": "Invalid request: unknown method"}
            connection.put({"error": error, "id": message.get("id")})

    def _subscribe(self, connection: Connection, message: Any) -> None:
        streams = message["params"]
        try:
            greetings = [self._greet(stream) for stream in streams]
        except KeyError:
            error = {"code": 2, "msg": "Invalid request: invalid stream"}
            connection.put({"error": error, "id": message["id"]})
            return
        connection.put({"result": None, "id": message["id"]})
        if message["method"] == "UNSUBSCRIBE":
            connection.topics.difference_update(streams)
            return
        connection.topics.update(streams)
        for greeting in greetings:
            if greeting is not None:
                connection.put(greeting)

    async def _trade(self, connection: Connection, message: Any) -> None:
        async def send(body: dict[str, Any]) -> None:
            connection.put({"id": message.get("id"), **body})

        route = str(message.get("method"))
        await self._operate(connection, route, lambda: self._act(message), send)

    def _act(self, message: Any) -> dict[str, Any]:
        assert self.trading is not None
        actions = {
            "order.place": self.trading.create,
            "order.modify": self.trading.amend,
            "order.cancel": self.trading.cancel,
            "order.status": self.trading.order,
        }
        try:
            parameters = message.get("params", {})
            check_message(self._account, parameters, self._now_ms())
            action = actions.get(message.get("method"))
            if action is None:
                raise WireError(-1020, "This operation is not supported.")
            result = action(parameters)
        except WireError as refusal:
            error = {"code": refusal.code, "msg": refusal.text}
            return {"status": refusal.status, "error": error, "rateLimits": []}
        return {"status": 200, "result": result, "rateLimits": []}
