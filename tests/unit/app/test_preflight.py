"""Auto cannot be armed around the pre-flight, and what turns red while armed ends it."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec
import pytest

from terminal.app.account_guard import AccountGuard
from terminal.app.dispatcher import Dispatcher
from terminal.app.gauges import Gauges
from terminal.app.preflight import Preflights
from terminal.app.preflight_terms import Terms, terms_of
from terminal.model import outputs
from terminal.model.checks import Check, CheckLine, CheckState, PreflightReport
from terminal.model.events import (
    AnyEvent,
    Command,
    CommandName,
    Feed,
    FeedChanged,
    FeedState,
    Mark,
    OrderReport,
    OrderState,
    VenueCheck,
)
from terminal.model.outputs import Alert, AnyOutput, CancelIntent, Level, Mode, ModeChanged, Purpose
from terminal.model.reasons import Reason
from terminal.storage.account_book import AccountBook
from terminal.venues.preflight.judge import unreachable
from tests.unit.app.fakes import FakeVenue, intent, mark
from tests.unit.app.rooms import Room
from tests.unit.engine.desk import ready

GREEN = CheckLine(Check.LEVERAGE, CheckState.GREEN, "10×", symbol="BTC/USD:BTC")
RED = CheckLine(Check.POSITION_MODE, CheckState.RED, "hedge", "set one-way mode", "BTC/USD:BTC")


class CheckedVenue(FakeVenue):
    """A venue that says of itself what it is told to say."""

    def __init__(self, name: str = "fake") -> None:
        super().__init__(name)
        self.lines: tuple[CheckLine, ...] = (GREEN,)
        self.present = True
        self.uid = ""
        self.looked = 0
        self.wanted: float | None = None
        self.clock: Callable[[], int] = lambda: 0
        self.before: Callable[[], Awaitable[None]] | None = None

    async def preflight(self, target_leverage: float | None) -> PreflightReport:
        self.looked += 1
        self.wanted = target_leverage
        if self.before is not None:
            await self.before()
        if not self.present:
            return unreachable(self.name, self.clock(), "no route")
        return PreflightReport(
            venue=self.name, at=self.clock(), lines=self.lines, account_uid=self.uid
        )


def answering_auto(event: AnyEvent) -> list[AnyOutput]:
    """Change the mode as the engine does."""
    assert isinstance(event, Command)
    modes = {CommandName.AUTO: Mode.AUTO, CommandName.MANUAL: Mode.MANUAL}
    mode = modes.get(event.name)
    return [] if mode is None else [ModeChanged(at=event.at, mode=mode, gate=outputs.Gate.RUNNING)]


class Gate:
    """A room whose venues are looked over."""

    def __init__(self, room: Room, *names: str, book: AccountBook | None = None) -> None:
        self.room = room
        self.venues = {name: CheckedVenue(name) for name in names or ("fake",)}
        for venue in self.venues.values():
            venue.clock = room.clock
        self.terms = Terms(target_leverage=3.0)
        room.engine.script[Command] = answering_auto
        guard = None
        if book is not None:
            guard = AccountGuard(book, room.dispatcher.way_out.set_read_only)
        self.checks = Preflights(
            dispatcher=room.dispatcher,
            clock=room.clock,
            scope=room.scope,
            terms=lambda: self.terms,
            accounts=guard,
        )
        self.checks.attach(self.venues)

    @property
    def venue(self) -> CheckedVenue:
        return next(iter(self.venues.values()))

    def command(self, name: CommandName) -> Command:
        return Command(at=self.room.clock(), name=name)

    async def looked_over(self) -> None:
        self.checks.run()
        await self.settle()

    async def settle(self) -> None:
        await self.room.until(lambda: len(self.room.scope) == 0)

    async def arm(self) -> None:
        self.checks.arm(self.command(CommandName.AUTO))
        await self.settle()

    def refusals(self) -> list[str]:
        return [
            item.detail
            for item in self.room.pushed
            if isinstance(item, Alert) and item.reason is Reason.COMMAND_REFUSED
        ]

    def armed(self) -> bool:
        return self.room.dispatcher.armed

    def alarms(self) -> list[tuple[Reason, str]]:
        return [
            (item.reason, item.detail)
            for item in self.room.pushed
            if isinstance(item, Alert) and item.level is Level.ALARM
        ]


async def test_auto_is_armed_once_every_line_is_green(room: Room) -> None:
    gate = Gate(room)
    await gate.arm()
    assert gate.armed()
    assert (gate.venue.looked, gate.venue.wanted) == (1, 3.0)
    assert gate.refusals() == []


async def test_a_red_line_refuses_arming_and_is_named_with_its_remedy(room: Room) -> None:
    gate = Gate(room)
    gate.venue.lines = (GREEN, RED)
    await gate.arm()
    assert not gate.armed()
    assert gate.refusals() == ["auto: fake: position mode of BTC/USD:BTC: hedge; set one-way mode"]


@pytest.mark.parametrize("state", [CheckState.UNKNOWN, CheckState.WARNING])
async def test_what_is_unknown_or_a_warning_is_shown_and_does_not_refuse(
    room: Room, state: CheckState
) -> None:
    gate = Gate(room)
    gate.venue.lines = (GREEN, CheckLine(Check.KEY, state, "NOT VERIFIED"))
    await gate.arm()
    assert gate.armed()


async def test_no_way_into_the_engine_leads_around_the_gate(room: Room) -> None:
    """Every event goes through the dispatcher: a venue's, a recording's, a command's."""
    gate = Gate(room)
    gate.venue.lines = (RED,)
    await gate.looked_over()
    for _ in range(3):
        room.dispatcher.emit(gate.command(CommandName.AUTO))
    assert not any(
        isinstance(event, Command) and event.name is CommandName.AUTO
        for event in room.engine.events
    )
    assert len(gate.refusals()) == 3


