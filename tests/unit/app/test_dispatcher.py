"""An order's way out of the process, and what comes back when something goes wrong on it."""

import asyncio
import time
from concurrent.futures import Future
from pathlib import Path
from types import SimpleNamespace

import pytest

from terminal.app import way_out
from terminal.model.errors import UserError
from terminal.model.events import (
    AnyEvent,
    Clock,
    Command,
    CommandName,
    Mark,
    OrderReport,
    OrderState,
)
from terminal.model.outputs import (
    Alert,
    AnyOutput,
    CancelIntent,
    Level,
    OrderIntent,
    OrderQuery,
    Purpose,
)
from terminal.model.reasons import Reason
from terminal.storage.journal import Journal, JournalError, JournalReader, Record, RecordKind
from terminal.storage.journal.intent_log import LOG_NAME, leftover
from tests.unit.app.fakes import START, SYMBOL, intent, mark
from tests.unit.app.rooms import Room


def reports(room: Room) -> list[tuple[OrderState, str | None]]:
    return [(report.state, report.reason) for report in room.engine.heard(OrderReport)]


class SlowJournal:
    """Makes nothing durable before it is told to."""

    damage: str | None = None
    rows = 0

    def __init__(self) -> None:
        self.records: list[Record] = []
        self.waiting: list[Future[int]] = []
        self.hurried = 0
        self.make: type[Future[int]] = Future

    def append(self, record: Record) -> None:
        self.records.append(record)

    def put_durable(self, record: Record) -> Future[int]:
        self.records.append(record)
        self.waiting.append(self.make())
        return self.waiting[-1]

    def hurry(self) -> None:
        self.hurried += 1

    def flush(self) -> asyncio.Future[int]:
        done = asyncio.get_running_loop().create_future()
        done.set_result(0)
        return done

    def close(self, timeout_s: float = 5.0) -> bool:
        return True

    def settle(self) -> None:
        for waiter in self.waiting:
            if not waiter.done():
                waiter.set_result(1)


async def test_an_intent_is_on_disk_before_the_venue_hears_of_it(room: Room) -> None:
    seen: list[set[str]] = []

    async def look(sent: OrderIntent) -> None:
        reader = JournalReader(room.directory)
        rows = {row.payload for row in reader.latest(9, [RecordKind.ORDER_INTENT])}
        reader.close()
        ahead = {left.payload for left in leftover(room.directory / LOG_NAME)}
        seen.append({payload for payload in rows | ahead if sent.client_order_id in payload})

    room.venue.on_submit = look
    room.engine.script[Mark] = lambda _: [intent("st1n1"), intent("st1n2")]
    room.dispatcher.emit(mark())
    await room.until(lambda: len(seen) == 2)
    assert [len(payloads) for payloads in seen] == [1, 1]
    assert room.gauges.tick_to_order.quantile(0.5) is not None


async def test_an_order_leaves_before_any_other_message_is_read(tmp_path: Path) -> None:
    class Written(Future[int]):
        """On disk as soon as somebody stands and waits for it, whatever the loop is about."""

        def result(self, timeout: float | None = None) -> int:
            if timeout:
                self.set_result(1)
            return super().result(timeout)

    journal = SlowJournal()
    room = Room(tmp_path, journal=journal)
    room.engine.script[Mark] = lambda _: [intent("st1n1"), intent("st1n2")]
    journal.make = Written
    room.dispatcher.emit(mark())
    assert room.venue.asked == ["submit st1n1", "submit st1n2"]  # the loop has not turned
    await room.close()


async def test_what_the_engine_says_first_leaves_first(room: Room) -> None:
    cancel = CancelIntent(at=START, venue="fake", reason=Reason.KILLED)
    query = OrderQuery(at=START, venue="fake", symbol=SYMBOL, client_order_id="st1n7")
    room.engine.script[Mark] = lambda _: [cancel, query, intent("st1n1")]
    room.dispatcher.emit(mark())
    await room.until(lambda: len(room.venue.asked) == 3)
    assert room.venue.asked == ["cancel all", "query st1n7", "submit st1n1"]


async def test_several_orders_of_one_step_stand_still_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    clock = SimpleNamespace(monotonic=lambda: sum(waits), perf_counter_ns=time.perf_counter_ns)
    monkeypatch.setattr(way_out, "time", clock)

    class Hanging(Future[int]):
        def result(self, timeout: float | None = None) -> int:
            waits.append(timeout or 0.0)
            raise TimeoutError

    journal = SlowJournal()
    journal.make = Hanging
    room = Room(tmp_path, journal=journal)
    room.engine.script[Mark] = lambda _: [intent(f"st1n{n}") for n in range(3)]
    room.dispatcher.emit(mark())
    assert waits == [0.003, 0.0, 0.0]
    await room.close()


