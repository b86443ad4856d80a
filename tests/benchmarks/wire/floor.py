"""What else there is: a bare loop as the floor, and the same behind vnpy's event engine.

`python -m tests.benchmarks.wire.floor SETTING [vnpy]` trades the first Bybit venue of the setting
with nothing but two websockets, JSON and the size formula: no book, no risk, no journal, no
window. With `vnpy` every message passes that library's event engine, as its gateways do it.
"""

import asyncio
import hashlib
import hmac
import importlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiohttp

_WALLET_COIN, _LEVERAGE, _BAND = 2.0, 3.0, 0.002
_RECEIVE_WINDOW_MS = 5_000
_NOTHING_TO_REPORT: dict[str, Any] = {
    "orders": {},
    "journalled": None,
    "painting": None,
    "rss_mb": 0.0,
}


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


class Floor:
    """Sizes on every mark and sends what the band lets through."""

    def __init__(self, wire: dict[str, Any]) -> None:
        self._wire = wire
        self._position = 0.0
        self._orders = 0
        self._trade: aiohttp.ClientWebSocketResponse | None = None
        self._loop = asyncio.get_running_loop()
        self._sending: set[asyncio.Task[None]] = set()
        self._drained: asyncio.Task[None] | None = None
        self.take: Callable[[dict[str, Any]], None] = self.on_message

    async def run(self, group: asyncio.TaskGroup) -> None:
        """Dial both sockets and trade until cancelled."""
        sockets = self._wire["api"]["ws"]
        async with aiohttp.ClientSession() as session:
            self._trade = await session.ws_connect(sockets["private"]["trade"])
            await self._trade.send_str(json.dumps({"op": "auth", "args": self._signature()}))
            public = await session.ws_connect(sockets["public"]["inverse"])
            topics = ["orderbook.50.BTCUSD", "tickers.BTCUSD"]
            await public.send_str(json.dumps({"op": "subscribe", "args": topics}))
            self._drained = group.create_task(self._drain(self._trade))
            async for message in public:
                if message.type is aiohttp.WSMsgType.TEXT:
                    self.take(json.loads(message.data))

    def on_message(self, message: dict[str, Any]) -> None:
        """Size on a ticker that has a mark."""
        if not str(message.get("topic", "")).startswith("tickers."):
            return
        mark = float(message["data"].get("markPrice") or 0.0)
        if not mark:
            return
        target = _WALLET_COIN * _LEVERAGE * mark
        difference = target - self._position
        if abs(difference) > _BAND * target:
            self._position = target
            self._send(round(abs(difference)), difference > 0, mark)

    def close(self) -> None:
        """Listen no longer."""
        if self._drained is not None:
            self._drained.cancel()

    def _send(self, contracts: int, buy: bool, mark: float) -> None:
        self._orders += 1
        order = {
            "category": "inverse",
            "symbol": "BTCUSD",
            "side": "Buy" if buy else "Sell",
            "orderType": "Limit",
            "timeInForce": "IOC",
            "qty": str(contracts),
            "price": f"{mark * (1.02 if buy else 0.98):.1f}",
            "orderLinkId": f"floor{self._orders}",
        }
        header = {
            "X-BAPI-TIMESTAMP": str(_now_ms()),
            "X-BAPI-RECV-WINDOW": str(_RECEIVE_WINDOW_MS),
        }
        request = {"reqId": f"{self._orders}", "header": header, "op": "order.create"}
        text = json.dumps({**request, "args": [order]})
        self._loop.call_soon_threadsafe(self._write, text)

    def _write(self, text: str) -> None:
        assert self._trade is not None
        task = self._loop.create_task(self._trade.send_str(text))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    def _signature(self) -> list[str]:
        expires = str(_now_ms() + 10_000)
        secret = self._wire["secret"].encode()
        text = f"GET/realtime{expires}".encode()
        return [self._wire["key"], expires, hmac.new(secret, text, hashlib.sha256).hexdigest()]

    @staticmethod
    async def _drain(socket: aiohttp.ClientWebSocketResponse) -> None:
        async for _ in socket:
            pass


def _through_vnpy(floor: Floor) -> Callable[[], None]:
    """Let messages pass vnpy's event engine; return what stops it."""
    events: Any = importlib.import_module("vnpy.event")  # no dependency of the terminal's

    engine = events.EventEngine()
    engine.register("message", lambda event: floor.on_message(event.data))
    floor.take = lambda message: engine.put(events.Event("message", message))
    engine.start()

    def stop() -> None:
        engine.stop()

    return stop


async def _main(wires: dict[str, Any]) -> None:
    async with asyncio.TaskGroup() as group:
        floor = Floor(next(wire for wire in wires.values() if wire["exchange"] == "bybit"))
        stop = _through_vnpy(floor) if sys.argv[2:] == ["vnpy"] else None
        trading = group.create_task(floor.run(group))
        while line := await asyncio.to_thread(sys.stdin.readline):
            report = json.loads(line)["do"] == "report"
            print(json.dumps(_NOTHING_TO_REPORT if report else {}), flush=True)
        if stop is not None:
            stop()
        floor.close()
        trading.cancel()


if __name__ == "__main__":
    asyncio.run(_main(json.loads(Path(sys.argv[1]).read_text())["venues"]))