def test_a_dispatcher_that_nobody_gave_a_gate_is_closed(room: Room) -> None:
    dispatcher = Dispatcher(
        engine=room.engine, journal=room.journal, clock=room.clock, scope=room.scope,
        push=room.pushed.append, gauges=Gauges(),
    )  # fmt: skip
    dispatcher.emit(Command(at=room.clock(), name=CommandName.AUTO))
    assert room.engine.events == []


async def test_an_old_report_is_not_believed(room: Room) -> None:
    gate = Gate(room)
    await gate.looked_over()
    room.clock.advance(61)
    assert gate.checks.why_not() == "fake: its pre-flight has not been made yet"
    gate.venue.lines = (RED,)
    await gate.arm()
    assert gate.venue.looked == 2
    assert not gate.armed()


async def test_a_word_to_stop_while_the_venues_are_looked_over_takes_the_wish_back(
    room: Room,
) -> None:
    gate = Gate(room)
    go_on = asyncio.Event()

    async def wait() -> None:
        await go_on.wait()

    gate.venue.before = wait
    gate.checks.arm(gate.command(CommandName.AUTO))
    await room.until(lambda: gate.venue.looked == 1)
    room.dispatcher.emit(gate.command(CommandName.MANUAL))
    go_on.set()
    await gate.settle()
    assert not gate.armed()


async def test_one_venue_down_does_not_keep_auto_from_the_others_and_is_held(room: Room) -> None:
    gate = Gate(room, "up", "down")
    gate.venues["down"].present = False
    await gate.arm()
    assert gate.armed()
    verdicts = {e.venue: (e.passed, e.detail) for e in room.engine.heard(VenueCheck)}
    assert verdicts == {
        "up": (True, ""), "down": (False, "its pre-flight has not been made yet"),
    }  # fmt: skip
    gate.venues["down"].present = True
    room.clock.advance(4)
    gate.checks.beat()
    await gate.settle()
    assert room.engine.heard(VenueCheck)[-1].venue == "down"
    assert room.engine.heard(VenueCheck)[-1].passed


async def test_with_every_venue_down_auto_is_refused(room: Room) -> None:
    gate = Gate(room)
    gate.venue.present = False
    await gate.arm()
    assert gate.refusals() == ["auto: fake: connection: no route; it is asked again by itself"]


async def test_a_live_venue_that_cannot_be_looked_over_is_never_armed(room: Room) -> None:
    gate = Gate(room)
    plain = FakeVenue("plain")
    plain.live = True
    gate.checks.attach({"plain": plain})
    await gate.arm()
    assert "plain cannot be looked over" in gate.refusals()[0]