async def test_a_disk_that_takes_its_time_does_not_hold_up_a_cancel(tmp_path: Path) -> None:
    journal = SlowJournal()
    room = Room(tmp_path, journal=journal)
    room.engine.script[Mark] = lambda _: [intent("st1n1")]
    room.dispatcher.emit(mark())  # stands and waits in vain
    room.dispatcher.way_out.cancel(CancelIntent(at=START, venue="fake", reason=Reason.KILLED))
    await room.until(lambda: any(word.startswith("cancel") for word in room.venue.asked))
    journal.settle()
    await room.until(lambda: reports(room) == [(OrderState.DEAD, "cancelled_before_sending")])
    await room.close()


async def test_an_order_is_not_sent_when_its_intent_cannot_be_written(tmp_path: Path) -> None:
    journal = SlowJournal()
    room = Room(tmp_path, journal=journal)
    room.engine.script[Mark] = lambda _: [intent()]
    room.dispatcher.emit(mark())
    journal.waiting[0].set_exception(JournalError("the disk is full"))
    await room.until(lambda: reports(room) == [(OrderState.DEAD, "journal_failed")])
    assert room.venue.asked == []
    alerts = [item for item in room.pushed if isinstance(item, Alert)]
    assert [(one.level, one.reason) for one in alerts] == [(Level.ALARM, Reason.JOURNAL_FAILED)]
    commands = room.engine.heard(Command)
    assert [(one.name, one.reason) for one in commands] == [(CommandName.MANUAL, "journal_failed")]
    await room.close()


async def test_without_durable_intents_an_order_does_not_wait_for_the_disk(tmp_path: Path) -> None:
    journal = SlowJournal()
    room = Room(tmp_path, journal=journal)
    room.dispatcher.way_out.durable_intents = False
    room.engine.script[Mark] = lambda _: [intent()]
    room.dispatcher.emit(mark())
    await room.until(lambda: room.venue.asked == ["submit st1n1"])
    assert journal.waiting == []
    assert [record.kind for record in journal.records] == [RecordKind.ORDER_INTENT]
    await room.close()


async def test_no_order_leaves_with_a_damaged_journal_even_where_none_need_be_durable(
    tmp_path: Path,
) -> None:
    Journal.open(tmp_path).close()
    journal = Journal.open(tmp_path)
    journal.damage = "row 7 is missing"
    room = Room(tmp_path, journal=journal)
    room.dispatcher.way_out.durable_intents = False
    room.engine.script[Mark] = lambda _: [intent()]
    room.dispatcher.emit(mark())
    await room.until(lambda: reports(room) == [(OrderState.DEAD, "journal_failed")])
    assert room.venue.asked == []
    await room.close()


async def test_whatever_a_venue_raises_leaves_the_order_unknown(room: Room) -> None:
    async def fail(_: OrderIntent) -> None:
        raise OSError("connection reset")

    room.venue.on_submit = fail
    room.engine.script[Mark] = lambda _: [intent()]
    room.dispatcher.emit(mark())
    await room.until(lambda: reports(room) == [(OrderState.UNKNOWN, "OSError")])
    await room.dispatcher._journal.flush()
    assert [row.kind for row in room.rows()] == ["order_intent", "order"]


async def test_an_order_to_a_venue_that_is_not_there_is_dead(room: Room) -> None:
    room.engine.script[Mark] = lambda _: [intent(venue="elsewhere")]
    room.dispatcher.emit(mark())
    await room.until(lambda: reports(room) == [(OrderState.DEAD, "venue_unavailable")])


async def test_an_order_cancelled_before_it_left_is_never_sent(tmp_path: Path) -> None:
    journal = SlowJournal()
    room = Room(tmp_path, journal=journal)
    cancel = CancelIntent(
        at=START, venue="fake", symbol=SYMBOL, client_order_id="st1n1", reason=Reason.NOT_ARMED
    )
    room.engine.script[Mark] = lambda _: [intent("st1n1"), intent("st1n2"), cancel]
    room.dispatcher.emit(mark())
    journal.settle()
    await room.until(lambda: room.venue.asked == ["submit st1n2"])
    assert reports(room) == [(OrderState.DEAD, "cancelled_before_sending")]
    await room.close()


async def test_cancelling_everything_withdraws_what_has_not_left_and_asks_the_venue(
    tmp_path: Path,
) -> None:
    journal = SlowJournal()
    room = Room(tmp_path, "fake", "other", journal=journal)
    cancel = CancelIntent(at=START, venue="fake", reason=Reason.KILLED)
    room.engine.script[Mark] = lambda _: [intent("st1n1"), intent("st1n2", venue="other"), cancel]
    room.dispatcher.emit(mark())
    journal.settle()
    await room.until(lambda: room.venues["other"].asked == ["submit st1n2"])
    assert room.venues["fake"].asked == ["cancel all"]
    await room.close()


