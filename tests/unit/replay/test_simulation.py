from typing import TypeVar

import pytest

from terminal.model.errors import UserError
from terminal.model.events import (
    Account,
    AnyEvent,
    BookUpdate,
    Clock,
    Command,
    CommandName,
    Feed,
    FeedChanged,
    FeedState,
    Fill,
    FillType,
    FundingSettled,
    KillConfirmation,
    Mark,
    OpenOrders,
    OrderReport,
    OrderState,
    Side,
)
from terminal.model.outputs import CancelIntent, OrderQuery, OrderType
from terminal.model.reasons import Reason
from terminal.venues.replay.simulation import Filling, SessionSimulation
from tests.unit.replay.lines import (
    SYMBOL,
    WHERE,
    account,
    at,
    book,
    fill,
    funding,
    instrument,
    intent,
    mark,
    settled,
)

Kind = TypeVar("Kind")


def heard(simulation: SessionSimulation, *events: AnyEvent) -> list[AnyEvent]:
    return [told for event in events for told in simulation.hear(event)]


def of(kind: type[Kind], events: list[AnyEvent]) -> list[Kind]:
    return [event for event in events if isinstance(event, kind)]


def started(
    filling: Filling = Filling.IMMEDIATE,
    contracts: float = 600_000,
    leverage: float | None = None,
) -> SessionSimulation:
    simulation = SessionSimulation(filling)
    heard(
        simulation,
        instrument(),
        account(0, 2.0, contracts, leverage=leverage),
        mark(0.1, 60_000.0),
        book(0.1, 59_999.5, 60_000.5),
    )
    return simulation


def wallet(simulation: SessionSimulation) -> float:
    return simulation.entry("recorded").exchange.account("BTC").wallet_balance


def position(simulation: SessionSimulation) -> int:
    return int(simulation.entry("recorded").exchange.position(SYMBOL).contracts)


def test_the_market_and_the_traders_lines_pass_as_they_are() -> None:
    simulation = started()
    for event in (
        book(0.2, 59_999.5, 60_000.5),
        funding(0.2, 0.0001, 3_600),
        Clock(at=at(0.2)),
        Command(at=at(0.2), name=CommandName.AUTO),
        FeedChanged(at=at(0.2), **WHERE, feed=Feed.MARK, state=FeedState.DISCONNECTED),
    ):
        assert simulation.hear(event) == [event]


def test_the_first_account_line_passes_and_later_ones_are_answered_by_the_simulation() -> None:
    simulation = SessionSimulation(Filling.IMMEDIATE)
    simulation.hear(instrument())
    first = account(0, 2.0, 600_000)
    assert simulation.hear(first) == [first]
    heard(simulation, mark(0.1, 60_000.0), book(0.1, 59_999.5, 60_000.5))
    simulation.place(intent(0.2, Side.SELL, 100_000), at(0.2))
    (answer,) = of(Account, simulation.hear(account(0.3, 2.0, 600_000)))
    assert answer.positions[0].contracts == 500_000
    assert answer.at == at(0.3)


def test_an_order_is_filled_at_once_and_the_account_follows() -> None:
    simulation = started()
    told = simulation.place(intent(0.2, Side.SELL, 30_114, reduce_only=True), at(0.2))
    assert [type(event).__name__ for event in told] == [
        "OrderReport",
        "Fill",
        "OrderReport",
        "Account",
    ]
    assert {event.at for event in told} == {at(0.2)}
    (done,) = of(Fill, told)
    assert (done.contracts, done.price) == (30_114, 59_999.5)
    assert done.fee == pytest.approx(30_114 / 59_999.5 * 0.0005)
    assert of(OrderReport, told)[-1].state is OrderState.FILLED
    realized = 30_114 * (1 / 60_000 - 1 / 59_999.5)
    assert wallet(simulation) == pytest.approx(2 + realized - done.fee, rel=1e-12)
    assert position(simulation) == 569_886