async def test_a_line_that_turns_red_while_armed_ends_auto_and_says_why(room: Room) -> None:
    gate = Gate(room)
    await gate.arm()
    gate.venue.lines = (
        GREEN, CheckLine(Check.CLOCK, CheckState.RED, "4.00 s ahead of the venue's"),
    )  # fmt: skip
    room.clock.advance(31)
    gate.checks.beat()
    await gate.settle()
    assert not gate.armed()
    assert gate.alarms() == [(Reason.CLOCK_SKEW, "clock: 4.00 s ahead of the venue's")]
    assert room.engine.heard(Command)[-1].reason == "clock_skew"


async def test_a_red_line_of_one_venue_ends_auto_for_the_whole_desk_until_a_person_has_looked(
    room: Room,
) -> None:
    """Auto is one for the desk, and a red line is what only a person can mend.

    A venue that is merely away is frozen alone, and the others go on.
    """
    gate = Gate(room, "fine", "red")
    await gate.arm()
    assert gate.armed()
    gate.venues["red"].lines = (RED,)
    await gate.looked_over()
    assert not gate.armed()
    alarm = next(item for item in room.pushed if isinstance(item, Alert))
    assert (alarm.venue, alarm.reason) == ("red", Reason.PREFLIGHT)
    verdicts = {event.venue: event.passed for event in room.engine.heard(VenueCheck)}
    assert verdicts == {"fine": True, "red": False}
    await gate.arm()
    assert not gate.armed()
    assert gate.refusals()[-1].startswith("auto: red: position mode")


async def test_a_key_that_loses_its_right_while_armed_ends_auto(room: Room) -> None:
    gate = Gate(room)
    await gate.arm()
    gate.venue.lines = (CheckLine(Check.KEY, CheckState.RED, "it may not trade contracts"),)
    await gate.looked_over()
    assert not gate.armed()
    assert gate.alarms()[0][0] is Reason.VENUE_REFUSED_KEY


async def test_leverage_changed_outside_ends_auto_even_where_it_would_do(room: Room) -> None:
    gate = Gate(room)
    await gate.arm()
    await gate.looked_over()
    assert gate.armed()
    gate.venue.lines = (msgspec.structs.replace(GREEN, found="20×"),)
    await gate.looked_over()
    assert not gate.armed()
    assert "changed outside: leverage of BTC/USD:BTC: 20×" in gate.alarms()[0][1]


async def test_a_line_that_could_not_be_read_when_auto_was_armed_has_not_changed(
    room: Room,
) -> None:
    gate = Gate(room)
    gate.venue.lines = (msgspec.structs.replace(GREEN, state=CheckState.UNKNOWN, found="—"),)
    await gate.arm()
    await gate.looked_over()
    gate.venue.lines = (GREEN,)
    await gate.looked_over()
    assert gate.armed()
    gate.venue.lines = (msgspec.structs.replace(GREEN, found="20×"),)
    await gate.looked_over()
    assert not gate.armed()


async def test_a_line_that_cannot_be_read_for_a_moment_has_not_changed(room: Room) -> None:
    gate = Gate(room)
    await gate.arm()
    silent = msgspec.structs.replace(GREEN, state=CheckState.UNKNOWN, found="not told")
    gate.venue.lines = (silent,)
    await gate.looked_over()
    assert gate.armed()
    gate.venue.lines = (GREEN,)
    await gate.looked_over()
    assert gate.armed()


async def test_a_venue_that_does_not_answer_for_a_moment_keeps_its_verdict(room: Room) -> None:
    gate = Gate(room)
    await gate.arm()
    gate.venue.present = False
    await gate.looked_over()
    assert gate.armed(), "lost feeds freeze by themselves"
    assert [e.passed for e in room.engine.heard(VenueCheck)] == [False, True]


async def test_it_is_looked_over_regularly_and_after_each_reconnection(room: Room) -> None:
    gate = Gate(room)
    gate.checks.beat()
    await gate.settle()
    room.clock.advance(29)
    gate.checks.beat()
    await gate.settle()
    assert gate.venue.looked == 1
    room.dispatcher.emit(
        FeedChanged(at=room.clock(), venue="fake", feed=Feed.ACCOUNT, state=FeedState.LIVE)
    )
    gate.checks.beat()
    await gate.settle()
    assert gate.venue.looked == 2
    room.clock.advance(31)
    gate.checks.beat()
    await gate.settle()
    assert gate.venue.looked == 3


async def test_another_policy_is_looked_at_anew(room: Room) -> None:
    gate = Gate(room)
    await gate.looked_over()
    room.dispatcher.emit(gate.command(CommandName.SET_POLICY))
    gate.checks.beat()
    await gate.settle()
    assert gate.venue.looked == 2


