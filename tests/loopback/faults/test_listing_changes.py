"""The venue changes what it lists while it is traded: interval, terms, and whether at all."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from terminal.model.events import Funding, InstrumentListed
from tests.loopback.bybit import BybitLoopback, rows
from tests.loopback.bybit.quiet_market import set_market
from tests.loopback.listener import QUICK, SYMBOL, Listener, listening
from tests.loopback.real_time import real_time_until

OFTEN = replace(QUICK, relist_s=0.05, relist_at_most_every_s=0.01)


@pytest.fixture
async def server() -> AsyncIterator[BybitLoopback]:
    async with BybitLoopback() as running:
        set_market(running, SYMBOL, 60_000.0)
        yield running


def listings(desk: Listener) -> list[InstrumentListed]:
    return desk.of(InstrumentListed)


def change(server: BybitLoopback, **fields: Any) -> None:
    """Let BTCUSD be listed with other fields, or (with status="") not at all."""

    def instruments(query: Any) -> Any:
        found = server._instruments(query)
        changed = [{**row, **fields} if row["symbol"] == "BTCUSD" else row for row in found["list"]]
        return {**found, "list": [row for row in changed if row["status"]]}

    server._public["GET /v5/market/instruments-info"] = instruments


async def test_a_listing_that_stays_the_same_is_told_once(server: BybitLoopback) -> None:
    async with listening(server, timing=OFTEN) as desk:
        await desk.until_live()
        route = "GET /v5/market/instruments-info"
        asked = server.requests[route]
        assert await real_time_until(lambda: server.requests[route] >= asked + 4)
        assert len(listings(desk)) == 1


async def test_a_funding_interval_that_changes_is_in_the_next_rate(server: BybitLoopback) -> None:
    async with listening(server, timing=replace(OFTEN, funding_refresh_s=0.05)) as desk:
        await desk.until_live()
        assert desk.of(Funding)[-1].interval_s == 28_800.0
        change(server, fundingInterval=60)

        def told() -> bool:
            server.set_mark(SYMBOL, 60_000.0 + 0.5 * (len(desk.events) % 5))
            return desk.of(Funding)[-1].interval_s == 3_600.0

        assert await real_time_until(told)
        assert len(listings(desk)) == 1, "the contract is the same"


async def test_terms_that_change_are_told_and_orders_follow_them(server: BybitLoopback) -> None:
    async with listening(server, timing=OFTEN) as desk:
        await desk.until_live()
        row = rows.instrument_row(server.exchange.market(SYMBOL).instrument, 28_800.0)
        change(server, lotSizeFilter={**row["lotSizeFilter"], "qtyStep": "10"})
        assert await real_time_until(lambda: len(listings(desk)) == 2)
        assert listings(desk)[-1].lot_size == 10
        await desk.submit("a1", "105")
        assert desk.states("a1") == ["rejected"]
        assert server.orders_received == []


@pytest.mark.parametrize("status", ["Closed", ""])
async def test_a_contract_that_is_not_traded_any_more_has_expired(
    server: BybitLoopback, status: str
) -> None:
    async with listening(server, timing=OFTEN) as desk:
        await desk.until_live()
        assert listings(desk)[-1].expiry is None
        change(server, status=status)
        assert await real_time_until(lambda: len(listings(desk)) == 2)
        over = listings(desk)[-1]
        assert over.expiry == over.at
        change(server)
        assert await real_time_until(lambda: len(listings(desk)) == 3)
        assert listings(desk)[-1].expiry is None