def test_recorded_answers_are_left_out() -> None:
    simulation = started()
    theirs = OrderReport(
        at=at(0.2),
        **WHERE,
        client_order_id="theirs",
        state=OrderState.FILLED,
        filled_contracts=60_000,
    )
    open_orders = OpenOrders(at=at(0.2), **WHERE, client_order_ids=("theirs",))
    assert not heard(simulation, theirs, fill(0.2, Side.BUY, 60_000, 6e4, 0.0005), open_orders)
    assert position(simulation) == 600_000


def test_a_deposit_in_the_recording_is_made_in_the_simulation_too() -> None:
    simulation = started()
    simulation.hear(account(1, 2.5, 600_000))
    assert wallet(simulation) == pytest.approx(2.5)


def test_what_the_recorded_policy_earned_is_not_taken_over() -> None:
    simulation = started()
    profit = 60_000 * (1 / 60_000 - 1 / 66_000)
    heard(
        simulation,
        fill(1, Side.SELL, 60_000, 66_000.0, 0.0),
        account(1, 2.0 + profit, 540_000),
    )
    assert wallet(simulation) == 2.0
    assert position(simulation) == 600_000


def test_the_account_is_stated_with_a_mark_once_a_second_unless_its_feed_is_lost() -> None:
    simulation = started()
    stated = of(Account, heard(simulation, *(mark(1 + n / 10, 59_000.0) for n in range(40))))
    assert len(stated) == 4
    assert stated[-1].equity == pytest.approx(2 + 600_000 * (1 / 60_000 - 1 / 59_000))
    lost = FeedChanged(at=at(6), venue="recorded", feed=Feed.ACCOUNT, state=FeedState.DISCONNECTED)
    assert not of(Account, heard(simulation, lost, *(mark(6 + n, 59_000.0) for n in range(9))))


def test_a_change_of_leverage_or_margin_mode_is_the_files_to_report() -> None:
    simulation = started(leverage=5.0)
    (answer,) = of(Account, simulation.hear(account(1, 2.0, 600_000, leverage=5.0)))
    assert answer.positions[0].leverage == 5.0
    assert answer.positions[0].margin_mode is None


def test_funding_is_settled_on_the_simulated_position_when_it_falls_due() -> None:
    simulation = started()
    simulation.hear(funding(1, 0.0002, 10))
    simulation.place(intent(2, Side.SELL, 300_000), at(2))
    before = wallet(simulation)
    told = simulation.hear(mark(10, 60_000.0))
    (payment,) = of(FundingSettled, told)
    assert payment.amount == pytest.approx(-0.0002 * 5)
    assert wallet(simulation) == pytest.approx(before - 0.0002 * 5)
    assert isinstance(told[0], FundingSettled)


def test_an_interval_is_settled_once_whoever_tells_first() -> None:
    late = started()
    heard(late, funding(1, 0.0002, 10), mark(10, 60_000.0))
    assert not late.hear(settled(11, 0.0003, -0.003))
    assert wallet(late) == pytest.approx(2 - 0.0002 * 10)

    at_once = started()
    at_once.hear(funding(1, 0.0002, 10))
    (payment,) = at_once.hear(settled(10, 0.0003, -0.003))[:1]
    assert isinstance(payment, FundingSettled)
    assert payment.funding_rate == 0.0003
    heard(at_once, mark(10.5, 60_000.0), funding(11, 0.0002, 28_810))
    assert wallet(at_once) == pytest.approx(2 - 0.0003 * 10)


def test_the_next_interval_is_settled_again() -> None:
    simulation = started()
    heard(
        simulation,
        funding(1, 0.0001, 10, 10.0),
        mark(10, 60_000.0),
        funding(11, 0.0001, 20, 10.0),
        mark(20, 60_000.0),
    )
    assert wallet(simulation) == pytest.approx(2 - 2 * 0.0001 * 10)


