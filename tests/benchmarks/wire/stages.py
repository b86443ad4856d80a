"""Where an order's time goes inside the terminal: stamps at each door, none of them in its way.

All stamps are ns of `perf_counter_ns`, which on Linux is the monotonic clock that the exchanges'
process reads as well.
"""

from time import perf_counter_ns
from typing import Any

import aiohttp
from ccxt.async_support.base.ws.client import Client

from terminal.engine.engine import Engine
from terminal.model.events import AnyEvent
from terminal.model.outputs import AnyOutput, OrderIntent
from terminal.venues.base import Clearance
from terminal.venues.ccxt.venue import CcxtVenue

STAGES = ("frame", "parsed", "decided", "handed", "ready", "durable", "socket")


class Stamps:
    """When each order passed each door, by client order id."""

    def __init__(self) -> None:
        self.frame_ns = 0
        self.orders: dict[str, dict[str, int]] = {}
        self._waiting: set[str] = set()

    def decided(self, order_id: str, parsed_ns: int, decided_ns: int) -> None:
        """The engine has stepped on the event that led to the order."""
        self.orders[order_id] = {
            "frame": self.frame_ns, "parsed": parsed_ns, "decided": decided_ns,
        }  # fmt: skip

    def passed(self, door: str, order_id: str) -> None:
        """An order has passed a door on its way out."""
        if order_id in self.orders:
            self.orders[order_id][door] = perf_counter_ns()

    def let_go(self, order_id: str) -> None:
        """The intent is on disk and the order may be written to a socket."""
        if order_id in self.orders:
            self.passed("durable", order_id)
            self._waiting.add(order_id)

    def writing(self, data: str) -> None:
        """Something is written to a socket."""
        for order_id in tuple(self._waiting):
            if order_id in data:
                self._waiting.discard(order_id)
                self.orders[order_id]["socket"] = perf_counter_ns()

    def listen(self) -> None:
        """Stamp frames as they come in and orders as they go out, for the life of the process."""
        take, send = Client.handle_text_or_binary_message, aiohttp.ClientWebSocketResponse.send_str
        stamps = self

        def handle(client: Any, data: Any) -> Any:
            stamps.frame_ns = perf_counter_ns()
            return take(client, data)

        async def send_str(socket: Any, data: str, compress: int | None = None) -> None:
            if stamps._waiting:
                stamps.writing(data)
            await send(socket, data, compress)

        Client.handle_text_or_binary_message = handle
        aiohttp.ClientWebSocketResponse.send_str = send_str  # type: ignore[method-assign, assignment]


class StampedEngine(Engine):
    """The engine, with a stamp before and after each step that sends something."""

    stamps: Stamps

    def step(self, event: AnyEvent) -> list[AnyOutput]:
        """Step, and note what became an order."""
        parsed_ns = perf_counter_ns()
        outputs = super().step(event)
        for output in outputs:
            if isinstance(output, OrderIntent):
                self.stamps.decided(output.client_order_id, parsed_ns, perf_counter_ns())
        return outputs


class StampedVenue(CcxtVenue):
    """The venue, with stamps when it is asked to send, and before and after it asks whether."""

    stamps: Stamps

    async def submit(self, intent: OrderIntent) -> None:
        """Send one order."""
        self.stamps.passed("handed", intent.client_order_id)
        await super().submit(intent)

    def ask_before_sending(self, clearance: Clearance) -> None:
        """Have `clearance` asked before an order leaves."""

        async def stamped(intent: OrderIntent) -> str | None:
            self.stamps.passed("ready", intent.client_order_id)
            why = await clearance(intent)
            if why is None:
                self.stamps.let_go(intent.client_order_id)
            return why

        super().ask_before_sending(stamped)