# what the policy tolerates --------------------------------------------------------------------

APART = CheckLine(
    Check.LIQUIDATION, CheckState.RED, "ours 50,000, the venue's 51,200",
    "look at the venue's page first", "BTC/USD:BTC", apart=0.02,
)  # fmt: skip


async def test_a_policy_that_tolerates_the_difference_lets_auto_be_armed(room: Room) -> None:
    gate = Gate(room)
    gate.venue.lines = (GREEN, APART)
    await gate.arm()
    assert not gate.armed()
    gate.terms = msgspec.structs.replace(gate.terms, liquidation_tolerance=0.03)
    await gate.arm()
    assert gate.armed()
    assert gate.checks.reports[0].lines[1].state is CheckState.GREEN


async def test_a_policy_of_less_tolerance_makes_red_what_others_let_pass(room: Room) -> None:
    gate = Gate(room)
    gate.venue.lines = (GREEN, msgspec.structs.replace(APART, state=CheckState.GREEN, apart=0.005))
    gate.terms = msgspec.structs.replace(gate.terms, liquidation_tolerance=0.001)
    await gate.arm()
    assert not gate.armed()
    assert "do not trade on figures that differ" in gate.refusals()[0]


async def test_a_mismatch_that_the_trader_accepted_is_a_warning_and_auto_can_be_armed(
    room: Room,
) -> None:
    gate = Gate(room)
    gate.venue.lines = (GREEN, APART)
    await gate.arm()
    assert not gate.armed()
    gate.terms = msgspec.structs.replace(gate.terms, accepted=frozenset({("fake", "BTC/USD:BTC")}))
    await gate.arm()
    assert gate.armed()
    line = gate.checks.reports[0].lines[1]
    assert line.state is CheckState.WARNING
    assert "you accepted" in line.found


async def test_an_acceptance_counts_for_its_own_venue_and_contract_alone(room: Room) -> None:
    gate = Gate(room)
    gate.venue.lines = (GREEN, APART)
    gate.terms = msgspec.structs.replace(
        gate.terms, accepted=frozenset({("other", "BTC/USD:BTC"), ("fake", "ETH/USD:ETH")})
    )
    await gate.arm()
    assert not gate.armed()


async def test_the_traders_word_has_the_venue_looked_over_anew(room: Room) -> None:
    gate = Gate(room)
    await gate.looked_over()
    room.dispatcher.emit(gate.command(CommandName.RESUME))
    gate.checks.beat()
    await gate.settle()
    assert gate.venue.looked == 2


def test_what_the_trader_accepted_and_the_policy_tolerates_is_read_off_the_engine() -> None:
    desk = ready(position=600_000)
    assert terms_of(desk.engine.snapshot()).liquidation_tolerance == 0.01
    ours = desk.engine.snapshot().legs[0].liquidation_price
    assert ours is not None
    desk.account(2.0, 600_000, 60_000, liquidation_price=ours + 700)
    assert terms_of(desk.engine.snapshot()).accepted == frozenset()
    desk.command(CommandName.RESUME)
    instrument = desk.engine.snapshot().legs[0].instrument
    accepted = frozenset({(instrument.venue, instrument.symbol)})
    assert terms_of(desk.engine.snapshot()).accepted == accepted
    desk.wait(1).account(2.0, 600_000, 60_000, liquidation_price=ours)
    assert terms_of(desk.engine.snapshot()).accepted == frozenset(), "gone: the next one is news"


async def test_a_policy_changed_just_before_arming_is_judged_by_its_own_leverage(
    room: Room,
) -> None:
    gate = Gate(room)
    await gate.looked_over()
    gate.terms = Terms(target_leverage=20.0)
    await gate.arm()
    assert (gate.venue.looked, gate.venue.wanted) == (2, 20.0)
    assert gate.armed()


async def test_a_look_that_another_policy_overtakes_is_made_again(room: Room) -> None:
    gate = Gate(room)
    go_on = asyncio.Event()

    async def wait() -> None:
        await go_on.wait()

    gate.venue.before = wait
    gate.checks.arm(gate.command(CommandName.AUTO))
    await room.until(lambda: gate.venue.looked == 1)
    gate.terms = Terms(target_leverage=20.0)
    go_on.set()
    await gate.settle()
    assert gate.venue.wanted == 20.0
    assert gate.armed()


