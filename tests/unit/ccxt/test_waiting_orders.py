"""What waits for its clearance is bounded by whoever clears it, and afterwards by the venue."""

import asyncio

import pytest

from terminal.model.outputs import CancelIntent, OrderIntent, Purpose
from terminal.model.reasons import Reason
from terminal.venues.ccxt.setting import lets_all_go
from terminal.venues.ccxt.waiting_orders import WaitingOrders
from tests.unit.app.fakes import START, intent

_SHORT_S = 0.01


async def _slowly(_: OrderIntent) -> str | None:
    await asyncio.sleep(3 * _SHORT_S)
    return None


async def test_waiting_to_be_let_go_is_not_waiting_for_the_venue() -> None:
    with WaitingOrders(_slowly).turn(intent()) as turn:
        async with turn.limited(_SHORT_S):
            assert await turn.let_go() is None
        assert turn.left


async def test_what_comes_before_and_after_is() -> None:
    with WaitingOrders(lets_all_go).turn(intent()) as turn:

        async def silent(*, let_go: bool) -> None:
            async with turn.limited(_SHORT_S):
                if let_go:
                    assert await turn.let_go() is None
                await asyncio.Event().wait()

        for let_go in (False, True):
            with pytest.raises(TimeoutError):
                await silent(let_go=let_go)
            assert turn.left is let_go


async def test_what_was_let_go_cannot_be_withdrawn_any_more() -> None:
    waiting = WaitingOrders(lets_all_go)
    cancel = CancelIntent(
        at=START,
        venue="fake",
        symbol=intent().symbol,
        client_order_id="st1n1",
        reason=Reason.KILLED,
    )
    with waiting.turn(intent()) as turn:
        async with turn.limited(1.0):
            await turn.let_go()
        assert not waiting.withdraw(cancel), "it has to be asked for at the venue"
    with waiting.turn(intent()) as turn:
        assert waiting.withdraw(cancel)
        async with turn.limited(1.0):
            assert await turn.let_go() == "cancelled before it was sent"
        assert not turn.left


@pytest.mark.parametrize("purpose", [Purpose.SCALE, Purpose.FLATTEN])
async def test_the_kill_switch_keeps_back_what_does_not_only_reduce(purpose: Purpose) -> None:
    waiting = WaitingOrders(lets_all_go)
    with waiting.turn(intent(purpose=purpose)) as turn:
        waiting.kill()
        async with turn.limited(1.0):
            assert (await turn.let_go() is None) is (purpose is Purpose.FLATTEN)
