"""The whole desk on Bybit's wire: armed past a real pre-flight, ended when it fails."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest

from terminal.app import preflight
from terminal.app.clock import AnchoredClock
from terminal.app.contracts import VenuePlan
from terminal.app.desk import Desk
from terminal.app.engine_room import Parts, Policy
from terminal.app.latch import Latch
from terminal.engine.engine import Engine
from terminal.engine.snapshot import LegState, Snapshot
from terminal.model.checks import DeadManState
from terminal.model.events import CommandName
from terminal.model.outputs import Alert, Mode
from terminal.model.reasons import Reason
from terminal.storage.account_book import AccountBook
from terminal.storage.journal import Journal
from terminal.ui.desk import Pushed, VenueState
from terminal.venues.base import Clock, Venue
from terminal.venues.ccxt.catalogue import BYBIT
from terminal.venues.ccxt.timing import Timing
from terminal.venues.ccxt.venue import CcxtVenue
from tests.loopback.bybit.quiet_market import set_market
from tests.unit.app.test_venue_probe import Served

SYMBOL = "BTC/USD:BTC"
POLICY: dict[str, Any] = {
    "side": "long",
    "target_leverage": 3.0,
    "margin_basis": "wallet",
    "rebalance_band": 0.01,
    "position_grace_s": 0.2,
    "order_timeout_s": 0.5,
}
_PATIENCE_S = 10.0


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look the venues over several times a second."""
    monkeypatch.setattr(preflight, "_EVERY_NS", 150_000_000)
    monkeypatch.setattr(preflight, "_AGAIN_NS", 100_000_000)


@pytest.fixture(scope="module")
def module_venue() -> Iterator[Served]:
    with Served() as served:
        yield served


class Trading:
    """A desk, the exchange that it trades on, and what was pushed."""

    def __init__(self, served: Served, desk: Desk) -> None:
        self.served = served
        self.desk = desk
        self.pushed: list[Pushed] = []

    def act(self, method: str, **body: str) -> None:
        """Do something on the account by hand, as another program with the same key would."""
        done = threading.Event()

        def go() -> None:
            self.served.server.act(method, {"symbol": "BTCUSD", "category": "inverse", **body})
            done.set()

        self.served.loop.call_soon_threadsafe(go)
        assert done.wait(5)

    def until(self, reached: Callable[[], bool], what: str) -> None:
        """Keep the market moving until something is so."""
        pause, deadline = threading.Event(), time.monotonic() + _PATIENCE_S
        while not reached():
            assert time.monotonic() < deadline, f"{what}; {self.alerts()[-4:]}"
            self.served.loop.call_soon_threadsafe(set_market, self.served.server, SYMBOL, 60_000.0)
            pause.wait(0.02)
            self.pushed += self.desk.drain()

    def snapshot(self) -> Snapshot:
        taken = self.desk.fresh_snapshot()
        assert taken is not None
        return taken

    def leg(self) -> LegState:
        return self.snapshot().legs[0]

    def alerts(self, reason: Reason | None = None) -> list[str]:
        return [
            item.detail
            for item in self.pushed
            if isinstance(item, Alert) and reason in (None, item.reason)
        ]

    def frozen(self) -> set[Reason]:
        legs = self.snapshot().legs
        return {freeze.reason for leg in legs for freeze in leg.freezes}

    def arm(self) -> None:
        """Arm auto, and wait until the position is on its target."""
        self.until(lambda: bool(self.snapshot().legs) and not self.frozen(), "frozen")
        self.desk.send(CommandName.AUTO, reason="a test")
        self.until(lambda: self.snapshot().mode is Mode.AUTO, "not armed")
        self.until(lambda: bool(self.served.server.exchange.position(SYMBOL).contracts), "no order")

    @property
    def armed(self) -> Callable[[], bool]:
        return lambda: self.snapshot().mode is Mode.AUTO


@contextmanager
def trading(served: Served, root: Path, *, dead_man_s: float = 0.0) -> Iterator[Trading]:
    server = served.server
    served.loop.call_soon_threadsafe(set_market, server, SYMBOL, 60_000.0)

    def make(clock: Clock) -> Venue:
        return CcxtVenue(
            BYBIT, [SYMBOL], clock=clock, randomness=Random(3), credentials=server.credentials,
            endpoints=server.endpoints, name="bybit",
            timing=Timing(order_timeout_s=1.0, account_poll_s=0.2, first_retry_s=0.05),
        )  # fmt: skip

    def build(journal_failed: Callable[[str], None]) -> Parts:
        return Parts(
            engine=Engine(epoch=1),
            epoch=1,
            journal=Journal.open(root, journal_failed),
            latch=Latch(root / "kill.latch", root / "kill.state"),
            clock=AnchoredClock(),
            plans=[VenuePlan("bybit", False, make)],
            policy=Policy("loopback", POLICY),
            accounts=AccountBook(root),
            dead_man_s=dead_man_s,
        )

    desk = Desk(
        build, title="Bybit", paper=True, journal_directory=root,
        latch=Latch(root / "kill.latch", root / "kill.state"), presets={},
    )  # fmt: skip
    desk.start()
    try:
        yield Trading(served, desk)
    finally:
        assert desk.close()


