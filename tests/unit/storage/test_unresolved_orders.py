"""What a journal knows of orders whose end it does not know."""

from decimal import Decimal
from pathlib import Path

import pytest

from terminal.model.events import Fill, FillType, OrderReport, OrderState, Side
from terminal.model.outputs import OrderIntent, OrderType, Purpose
from terminal.storage.journal import Journal, Record, RecordKind, intent_record
from terminal.storage.journal.unresolved import unresolved_orders

SECOND = 1_000_000_000


def intent(name: str, at: int = SECOND) -> OrderIntent:
    return OrderIntent(
        at=at,
        client_order_id=name,
        decision_id=1,
        venue="v",
        symbol="s",
        side=Side.SELL,
        contracts=Decimal(100),
        reduce_only=True,
        type=OrderType.IOC_LIMIT,
        limit_price=Decimal("59000.5"),
        purpose=Purpose.SCALE,
    )


def report(name: str, state: OrderState, at: int = 2 * SECOND) -> Record:
    told = OrderReport(
        at=at, venue="v", symbol="s", client_order_id=name, state=state, filled_contracts=0.0
    )
    return Record(at, RecordKind.ORDER, told)


def fill(name: str, contracts: float, number: int) -> Record:
    told = Fill(
        at=2 * SECOND,
        venue="v",
        symbol="s",
        client_order_id=name,
        contracts=contracts,
        price=59_000.0,
        fee=0.0,
        fill_id=f"f{number}",
        fill_type=FillType.TRADE,
    )
    return Record(told.at, RecordKind.FILL, told)


def left_by(directory: Path, *records: Record) -> list[str]:
    journal = Journal.open(directory)
    for record in records:
        journal.append(record)
    assert journal.close()
    return [order.client_order_id for order in unresolved_orders(directory, 100 * SECOND)]


def test_an_intent_without_an_answer_is_unresolved_whole(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path)
    journal.append(intent_record(intent("a")))
    assert journal.close()
    (order,) = unresolved_orders(tmp_path, 100 * SECOND)
    assert (order.at, order.sent_at) == (100 * SECOND, SECOND)
    assert (order.side, order.contracts, order.limit_price) == (
        Side.SELL,
        Decimal(100),
        Decimal("59000.5"),
    )
    assert order.reduce_only
    assert (order.type, order.purpose) == ("ioc_limit", "scale")


@pytest.mark.parametrize("state", [state for state in OrderState if state.terminal])
def test_an_order_that_ended_is_resolved(tmp_path: Path, state: OrderState) -> None:
    assert left_by(tmp_path, intent_record(intent("a")), report("a", state)) == []


@pytest.mark.parametrize(
    "state", [OrderState.OPEN, OrderState.PARTIALLY_FILLED, OrderState.UNKNOWN]
)
def test_an_order_that_was_last_heard_alive_is_not(tmp_path: Path, state: OrderState) -> None:
    assert left_by(tmp_path, intent_record(intent("a")), report("a", state)) == ["a"]


def test_not_found_proves_nothing_before_its_time(tmp_path: Path) -> None:
    early = report("a", OrderState.NOT_FOUND, at=5 * SECOND)
    assert left_by(tmp_path, intent_record(intent("a")), early) == ["a"]


def test_not_found_long_after_is_proof(tmp_path: Path) -> None:
    late = report("a", OrderState.NOT_FOUND, at=62 * SECOND)
    assert left_by(tmp_path, intent_record(intent("a")), late) == []


def test_fills_that_add_up_end_an_order_and_each_counts_once(tmp_path: Path) -> None:
    twice = (fill("a", 60.0, 1), fill("a", 60.0, 1))
    whole = (fill("b", 60.0, 2), fill("b", 40.0, 3))
    sent = (intent_record(intent("a")), intent_record(intent("b")))
    assert left_by(tmp_path, *sent, *twice, *whole) == ["a"]
