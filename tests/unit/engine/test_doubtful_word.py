"""One word of a venue that may be wrong or late: nothing is bought or sold on it alone."""

from typing import Any

import pytest

from terminal.model.events import CommandName, PositionReport
from terminal.model.outputs import Alert, AnyOutput, Purpose
from terminal.model.reasons import Reason
from tests.unit.engine.desk import SYMBOL, Desk, intents, ready
from tests.unit.engine.test_protection import STEEP

NEXT = "BTC/USD:BTC-270326"


def bought_then_denied(*, as_of_s: float | None = None) -> Desk:
    """Return a desk that bought 600,000, which a statement denies that came 3 s later."""
    desk = ready()
    (order,) = desk.orders
    desk.fill_whole(order)
    assert desk.position() == 600_000
    desk.wait(3).mark(60_000)
    as_of = None if as_of_s is None else desk.now - int(as_of_s * 1e9)
    desk.account(2.0, as_of=as_of)
    assert desk.frozen() == (Reason.POSITION_MISMATCH,)
    return desk


def refusals(outputs: list[AnyOutput]) -> list[str]:
    return [
        one.detail
        for one in outputs
        if isinstance(one, Alert) and one.reason is Reason.COMMAND_REFUSED
    ]


def test_resumed_right_after_a_late_undated_statement_nothing_is_bought_twice() -> None:
    desk = bought_then_denied()
    sent = len(desk.orders)
    said = desk.command(CommandName.RESUME)
    assert "may be older than our last fill" in refusals(said)[0]
    assert desk.frozen() == (Reason.POSITION_MISMATCH,)
    desk.mark(60_000, after=1)
    desk.account(2.0, 600_000, 60_000)  # the true one
    assert desk.position() == 600_000
    assert desk.frozen() == ()
    assert len(desk.orders) == sent


def test_what_a_later_statement_says_again_can_be_resumed() -> None:
    desk = bought_then_denied()
    desk.wait(1).account(2.0)
    assert refusals(desk.command(CommandName.RESUME)), "two at once may both be late"
    desk.wait(1.5).account(2.0)
    desk.mark(60_000)
    assert refusals(desk.command(CommandName.RESUME)) == []
    assert Reason.POSITION_MISMATCH not in desk.frozen()


def test_a_statement_dated_after_the_fill_can_be_resumed_at_once() -> None:
    desk = bought_then_denied(as_of_s=-60.0)  # what the clocks' difference may be is counted in
    assert refusals(desk.command(CommandName.RESUME)) == []
    assert desk.frozen() == ()


def test_a_position_that_no_order_of_ours_moved_lately_can_be_resumed_at_once() -> None:
    desk = ready(position=600_000)
    desk.wait(1).account(2.0, 500_000, 60_000)
    assert desk.frozen() == (Reason.POSITION_MISMATCH,)
    assert refusals(desk.command(CommandName.RESUME)) == []
    assert desk.frozen() == ()


def test_what_else_is_frozen_can_be_resumed_meanwhile() -> None:
    desk = bought_then_denied()
    desk.open_orders("somebodys")
    assert set(desk.frozen()) == {Reason.POSITION_MISMATCH, Reason.FOREIGN_ORDER}
    desk.command(CommandName.RESUME)
    assert desk.frozen() == (Reason.POSITION_MISMATCH,)


def test_a_statement_of_before_a_fill_that_is_read_after_a_long_sleep_is_no_mismatch() -> None:
    desk = ready()
    for _ in range(8):
        desk.account(2.0, as_of=desk.now)
    made_at = desk.now
    (order,) = desk.orders
    desk.wait(0.2).fill_whole(order)
    desk.wait(40).account(2.0, as_of=made_at)  # it was on its way while the machine slept
    assert desk.position() == 600_000
    assert Reason.POSITION_MISMATCH not in desk.frozen()


def test_what_a_venue_says_for_long_is_a_mismatch_though_its_clock_is_behind() -> None:
    desk = ready()
    (order,) = desk.orders
    desk.fill_whole(order)
    behind = 60 * 1_000_000_000
    for _ in range(4):
        desk.wait(2).account(2.0, 500_000, 60_000, as_of=desk.now - behind)
        assert Reason.POSITION_MISMATCH not in desk.frozen()
    desk.wait(2).account(2.0, 500_000, 60_000, as_of=desk.now - behind)
    assert desk.position() == 500_000
    assert Reason.POSITION_MISMATCH in desk.frozen()


# a first mark --------------------------------------------------------------------------------