async def test_an_order_on_its_way_to_disk_when_the_switch_is_pressed_is_not_sent(
    tmp_path: Path,
) -> None:
    journal = SlowJournal()
    room = Room(tmp_path, journal=journal)
    room.engine.script[Mark] = lambda _: [
        intent("st1n1"),
        intent("st1n2", purpose=Purpose.KILL),
    ]
    room.dispatcher.emit(mark())
    room.dispatcher.way_out.latched = True
    journal.settle()
    await room.until(lambda: room.venue.asked == ["submit st1n2"])
    assert reports(room) == [(OrderState.DEAD, "killed")]
    await room.close()


async def test_an_order_made_while_the_loop_stood_still_is_not_sent(room: Room) -> None:
    room.dispatcher.way_out.stalled = lambda: True
    room.engine.script[Mark] = lambda _: [intent(), intent("st1n2", purpose=Purpose.RESTORE)]
    room.dispatcher.emit(mark())
    await room.until(lambda: room.venue.asked == ["submit st1n2"])
    assert reports(room) == [(OrderState.DEAD, "loop_lag")]


async def test_cancels_and_queries_reach_the_venue_in_order(room: Room) -> None:
    def answer(_: AnyEvent) -> list[AnyOutput]:
        return [
            OrderQuery(at=START, venue="fake", symbol=SYMBOL, client_order_id="a"),
            CancelIntent(
                at=START, venue="fake", symbol=SYMBOL, client_order_id="b", reason=Reason.KILLED
            ),
        ]

    room.engine.script[Mark] = answer
    room.dispatcher.emit(mark())
    await room.until(lambda: room.venue.asked == ["query a", "cancel b"])


async def test_what_a_report_sets_off_comes_after_the_step_under_way(room: Room) -> None:
    order: list[str] = []
    room.dispatcher.observe(lambda event, _: order.append(type(event).__name__))

    def answer(event: AnyEvent) -> list[AnyOutput]:
        if isinstance(event, Mark):
            room.dispatcher.emit(Clock(at=START))
            assert len(room.engine.events) == 1
        return []

    room.engine.script[Mark] = answer
    room.dispatcher.emit(mark())
    assert order == ["Mark", "Clock"]


async def test_an_event_that_makes_no_sense_becomes_an_alert(room: Room) -> None:
    def refuse(_: AnyEvent) -> list[AnyOutput]:
        raise UserError("policy key `side` is missing")

    room.engine.script[Command] = refuse
    room.dispatcher.emit(Command(at=START, name=CommandName.SET_POLICY))
    (alert,) = [item for item in room.pushed if isinstance(item, Alert)]
    assert alert.reason is Reason.COMMAND_REFUSED
    assert alert.detail == "policy key `side` is missing"


async def test_a_defect_of_the_engine_ends_automatic_trading_and_not_the_feeds(room: Room) -> None:
    def fail(_: AnyEvent) -> list[AnyOutput]:
        raise ZeroDivisionError

    room.engine.script[Mark] = fail
    room.dispatcher.emit(mark())
    assert [command.name for command in room.engine.heard(Command)] == [CommandName.MANUAL]
    (alert,) = [item for item in room.pushed if isinstance(item, Alert)]
    assert (alert.level, alert.reason) == (Level.ALARM, Reason.INTERNAL_ERROR)
    room.dispatcher.emit(Clock(at=START))
    assert isinstance(room.engine.events[-1], Clock)


async def test_after_three_defects_only_protective_orders_leave(room: Room) -> None:
    def fail(_: AnyEvent) -> list[AnyOutput]:
        raise ZeroDivisionError

    room.engine.script[Mark] = fail
    for _ in range(3):
        room.dispatcher.emit(mark())
    room.engine.script[Clock] = lambda _: [intent(), intent("st1n2", purpose=Purpose.FLATTEN)]
    room.dispatcher.emit(Clock(at=START))
    await room.until(lambda: room.venue.asked == ["submit st1n2"])
    assert reports(room) == [(OrderState.DEAD, "internal_error")]


async def test_what_is_under_way_at_the_end_is_reported(room: Room) -> None:
    hanging = asyncio.Event()

    async def hang(_: OrderIntent) -> None:
        hanging.set()
        await asyncio.Event().wait()

    room.venue.on_submit = hang
    room.engine.script[Mark] = lambda _: [intent()]
    room.dispatcher.emit(mark())
    await hanging.wait()
    assert not room.scope.start("nothing", asyncio.sleep(0)).done()
    await room.scope.close(1.0)
    assert reports(room) == [(OrderState.UNKNOWN, "shut_down")]
