"""The engine trades on Bybit through ccxt and knows of neither: the whole loop, on sockets."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random

import pytest

from terminal.engine.engine import Engine
from terminal.model.events import AnyEvent, Command, CommandName, OrderState, Side
from terminal.model.outputs import (
    Action,
    AnyOutput,
    CancelIntent,
    Decision,
    Freeze,
    OrderIntent,
    OrderQuery,
)
from terminal.venues.ccxt.catalogue import BYBIT
from terminal.venues.ccxt.timing import Timing
from terminal.venues.ccxt.venue import CcxtVenue
from tests.loopback.bybit import BybitLoopback
from tests.loopback.bybit.quiet_market import set_market
from tests.loopback.real_time import real_time_until
from tests.loopback.wire_faults import CloseAfterRead, NoAnswer

SYMBOL = "BTC/USD:BTC"
RATE = 0.0001
POLICY = {
    "side": "long",
    "target_leverage": 5.0,
    "margin_basis": "wallet",
    "rebalance_band": 0.01,
    "gap_threshold": 0.5,
    "price_collar": 0.2,  # the market of these tests moves in milliseconds
}


class Loop:
    """Events into the engine, its outputs to the venue: what the application does, in a test."""

    def __init__(self, server: BybitLoopback, group: asyncio.TaskGroup) -> None:
        self.server = server
        self.engine = Engine(epoch=1)
        self.outputs: list[AnyOutput] = []
        self._group = group
        self.venue = CcxtVenue(
            BYBIT,
            [SYMBOL],
            clock=time.time_ns,
            randomness=Random(3),
            credentials=server.credentials,
            endpoints=server.endpoints,
            timing=Timing(order_timeout_s=0.5, account_poll_s=0.2, first_retry_s=0.05),
        )

    def take(self, event: AnyEvent) -> None:
        """Step the engine and carry out what it wants."""
        for output in self.engine.step(event):
            self.outputs.append(output)
            if isinstance(output, OrderIntent):
                self._group.create_task(self.venue.submit(output))
            elif isinstance(output, CancelIntent):
                self._group.create_task(self.venue.cancel(output))
            elif isinstance(output, OrderQuery):
                self._group.create_task(self.venue.query(output))

    def command(self, name: CommandName, **arguments: object) -> None:
        """Give a command of the trader."""
        self.take(Command(at=time.time_ns(), name=name, **arguments))  # type: ignore[arg-type]

    def intents(self) -> list[OrderIntent]:
        """Return every order that the engine sent."""
        return [output for output in self.outputs if isinstance(output, OrderIntent)]

    def position(self) -> float:
        """Return the position that the exchange keeps."""
        return float(self.server.exchange.position(SYMBOL).contracts)

    def target(self, mark: float) -> float:
        """Section 3 with the wallet for margin: W·L/(1 + rate) coins, at `mark` USD each."""
        wallet = self.server.exchange.account("BTC").wallet_balance
        return wallet * POLICY["target_leverage"] / (1 + RATE) * mark  # type: ignore[operator]

    async def until_on_target(self, mark: float) -> None:
        """Keep the market at `mark` until the position is within the band of its target."""
        deadline = asyncio.get_running_loop().time() + 20.0
        while abs(self.position() - self.target(mark)) > 0.01 * self.target(mark):
            assert asyncio.get_running_loop().time() < deadline, (
                f"{self.position()} of {self.target(mark)}"
            )
            set_market(self.server, SYMBOL, mark)
            await real_time_until(lambda: False, 0.02)


@asynccontextmanager
async def trading() -> AsyncIterator[Loop]:
    async with BybitLoopback() as server:
        set_market(server, SYMBOL, 60_000.0)
        async with asyncio.TaskGroup() as group:
            loop = Loop(server, group)
            group.create_task(loop.venue.run(loop.take))
            try:
                assert await real_time_until(lambda: bool(server.requests["trade auth"]))
                loop.command(CommandName.SET_POLICY, policy=POLICY)
                yield loop
            finally:
                await loop.venue.close()


def orders_agree(loop: Loop) -> None:
    """One intent, one order; and the engine's position is the exchange's."""
    received = loop.server.ids_received
    assert received == [intent.client_order_id for intent in loop.intents()]
    assert len(set(received)) == len(received)
    (leg,) = loop.engine.snapshot().legs
    assert leg.position_contracts is not None
    assert float(leg.position_contracts) == loop.position()
    assert all(fill["execType"] == "Trade" for fill in loop.server.trading.executions({}))


async def test_auto_brings_the_position_to_its_target_and_keeps_it_there() -> None:
    async with trading() as loop:
        loop.command(CommandName.AUTO)
        await loop.until_on_target(60_000.0)
        assert {intent.side for intent in loop.intents()} == {Side.BUY}
        bought = len(loop.intents())
        for mark in (59_000.0, 58_000.0, 57_000.0):
            await loop.until_on_target(mark)
        cut = loop.intents()[bought:]
        assert cut
        assert all(intent.side is Side.SELL and intent.reduce_only for intent in cut)
        assert await real_time_until(
            lambda: float(loop.engine.snapshot().legs[0].position_contracts or 0) == loop.position()
        )
        orders_agree(loop)


async def test_manual_recommends_and_sends_nothing() -> None:
    async with trading() as loop:

        def recommended() -> bool:
            return any(
                isinstance(o, Decision) and o.action is Action.RECOMMEND for o in loop.outputs
            )

        for _ in range(50):
            set_market(loop.server, SYMBOL, 60_000.0)
            if await real_time_until(recommended, 0.05):
                break
        assert recommended()
        assert loop.intents() == []
        assert loop.server.orders_received == []


@pytest.mark.parametrize("fault", [NoAnswer(), CloseAfterRead()], ids=lambda f: type(f).__name__)
async def test_a_lost_acknowledgement_is_resolved_and_never_sent_again(
    fault: NoAnswer | CloseAfterRead,
) -> None:
    async with trading() as loop:
        loop.server.faults.once("order.create", fault)
        loop.server.faults.once("POST /v5/order/create", fault)
        loop.command(CommandName.AUTO)
        await loop.until_on_target(60_000.0)
        assert await real_time_until(
            lambda: float(loop.engine.snapshot().legs[0].position_contracts or 0) == loop.position()
        )
        orders_agree(loop)
        states = {row.client_order_id: row.state for row in loop.engine.snapshot().orders}
        assert OrderState.UNKNOWN not in states.values()


async def test_a_lost_private_stream_freezes_and_comes_back() -> None:
    async with trading() as loop:
        loop.command(CommandName.AUTO)
        await loop.until_on_target(60_000.0)
        loop.server.drop("private")

        def frozen() -> bool:
            return any(isinstance(output, Freeze) for output in loop.outputs)

        assert await real_time_until(frozen)
        await loop.until_on_target(59_000.0)
        assert await real_time_until(
            lambda: float(loop.engine.snapshot().legs[0].position_contracts or 0) == loop.position()
        )
        orders_agree(loop)