GUARDED: dict[str, Any] = {
    "target_leverage": 10.0,
    "max_contracts": 600_000.0,
    "rebalance_band": 0.5,
    "flatten_distance": 0.0,
    "guard_in_manual": True,
}


def first_marked(price: float, wallet: float, equity: float) -> Desk:
    """Return a desk with a long of 600,000 bought at 60,000 whose first mark is `price`."""
    desk = Desk()
    desk.listing(tiers=STEEP)
    desk.funding(0.0)
    desk.account(wallet, 600_000, 60_000, equity=equity)
    desk.policy(**GUARDED)
    desk.mark(price)
    return desk


@pytest.mark.parametrize("price", [53_400.0, 50_000.0])  # utilisation 0.85 and over 1
def test_a_first_mark_that_nothing_bears_out_restores_and_closes_nothing(price: float) -> None:
    desk = first_marked(price, wallet=1.9, equity=1.9)  # at the true mark, where nothing is wrong
    assert utilisation_of(desk) > 0.8
    assert desk.orders == []
    assert intents(desk.mark(60_000, after=1)) == []


def test_a_second_mark_bears_the_first_one_out() -> None:
    desk = first_marked(53_400.0, wallet=1.9, equity=1.9)
    (order,) = intents(desk.mark(53_400, after=1))
    assert order.purpose is Purpose.RESTORE


def test_an_equity_that_fits_no_mark_bears_none_out() -> None:
    """A first mark of a third makes three times the maintenance: the equity alone is no witness."""
    desk = Desk()
    desk.listing(tiers=STEEP)
    desk.mark(20_000)
    desk.funding(0.0)
    desk.policy(**GUARDED)
    desk.account(1.8, 600_000, 60_000, equity=1.8)
    assert utilisation_of(desk) > 0.8
    assert desk.orders == []
    assert intents(desk.mark(60_000, after=1)) == []
    assert utilisation_of(desk) < 0.5


def test_the_venues_own_equity_bears_a_first_mark_out_for_a_restore() -> None:
    desk = first_marked(60_000.0, wallet=2.0, equity=2.0)
    (order,) = intents(desk.wait(1).account(0.6, 600_000, 60_000))
    assert order.purpose is Purpose.RESTORE


def test_a_first_mark_that_the_next_one_contradicts_is_not_borne_out_by_it() -> None:
    desk = first_marked(12_000.0, wallet=60.0, equity=60.0)
    desk.mark(60_000, after=1)  # five times as much: beyond belief beside the first
    assert desk.leg().suspicion.alone
    desk.mark(60_000, after=1.5)
    assert desk.leg().mark_price == 60_000
    assert not desk.leg().suspicion.alone


def test_a_wrong_first_mark_of_one_contract_reduces_no_other_that_shares_its_margin() -> None:
    desk = Desk()
    desk.listing(tiers=STEEP)
    desk.listing(NEXT, tiers=STEEP)
    held = [
        PositionReport(symbol=SYMBOL, contracts=60_000.0, entry_price=60_000.0),
        PositionReport(symbol=NEXT, contracts=60_000.0, entry_price=60_000.0),
    ]
    desk.mark(60_000)
    desk.mark(60_000, after=1)
    desk.policy(**GUARDED)
    desk.account(0.5, held, equity=0.5)
    assert desk.orders == []
    said = desk.mark(45_000, NEXT)  # a wrong one, and the first: it would cost a third of a coin
    said += desk.account(0.5, held)
    assert intents(said) == []
    assert utilisation_of(desk) > 0.65
    said = desk.mark(60_000, NEXT, after=1)
    assert intents(said) == []


def utilisation_of(desk: Desk) -> float:
    value = desk.engine.snapshot().accounts[0].utilisation
    assert value is not None
    return value


def test_a_fill_told_after_the_statement_that_ended_a_mismatch_is_not_counted_twice() -> None:
    desk = ready(position=0, auto=False)
    desk.wait(5).account(2.0, -4_000, 60_000)  # somebody else sold
    desk.wait(5).account(2.0, -4_000, 60_000)
    assert desk.position() == -4_000
    assert Reason.POSITION_MISMATCH in desk.frozen()
    desk.mark(60_000)
    desk.command(CommandName.KILL, flatten=True)
    desk.confirm()
    desk.mark(60_000, after=1)
    (order,) = desk.orders
    for _ in range(12):  # bought at the venue, and only the statements say so
        desk.mark(60_000, after=1)
        desk.account(2.0)
    assert desk.position() == 0
    desk.fill_whole(order)
    assert desk.position() == 0
