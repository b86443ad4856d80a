"""The whole loop on virtual time: market, engine in auto, orders, account, and round again."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from terminal.engine.engine import Engine
from terminal.model.events import (
    AnyEvent,
    Command,
    CommandName,
    Fill,
    FillType,
    OrderReport,
    OrderState,
)
from terminal.model.outputs import (
    AnyOutput,
    CancelIntent,
    Decision,
    Freeze,
    OrderIntent,
    OrderQuery,
    Unfreeze,
)
from terminal.model.reasons import Reason
from terminal.venues.paper.venue import PaperSettings, PaperVenue
from tests.contract.virtual_time import VirtualTime
from tests.virtual_clock import SECOND

SYMBOLS = {"AIOZ/USD:AIOZ", "BTC/USD:BTC", "BTC/USDT:USDT"}


@dataclass
class Desk:
    """An engine wired to a paper venue."""

    time: VirtualTime
    venue: PaperVenue
    group: asyncio.TaskGroup
    engine: Engine = field(default_factory=Engine)
    events: list[AnyEvent] = field(default_factory=list)
    outputs: list[AnyOutput] = field(default_factory=list)

    def emit(self, event: AnyEvent) -> None:
        """Step the engine and carry out what it says."""
        self.events.append(event)
        for output in self.engine.step(event):
            self.outputs.append(output)
            match output:
                case OrderIntent():
                    self.group.create_task(self.venue.submit(output))
                case CancelIntent():
                    self.group.create_task(self.venue.cancel(output))
                case OrderQuery():
                    self.group.create_task(self.venue.query(output))
                case _:
                    pass

    def command(self, name: CommandName, **arguments: Any) -> None:
        """Do as the trader does."""
        self.emit(Command(at=self.time.clock(), name=name, **arguments))

    def of(self, kind: type[AnyOutput], since: int = 0) -> list[Any]:
        """Return the outputs of one kind from a time on."""
        return [one for one in self.outputs if isinstance(one, kind) and one.at >= since]

    def latest_decisions(self) -> dict[str, Decision]:
        """Return the last decision on every symbol."""
        return {one.symbol: one for one in self.of(Decision)}


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    time = VirtualTime()
    venue = PaperVenue(time.clock, PaperSettings(seed=5), sleep=time.sleep)
    async with asyncio.TaskGroup() as group:
        desk = Desk(time, venue, group)
        group.create_task(venue.run(desk.emit))
        await time.run_for(2.0)
        yield desk
        await venue.close()
        await time.run_for(0.1)


def near_target(decision: Decision) -> bool:
    target, current = decision.target_contracts, decision.current_contracts
    return target is not None and current is not None and abs(target - current) <= target / 50


async def test_auto_builds_the_target_and_comes_back_to_it_after_a_gap(desk: Desk) -> None:
    desk.venue.scenario("calm")
    desk.command(CommandName.SET_POLICY, policy={"side": "long", "target_leverage": 3})
    desk.command(CommandName.AUTO)
    await desk.time.run_for(20.0)
    before = desk.latest_decisions()
    assert set(before) == SYMBOLS
    assert all(near_target(one) for one in before.values())

    gap_at = desk.time.clock()
    desk.venue.scenario("gap_down")
    await desk.time.run_for(1.9)
    frozen = {one.symbol for one in desk.of(Freeze, gap_at) if one.reason is Reason.PRICE_GAP}
    assert frozen == SYMBOLS
    assert not desk.of(OrderIntent, gap_at), "an order during the cooldown"

    await desk.time.run_for(8.0)
    thawed = [one for one in desk.of(Unfreeze, gap_at) if one.reason is Reason.PRICE_GAP]
    assert {one.symbol for one in thawed} == SYMBOLS
    assert all(one.at - gap_at >= 2 * SECOND for one in thawed)
    orders = desk.of(OrderIntent, gap_at)
    assert {one.symbol for one in orders} == SYMBOLS
    assert all(one.side == "sell" and one.reduce_only for one in orders)
    after = desk.latest_decisions()
    assert all(near_target(one) for one in after.values())
    for symbol in SYMBOLS:
        now, then = after[symbol].target_contracts, before[symbol].target_contracts
        assert now is not None
        assert then is not None
        assert now < then


async def test_the_engine_and_the_exchange_agree_on_every_liquidation_price(desk: Desk) -> None:
    desk.command(CommandName.SET_POLICY, policy={"side": "short", "target_leverage": 3})
    desk.command(CommandName.AUTO)
    await desk.time.run_for(10.0)
    for leg in desk.engine.snapshot().legs:
        assert leg.venue_liquidation_price is not None
        assert leg.liquidation_price == pytest.approx(leg.venue_liquidation_price, rel=1e-6)
        assert not leg.freezes


async def test_every_intent_becomes_one_order_with_one_outcome(desk: Desk) -> None:
    desk.command(CommandName.SET_POLICY, policy={"side": "long", "target_leverage": 4})
    desk.command(CommandName.AUTO)
    desk.venue.scenario("spike")
    await desk.time.run_for(30.0)
    intents = [one.client_order_id for one in desk.of(OrderIntent)]
    assert intents
    assert [order.client_order_id for order in desk.venue.exchange.orders()] == intents
    ended = [
        event.client_order_id
        for event in desk.events
        if isinstance(event, OrderReport) and event.state.terminal
    ]
    assert sorted(ended) == sorted(intents)
    assert not [e for e in desk.events if isinstance(e, OrderReport) and _refused(e)]
    fills = [event for event in desk.events if isinstance(event, Fill)]
    assert all(fill.fill_type is FillType.TRADE for fill in fills)


def _refused(report: OrderReport) -> bool:
    return report.state is OrderState.REJECTED
