"""A scripted exchange with our whole adapter on it, and what either of them said."""

import json
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from random import Random
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from terminal.model.events import AnyEvent, OrderReport, Side
from terminal.model.outputs import CancelIntent, OrderIntent, OrderQuery, OrderType, Purpose
from terminal.model.reasons import Reason
from terminal.venues.ccxt.account_link import AccountLink
from terminal.venues.ccxt.catalogue import CATALOGUE, Limits
from terminal.venues.ccxt.exchange import Endpoints, Environment, opened
from terminal.venues.ccxt.feeds import FeedBoard
from terminal.venues.ccxt.replies import listen
from terminal.venues.ccxt.setting import Setting
from terminal.venues.ccxt.timing import Timing
from tests.loopback.transport.desks import KEY, SYMBOL, endpoints
from tests.loopback.transport.scripted import Act, Listener, listening, page
from tests.loopback.untried.scripts import NAME, SCRIPTS, Refusal, Script
from tests.loopback.untried.sockets import TradeSocket, trade_socket

TIMING = Timing(order_timeout_s=5.0, request_timeout_s=5.0, polled_account_s=0.02)


@dataclass
class Scripted(Listener):
    """Answers by the script; `next_order` is what becomes of an order."""

    script: Script = SCRIPTS["okx"]
    next_order: Act = field(default_factory=Act)
    changed: dict[str, Any] = field(default_factory=dict)

    def act_on(self, request: bytes) -> Act:
        """Return what the script has for a request."""
        line = request.split(b"\r\n", 1)[0].decode()
        if self.is_order(request):
            return self.next_order
        answers = {**self.script.answers, **self.changed}
        fitting = [part for part in answers if part in line]
        if not fitting:
            raise AssertionError(f"nobody wrote an answer to {line}")
        answer = answers[max(fitting, key=len)]
        told = answer(said(request)) if callable(answer) else answer
        if isinstance(told, Refusal):
            return page(told.status, json.dumps(told.body), "application/json")
        return page("200 OK", json.dumps(told), "application/json")

    def is_order(self, request: bytes) -> bool:
        """Return True for a request that places an order."""
        method, target, _ = request.split(b"\r\n", 1)[0].decode().split(" ")
        written = method == "POST" or self.script.order_at == "/private/buy"
        return written and urlsplit(target).path.endswith(self.script.order_at)

    @property
    def orders(self) -> list[bytes]:
        """Return the orders that arrived."""
        return [request for request in self.arrived if self.is_order(request)]

    def requests(self, part: str) -> list[dict[str, str]]:
        """Return what the requests to an address said."""
        first = [request.split(b"\r\n", 1)[0].decode() for request in self.arrived]
        return [said(r) for r, line in zip(self.arrived, first, strict=True) if part in line]


def said(request: bytes) -> dict[str, str]:
    """Return a request's headers, query and body as one table of strings."""
    head, _, body = request.partition(b"\r\n\r\n")
    first, *headers = head.decode().split("\r\n")
    table = {name: value.strip() for name, _, value in (h.partition(":") for h in headers)}
    table |= dict(parse_qsl(urlsplit(first.split(" ")[1]).query))
    if body.startswith(b"{"):
        fields: dict[str, Any] = json.loads(body)
        table |= {n: str(v).lower() if isinstance(v, bool) else str(v) for n, v in fields.items()}
    else:
        table |= dict(parse_qsl(body.decode()))
    return table


@dataclass
class Account:
    """One account on a scripted exchange."""

    link: AccountLink
    exchange: Any
    server: Scripted
    events: list[AnyEvent]
    socket: TradeSocket | None = None

    async def submit(self, act: Act, *, reduce_only: bool = True) -> list[str]:
        """Send the order of the scripts and return what was said of it, in order."""
        self.server.next_order = act
        self.server.arrived.clear()
        before = len(self.events)
        await self.link.desk.submit(
            OrderIntent(
                at=time.time_ns(),
                client_order_id=NAME,
                decision_id=1,
                venue="venue",
                symbol=SYMBOL,
                side=Side.BUY,
                contracts=Decimal(self.server.script.contracts),
                reduce_only=reduce_only,
                type=OrderType.IOC_LIMIT,
                limit_price=Decimal(60_000),
                purpose=Purpose.MANUAL,
            )
        )
        return [e.state.value for e in self.events[before:] if isinstance(e, OrderReport)]

    async def cancel(self) -> None:
        """Cancel it."""
        await self.link.desk.cancel(
            CancelIntent(
                at=time.time_ns(),
                venue="venue",
                symbol=SYMBOL,
                client_order_id=NAME,
                reason=Reason.MANUAL_ORDER,
            )
        )

    async def query(self) -> OrderReport:
        """Ask what became of it and return the answer."""
        await self.link.desk.query(
            OrderQuery(at=time.time_ns(), venue="venue", symbol=SYMBOL, client_order_id=NAME)
        )
        return [event for event in self.events if isinstance(event, OrderReport)][-1]

    def of(self, kind: type[Any]) -> list[Any]:
        """Return the events of one kind."""
        return [event for event in self.events if isinstance(event, kind)]


@asynccontextmanager
async def account(name: str, trust: Any, timing: Timing = TIMING) -> AsyncIterator[Account]:
    """Yield an account at the exchange `name`, as the venue puts it together, with real markets."""
    many = Limits(requests=100_000, reserved_for_cancels=1, window_s=1.0)
    entry = replace(CATALOGUE[name], order_limits=many, read_limits=many)
    events: list[AnyEvent] = []
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(listening(listener=Scripted(script=SCRIPTS[name])))
        assert isinstance(server, Scripted)
        there = endpoints(name, f"http://127.0.0.1:{server.port}")
        socket = None
        if entry.trade_socket is not None:
            socket = await stack.enter_async_context(trade_socket(name))
            there = Endpoints(socket.moved(there.api))
        testnet = Environment.TESTNET.value in entry.worlds
        world = Environment.TESTNET if testnet else Environment.LIVE
        async with opened(
            entry, KEY, environment=world, endpoints=there, timeout_s=5.0, trust=trust
        ) as exchange:
            listen(exchange)
            await exchange.load_markets()
            setting = Setting(
                name="venue",
                entry=entry,
                credentials=KEY,
                symbols=(SYMBOL,),
                clock=time.time_ns,
                emit=events.append,
                timing=timing,
                randomness=Random(1),
            )
            board = FeedBoard("venue", time.time_ns, events.append)
            link = AccountLink(setting, KEY, exchange, exchange, board)
            await link._leverage.read()  # as it is read before the account counts as live
            yield Account(link, exchange, server, events, socket)
