"""What the two processes say to each other arrives as it was said."""

from pathlib import Path
from typing import Any

import pytest

from terminal.app.messages import Obey, Prepare, Seen, packed, reply, request
from terminal.app.options import RunOptions
from terminal.model.events import (
    Command,
    CommandName,
    Fill,
    FillType,
    FundingSettled,
    OrderReport,
    OrderState,
    Side,
)
from terminal.model.outputs import Alert, Gate, Level, Mode, ModeChanged
from terminal.model.reasons import Reason
from terminal.model.trades import TradeFeed
from tests.ui.fake_desk import FakeDesk
from tests.ui.tape import feed, told, trade


@pytest.fixture(scope="module")
def desk() -> FakeDesk:
    """A desk without a window that has lived through some market."""
    made = FakeDesk()
    for _ in range(40):
        made.advance(0.5)
    return made


def test_a_state_arrives_equal(desk: FakeDesk) -> None:
    snapshot = desk.snapshot()
    assert snapshot is not None
    assert any(leg.bids and leg.decision is not None for leg in snapshot.legs)
    said = Seen(snapshot=snapshot, told=[], trades=[], feeds=[], offset=-7, health=desk.health())
    assert reply(packed(said)) == said


def test_a_command_arrives_equal_with_its_policy() -> None:
    keys = {"target": {"leverage": 2.5, "sides": ["long"]}, "name": "ü", "n": 3, "on": True}
    command = Command(at=1, name=CommandName.SET_POLICY, policy=keys)
    said = Obey(command=command, press=4)
    assert request(packed(said)) == said


def test_what_is_to_be_prepared_arrives_equal_and_shows_no_key() -> None:
    options = RunOptions(replay=Path("/a b/ü.jsonl"), symbols=("A/USD:A",), seed=7)
    keys = {"bybit/live/main": "planted-secret"}
    said = Prepare(options=options, root=Path("/there"), temporary=True, session_keys=keys)
    assert request(packed(said)) == said
    assert "planted-secret" not in repr(said)


def test_only_paths_are_written_as_text() -> None:
    command = Command(at=1, name=CommandName.SET_POLICY, policy={"x": object()})
    with pytest.raises(TypeError, match="object cannot be told"):
        packed(Obey(command=command))


def test_whatever_is_pushed_arrives_equal(desk: FakeDesk) -> None:
    snapshot = desk.snapshot()
    assert snapshot is not None
    where: dict[str, Any] = {"at": 3, "venue": "paper", "symbol": "BTC/USD:BTC"}
    decision = next(leg.decision for leg in snapshot.legs if leg.decision is not None)
    said = Seen(
        snapshot=None,
        told=[
            decision,
            Alert(at=1, level=Level.ALARM, reason=Reason.KILLED, detail="ü"),
            ModeChanged(at=2, mode=Mode.AUTO, gate=Gate.RUNNING, reason=None),
            FundingSettled(**where, funding_rate=2e-4, amount=-0.0021),
            OrderReport(
                **where,
                client_order_id="st1n1",
                state=OrderState.UNKNOWN,
                filled_contracts=0.5,
                reason="timeout",
            ),
            Fill(
                **where,
                client_order_id=None,
                contracts=5.0,
                price=57_000.5,
                fee=-1e-9,
                fill_id="1",
                fill_type=FillType.TRADE,
                side=Side.SELL,
            ),
        ],
        trades=[told(trade(57_000.0, 2.0, Side.BUY, at=4))],
        feeds=[feed(TradeFeed.LIVE)],
        offset=10**18,
    )
    assert reply(packed(said)) == said