@pytest.fixture
def served() -> Iterator[Served]:
    with Served() as started:
        yield started


def test_auto_waits_for_a_green_preflight_and_ends_when_leverage_is_changed_outside(
    served: Served, tmp_path: Path
) -> None:
    served.server.trading.hedged = True
    with trading(served, tmp_path, dead_man_s=60.0) as desk:
        desk.until(lambda: Reason.PREFLIGHT in desk.frozen(), "not held")
        desk.until(
            lambda: any("position mode" in f.detail for f in desk.leg().freezes), "not named"
        )
        desk.desk.send(CommandName.AUTO, reason="a test")
        desk.until(lambda: bool(desk.alerts(Reason.COMMAND_REFUSED)), "not refused")
        assert "hedge; set one-way mode" in desk.alerts(Reason.COMMAND_REFUSED)[0]
        assert desk.snapshot().mode is Mode.MANUAL
        assert served.server.orders_received == []
        served.server.trading.hedged = False
        desk.arm()

        def switch() -> DeadManState | None:
            (venue,) = desk.desk.health().venues
            return None if venue.dead_man is None else venue.dead_man.state

        desk.until(lambda: switch() is DeadManState.ARMED, "the dead-man switch is not armed")
        desk.act("set_leverage", buyLeverage="20", sellLeverage="20")
        desk.until(lambda: not desk.armed(), "still armed")
        desk.until(
            lambda: (
                any("20×" in said for said in desk.alerts(Reason.PREFLIGHT))
                or Reason.LEVERAGE_CHANGED in desk.frozen()
            ),
            "not explained",
        )
    assert served.server.sockets.subscribed("dcp.future") == 0


def test_a_key_revoked_while_armed_ends_auto_keeps_the_market_and_is_explained(
    served: Served, tmp_path: Path
) -> None:
    with trading(served, tmp_path) as desk:
        desk.arm()
        served.server.key.revoked = True
        desk.until(lambda: not desk.armed(), "still armed")
        desk.until(
            lambda: desk.desk.health().venues[0].state is VenueState.REFUSED, "not called refused"
        )
        assert any(
            "does not accept the API key" in said for said in desk.alerts(Reason.VENUE_REFUSED_KEY)
        )
        desk.until(lambda: (desk.leg().mark_age_s or 9.0) < 1.0, "the market is gone")


@pytest.mark.parametrize(
    ("ahead_s", "said"),
    [(3.0, "3.0"), (-10.0, "does not accept this computer's clock")],
    ids=["within the window of a signed request", "past it"],
)
def test_a_clock_that_is_off_while_armed_ends_auto_with_its_reason(
    served: Served, tmp_path: Path, ahead_s: float, said: str
) -> None:
    with trading(served, tmp_path) as desk:
        desk.arm()
        served.ahead_s = ahead_s
        desk.until(lambda: not desk.armed(), "still armed")
        desk.until(lambda: any(said in told for told in desk.alerts(Reason.CLOCK_SKEW)), "not told")
        assert desk.alerts(Reason.VENUE_REFUSED_KEY) == []


@pytest.mark.parametrize("stream", ["tells", "is silent"])
def test_a_position_changed_by_hand_is_shown_and_not_traded_on(
    served: Served, tmp_path: Path, stream: str
) -> None:
    with trading(served, tmp_path) as desk:
        desk.arm()
        desk.until(lambda: not any(not o.state.terminal for o in desk.snapshot().orders), "open")
        ours = desk.leg().position_contracts
        sent = len(served.server.orders_received)
        if stream == "is silent":  # then the poll beside it has to notice
            served.server.trading._push = lambda topic, rows: None
        desk.act("create", side="Sell", orderType="Market", qty="50000")
        desk.until(lambda: Reason.POSITION_MISMATCH in desk.frozen(), "not frozen")
        (freeze,) = [f for f in desk.leg().freezes if f.reason is Reason.POSITION_MISMATCH]
        assert ours is not None
        if stream == "is silent":
            assert freeze.detail == f"we had {ours} contracts, the venue has {ours - 50_000}"
        else:
            assert "is not of our orders" in freeze.detail
        assert freeze.resumable
        assert desk.leg().position_contracts == ours - 50_000
        assert len(served.server.orders_received) == sent


def test_another_account_than_the_journals_is_read_only(served: Served, tmp_path: Path) -> None:
    with trading(served, tmp_path) as desk:
        desk.until(lambda: bool(desk.snapshot().legs) and not desk.frozen(), "frozen")
    assert AccountBook(tmp_path).known("bybit") == "24617703"
    served.server.key.uid = 99
    with trading(served, tmp_path) as desk:
        desk.until(
            lambda: (
                bool(desk.snapshot().legs)
                and any("account 99" in f.detail for f in desk.leg().freezes)
            ),
            "not held",
        )
        desk.desk.send(CommandName.AUTO, reason="a test")
        desk.until(lambda: bool(desk.alerts(Reason.COMMAND_REFUSED)), "not refused")
        desk.desk.send(
            CommandName.ORDER, venue="bybit", symbol=SYMBOL, side="buy", contracts=10.0,
            order_type="market", reason="by hand",
        )  # fmt: skip
        desk.until(lambda: "order: preflight" in desk.alerts(), "the order was not refused")
    assert served.server.orders_received == []