async def test_a_report_for_another_policy_lets_nothing_be_armed(room: Room) -> None:
    gate = Gate(room)
    await gate.looked_over()
    gate.terms = Terms(target_leverage=20.0)
    room.dispatcher.emit(gate.command(CommandName.AUTO))
    assert not gate.armed()
    assert gate.refusals() == [
        "auto: fake: its pre-flight has not been made for the policy in force yet"
    ]


async def test_a_preflight_that_fails_counts_as_no_answer(room: Room) -> None:
    gate = Gate(room)

    async def fail() -> None:
        raise ValueError("https://venue?signature=abc")

    gate.venue.before = fail
    await gate.arm()
    assert "ValueError" in gate.refusals()[0]
    assert "signature" not in gate.refusals()[0]


async def test_a_warning_is_told_once_and_again_after_it_had_gone(room: Room) -> None:
    gate = Gate(room)
    warning = CheckLine(Check.CLOCK, CheckState.WARNING, "1.40 s behind the venue's")
    for lines in ((warning,), (warning,), (GREEN,), (warning,)):
        gate.venue.lines = lines
        await gate.looked_over()
    told = [item for item in room.pushed if isinstance(item, Alert)]
    assert [alert.reason for alert in told] == [Reason.CLOCK_SKEW] * 2


def test_the_engine_holds_a_venue_that_has_not_passed() -> None:
    desk = ready(position=600_000)
    held = VenueCheck(at=desk.now, venue="okx", passed=False, detail="leverage: 3×")
    venue = desk.engine.snapshot().legs[0].instrument.venue
    desk.engine.step(msgspec.structs.replace(held, venue=venue))
    (freeze,) = desk.engine.snapshot().legs[0].freezes
    assert (freeze.reason, freeze.detail) == (Reason.PREFLIGHT, "leverage: 3×")
    assert not freeze.resumable
    desk.command(CommandName.RESUME)
    assert desk.frozen() == (Reason.PREFLIGHT,), "the trader's word does not open it"
    desk.engine.step(msgspec.structs.replace(held, venue=venue, passed=True))
    assert desk.frozen() == ()


# whose account -------------------------------------------------------------------------------


async def test_the_first_account_is_the_journals_and_another_one_is_read_only(
    room: Room, tmp_path: Path
) -> None:
    book = AccountBook(tmp_path)
    gate = Gate(room, book=book)
    gate.venue.uid = "111"
    await gate.arm()
    assert gate.armed()
    assert book.known("fake") == "111"
    assert room.dispatcher.way_out.read_only == set()
    gate.venue.uid = "222"
    await gate.looked_over()
    assert not gate.armed()
    assert room.dispatcher.way_out.read_only == {"fake"}
    reason, detail = gate.alarms()[0]
    assert reason is Reason.PREFLIGHT
    assert "the key is of account 222, the journal of 111" in detail
    gate.venue.uid = "111"
    await gate.looked_over()
    assert room.dispatcher.way_out.read_only == set()


async def test_a_book_that_cannot_be_read_is_read_only(room: Room, tmp_path: Path) -> None:
    (tmp_path / "accounts.json").write_text("{")
    gate = Gate(room, book=AccountBook(tmp_path))
    gate.venue.uid = "111"
    await gate.arm()
    assert not gate.armed()
    assert room.dispatcher.way_out.read_only == {"fake"}


@pytest.mark.parametrize("purpose", [Purpose.SCALE, Purpose.MANUAL, Purpose.RESTORE])
async def test_nothing_but_cancels_leaves_for_a_venue_that_is_read_only(
    room: Room, purpose: Purpose
) -> None:
    room.dispatcher.way_out.set_read_only("fake", True)
    room.engine.script[Mark] = lambda _: [intent(purpose=purpose)]
    room.dispatcher.emit(mark())
    await room.until(lambda: bool(room.engine.heard(OrderReport)))
    (report,) = room.engine.heard(OrderReport)
    assert (report.state, report.reason) == (OrderState.DEAD, "other_account")
    assert room.venue.asked == []
    cancel = CancelIntent(at=room.clock(), venue="fake", reason=Reason.MANUAL_ORDER)
    room.engine.script[Mark] = lambda _: [cancel]
    room.dispatcher.emit(mark())
    await room.until(lambda: room.venue.asked == ["cancel all"])
