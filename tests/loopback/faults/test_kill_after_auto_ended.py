"""The kill switch during what ends auto for the whole desk, and while a listing changes.

Beside such a fault nothing else would be seen, so it is not among the wrongs of the desk's long
story; here one desk trades on an exchange for each of them, and all of them are wrong at once.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from terminal.app import preflight
from terminal.app.desk import Desk
from terminal.model.events import CommandName
from terminal.model.outputs import Gate, Mode
from tests.loopback.bybit import BybitLoopback
from tests.loopback.bybit.quiet_market import set_market
from tests.loopback.faults.desk import Wire, desk_of, plans_of, taken
from tests.loopback.faults.test_listing_changes import change
from tests.loopback.listener import QUICK, SYMBOL
from tests.loopback.real_time import real_time_until

PRICE = 60_000.0
TIMING = replace(QUICK, account_poll_s=0.3, relist_s=0.1, relist_at_most_every_s=0.02)
POLICY = {"side": "long", "target_leverage": 3.0, "margin_basis": "wallet", "rebalance_band": 0.01}
# Requests of ours are refused while these last, cancels included.
REFUSED = {"clock 10 s off", "key revoked"}


class Exchanges:
    """An exchange for each wrong, what begins and what ends it."""

    def __init__(self) -> None:
        self.off_ns = 0
        self.servers = {name: BybitLoopback() for name in self.wrongs()}
        self.servers["clock 10 s off"] = BybitLoopback(clock=lambda: time.time_ns() + self.off_ns)

    def wrongs(self) -> dict[str, Callable[[BybitLoopback], object]]:
        return {
            "nothing": lambda _: None,
            "clock 10 s off": lambda _: setattr(self, "off_ns", 10 * 10**9),
            "key revoked": lambda server: setattr(server.key, "revoked", True),
            "leverage changed outside": lambda server: server.act(
                "set_leverage", {"symbol": "BTCUSD", "buyLeverage": "20", "sellLeverage": "20"}
            ),
            "funding interval changed": lambda server: change(server, fundingInterval=60),
            "contract delisted": lambda server: change(server, status=""),
            "partly filled": _fill_a_part,
        }

    def begin(self) -> None:
        for name, begin in self.wrongs().items():
            begin(self.servers[name])

    def end(self) -> None:
        self.off_ns = 0
        self.servers["key revoked"].key.revoked = False

    def resting(self) -> set[str]:
        return {name for name, server in self.servers.items() if server.exchange.open_orders()}


def _fill_a_part(server: BybitLoopback) -> None:
    """Let an order take what there is and rest with what is left of it."""
    thin = ((PRICE + 0.5, 3.0), (PRICE + 50.0, 50_000.0))
    server.set_book(SYMBOL, ((PRICE - 0.5, 50_000.0),), thin)
    _order(server, PRICE + 0.5)


def _order(server: BybitLoopback, price: float) -> None:
    server.act(
        "create",
        {"symbol": "BTCUSD", "side": "Buy", "orderType": "Limit", "price": f"{price}", "qty": "5",
         "category": "inverse", "orderLinkId": f"by-hand{time.monotonic_ns()}"},
    )  # fmt: skip


@pytest.fixture
async def exchanges() -> AsyncIterator[Exchanges]:
    made = Exchanges()
    for server in made.servers.values():
        await server.start()
        set_market(server, SYMBOL, PRICE)
    yield made
    for server in made.servers.values():
        await server.stop()


@asynccontextmanager
async def armed(exchanges: Exchanges, root: Path) -> AsyncIterator[Desk]:
    """Yield a desk that has traded to its target everywhere."""
    wires = {
        name: Wire("bybit", (SYMBOL,), server.endpoints.api, server.account.key,
                   server.account.secret, validity_ms=2_000)
        for name, server in exchanges.servers.items()
    }  # fmt: skip
    desk = desk_of(root, plans_of(wires, TIMING), POLICY)
    await asyncio.to_thread(desk.start)
    try:
        async with asyncio.timeout(30.0):
            while (seen := desk.snapshot()) is None or seen.mode is not Mode.AUTO:
                if seen is not None and len(seen.legs) == len(wires):
                    desk.send(CommandName.AUTO, reason="a test")
                await asyncio.sleep(0.05)
        servers = exchanges.servers.values()
        traded = lambda: all(server.exchange.position(SYMBOL).contracts for server in servers)  # noqa: E731
        assert await real_time_until(traded, 20.0)
        yield desk
    finally:
        assert await asyncio.to_thread(desk.close)


def confirmed(desk: Desk) -> set[str]:
    return {name for name, word in taken(desk).kill.venues if word == "confirmed"}


async def test_the_kill_switch_works_and_is_confirmed_only_where_it_has(
    exchanges: Exchanges, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preflight, "_EVERY_NS", 150_000_000)
    everywhere = set(exchanges.servers)
    async with armed(exchanges, tmp_path) as desk:
        exchanges.begin()
        assert await real_time_until(lambda: taken(desk).mode is Mode.MANUAL, 20.0)
        for server in exchanges.servers.values():
            _order(server, 40_000.0)
        held = {n: s.exchange.position(SYMBOL).contracts for n, s in exchanges.servers.items()}
        sent = {name: len(server.orders_received) for name, server in exchanges.servers.items()}

        desk.send(CommandName.KILL, reason="a test")
        assert await real_time_until(lambda: confirmed(desk) == everywhere - REFUSED, 20.0), (
            confirmed(desk)
        )
        assert exchanges.resting() == REFUSED, "what is confirmed is so, what rests is not"

        exchanges.end()
        assert await real_time_until(lambda: confirmed(desk) == everywhere, 20.0), confirmed(desk)
        assert exchanges.resting() == set()
        assert taken(desk).gate is Gate.KILLED
        for name, server in exchanges.servers.items():
            assert len(server.orders_received) == sent[name], name
            assert len(set(server.ids_received)) == sent[name], name
            assert server.exchange.position(SYMBOL).contracts == held[name], name