def test_a_liquidation_happens_in_the_simulation() -> None:
    simulation = started()
    (taken, *_) = of(Fill, simulation.hear(mark(1, 49_000.0)))
    assert taken.fill_type is FillType.LIQUIDATION
    assert taken.client_order_id is None
    assert taken.side is Side.SELL
    assert position(simulation) == 0


def test_matched_orders_rest_and_fill_when_the_file_comes_through() -> None:
    simulation = started(Filling.MATCHED)
    told = simulation.place(intent(0.2, Side.SELL, 1_000, OrderType.LIMIT, 60_100.0), at(0.2))
    assert of(OrderReport, told)[-1].state is OrderState.OPEN
    told = simulation.hear(book(1, 60_100.0, 60_101.0))
    assert isinstance(told[0], BookUpdate)
    assert of(Fill, told)[0].price == 60_100.0
    assert position(simulation) == 599_000


def test_the_kill_switch_is_confirmed_and_an_unknown_order_not_found() -> None:
    simulation = started()
    kill = CancelIntent(at=at(1), venue="recorded", reason=Reason.KILLED)
    (confirmation,) = of(KillConfirmation, simulation.cancel(kill, at(1)))
    assert confirmation.confirmed
    query = OrderQuery(at=at(1), **WHERE, client_order_id="nobody's")
    (answer,) = simulation.query(query, at(1))
    assert isinstance(answer, OrderReport)
    assert answer.state is OrderState.NOT_FOUND


def test_prices_that_cannot_be_go_to_the_engine_and_no_further() -> None:
    simulation = started()
    for bad in (mark(1, 0.0), mark(1, -5.0), book(1, -1.0, 0.0)):
        assert simulation.hear(bad) == [bad]
    assert simulation.place(intent(2, Side.SELL, 100), at(2))
    assert position(simulation) == 599_900


def test_lines_about_a_contract_not_yet_listed_pass() -> None:
    simulation = SessionSimulation(Filling.IMMEDIATE)
    for event in (mark(0, 60_000.0), book(0, 1.0, 2.0), settled(0, 0.0001)):
        assert simulation.hear(event) == [event]
    simulation.hear(account(1, 2.0, 600_000))
    simulation.hear(instrument(2))
    assert position(simulation) == 600_000
    told = simulation.place(intent(3, Side.SELL, 5, name="x"), at(3))
    assert of(OrderReport, told)[-1].state is OrderState.CANCELLED  # no price to fill at yet


def test_a_contract_whose_lot_changes_is_an_error_in_one_sentence() -> None:
    from decimal import Decimal

    simulation = started()
    with pytest.raises(UserError, match="lot size"):
        simulation.hear(instrument(1, lot_size=Decimal(10)))


def test_a_mark_without_a_book_is_what_orders_meet() -> None:
    for filling in Filling:
        simulation = SessionSimulation(filling)
        heard(simulation, instrument(), account(0, 2.0), mark(1, 60_000.25))
        told = simulation.place(intent(1, Side.BUY, 100), at(1))
        assert of(Fill, told)[0].price == 60_000.25


def test_a_book_that_stopped_long_ago_is_not_filled_from() -> None:
    simulation = started()
    simulation.hear(mark(60, 57_000.0))
    told = simulation.place(intent(60, Side.SELL, 100), at(60))
    assert of(Fill, told)[0].price == 57_000.0


def test_a_duplicate_id_is_answered_with_how_the_first_order_stands() -> None:
    simulation = started()
    simulation.place(intent(1, Side.SELL, 100), at(1))
    told = simulation.place(intent(1, Side.SELL, 100), at(1))
    assert [type(event) for event in told] == [OrderReport]
    assert of(OrderReport, told)[0].state is OrderState.FILLED
    assert position(simulation) == 599_900


def test_marks_are_passed_before_what_they_cause() -> None:
    simulation = started()
    told = simulation.hear(mark(5, 49_000.0))
    assert isinstance(told[0], Mark)
    assert isinstance(told[-1], Account)
