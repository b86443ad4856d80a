"""Which of the things that happen are journalled."""

from decimal import Decimal

from terminal.model.events import (
    Clock,
    Command,
    CommandName,
    Fill,
    FillType,
    Mark,
    OrderReport,
    OrderState,
    Side,
)
from terminal.model.outputs import (
    Action,
    Alert,
    Decision,
    Level,
    OrderIntent,
    OrderType,
    Purpose,
)
from terminal.model.reasons import Reason
from terminal.storage.journal import RecordKind, Selection

SECOND = 1_000_000_000


def decision(
    at: int,
    target: int = 100,
    *,
    number: int = 1,
    action: Action = Action.HOLD,
    reason: Reason = Reason.INSIDE_BAND,
    symbol: str = "BTC/USD:BTC",
) -> Decision:
    return Decision(
        at=at,
        decision_id=number,
        venue="paper",
        symbol=symbol,
        action=action,
        reason=reason,
        target_contracts=Decimal(target),
        current_contracts=Decimal(100),
        in_flight_contracts=Decimal(0),
        raw_size_coin=1.0,
    )


def intent(number: int) -> OrderIntent:
    return OrderIntent(
        at=0,
        client_order_id=f"st1n{number}",
        decision_id=number,
        venue="paper",
        symbol="BTC/USD:BTC",
        side=Side.BUY,
        contracts=Decimal(1),
        reduce_only=False,
        type=OrderType.IOC_LIMIT,
        limit_price=Decimal(1),
        purpose=Purpose.SCALE,
    )


def test_a_hold_that_repeats_itself_is_journalled_once() -> None:
    selection = Selection()
    kept = [selection.of_outputs([decision(at * SECOND)]) for at in range(10)]
    assert [len(records) for records in kept] == [1, *[0] * 9]


def test_a_target_that_moves_with_every_tick_is_journalled_once_a_second() -> None:
    selection = Selection()
    kept = sum(
        len(selection.of_outputs([decision(tick * SECOND // 10, 100 + tick)])) for tick in range(51)
    )
    assert kept == 6  # at 0, 1, 2, 3, 4 and 5 s


def test_a_changed_action_or_reason_is_journalled_at_once() -> None:
    selection = Selection()
    selection.of_outputs([decision(0)])
    frozen = decision(1, action=Action.FROZEN, reason=Reason.PRICE_GAP)
    assert len(selection.of_outputs([frozen])) == 1
    assert len(selection.of_outputs([decision(2)])) == 1


def test_each_contract_is_judged_by_itself() -> None:
    selection = Selection()
    selection.of_outputs([decision(0)])
    assert len(selection.of_outputs([decision(1, symbol="AIOZ/USD:AIOZ")])) == 1


def test_a_decision_that_causes_an_order_is_always_journalled_before_it() -> None:
    selection = Selection()
    for number in (1, 2):
        made = decision(0, number=number, action=Action.ORDER, reason=Reason.SCALE_UP)
        records = selection.of_outputs([made, intent(number)])
        assert [record.content for record in records] == [made]


def test_an_alert_is_journalled_every_time() -> None:
    selection = Selection()
    alert = Alert(at=0, level=Level.ALARM, reason=Reason.MARGIN_WARN)
    kinds = [record.kind for record in selection.of_outputs([alert, alert])]
    assert kinds == [RecordKind.ALERT, RecordKind.ALERT]


def test_prices_and_the_clock_are_not_journalled() -> None:
    selection = Selection()
    assert selection.of_event(Clock(at=1)) is None
    assert selection.of_event(Mark(at=1, venue="paper", symbol="X", mark_price=1.0)) is None


def test_events_go_under_the_kind_that_a_trader_looks_for() -> None:
    selection = Selection()

    def kind(event: Command | Fill | OrderReport) -> RecordKind:
        record = selection.of_event(event)
        assert record is not None
        assert record.content is event
        return record.kind

    def fill(fill_type: FillType) -> Fill:
        return Fill(
            at=1, venue="paper", symbol="X", client_order_id=None, contracts=1.0, price=1.0,
            fee=0.0, fill_id="1", fill_type=fill_type,
        )  # fmt: skip

    assert kind(Command(at=1, name=CommandName.AUTO)) is RecordKind.COMMAND
    assert kind(Command(at=1, name=CommandName.KILL)) is RecordKind.KILL
    assert kind(Command(at=1, name=CommandName.SET_POLICY)) is RecordKind.POLICY
    assert kind(Command(at=1, name=CommandName.OVERRIDE_FUNDING)) is RecordKind.OVERRIDE
    assert kind(fill(FillType.TRADE)) is RecordKind.FILL
    assert kind(fill(FillType.FUNDING)) is RecordKind.FUNDING
    assert kind(fill(FillType.LIQUIDATION)) is RecordKind.FILL
    report = OrderReport(
        at=1, venue="paper", symbol="X", client_order_id="a", state=OrderState.OPEN,
        filled_contracts=0.0,
    )  # fmt: skip
    assert kind(report) is RecordKind.ORDER
