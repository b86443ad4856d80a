"""The venue's switch is fed by a healthy loop only, and taken back last."""

import asyncio
from decimal import Decimal

import msgspec
import pytest

from terminal.app import dead_man
from terminal.app.dead_man import DeadManKeeper
from terminal.engine.snapshot import FreezeState, Snapshot
from terminal.model.checks import DeadMan, DeadManState
from terminal.model.events import AnyEvent, Mark, OrderState
from terminal.model.outputs import Alert, AnyOutput, Mode, Purpose
from terminal.model.reasons import Reason
from tests.ui.fake_desk import FakeDesk
from tests.unit.app.fakes import FakeVenue, intent, mark, order_row
from tests.unit.app.rooms import Room

TIMEOUT_S = 60.0


class SwitchedVenue(FakeVenue):
    """A venue with a switch that answers as it is told to."""

    def __init__(self) -> None:
        super().__init__("paper")
        self.calls: list[str] = []
        self.answer = DeadMan(state=DeadManState.ARMED)
        self.off = DeadMan(state=DeadManState.OFF)
        self.later_off: list[DeadMan] = []
        self.deaf = False
        self.answers = asyncio.Event()
        self.answers.set()

    async def arm_dead_man(self, timeout_s: float) -> DeadMan:
        await self.answers.wait()
        self.calls.append(f"arm {timeout_s:g}")
        return self.answer

    async def disarm_dead_man(self) -> DeadMan:
        self.calls.append("disarm")
        if self.deaf:
            await asyncio.Event().wait()
        return self.later_off.pop(0) if self.later_off else self.off


class Keeping:
    """A keeper over one venue, with a state that a test changes."""

    def __init__(self, room: Room, timeout_s: float = TIMEOUT_S) -> None:
        self.room = room
        self.venue = SwitchedVenue()
        self.desk = FakeDesk()
        self.journal_well = True
        self.mode = Mode.AUTO
        self.orders: tuple[OrderState, ...] = ()
        self.purpose = Purpose.SCALE
        room.venues = {"paper": self.venue}
        room.dispatcher.attach(room.venues)
        room.engine.script[Mark] = self._order
        self.keeper = DeadManKeeper(
            dispatcher=room.dispatcher,
            clock=room.clock,
            scope=room.scope,
            snapshot=self.snapshot,
            journal_well=lambda: self.journal_well,
            timeout_s=timeout_s,
        )
        self.keeper.attach(room.venues)

    def _order(self, _: AnyEvent) -> list[AnyOutput]:
        return [msgspec.structs.replace(intent(purpose=self.purpose), venue="paper")]

    def snapshot(self) -> Snapshot:
        taken = self.desk.snapshot()
        assert taken is not None
        rows = tuple(
            msgspec.structs.replace(order_row("a", state, Purpose.SCALE), venue="paper",
                                    contracts=Decimal(1))
            for state in self.orders
        )  # fmt: skip
        return msgspec.structs.replace(taken, mode=self.mode, orders=rows)

    async def order(self) -> None:
        self.room.dispatcher.emit(mark())
        await self.settle()

    async def beat(self, after_s: float = 0.0) -> list[str]:
        """Let time pass, then one beat; return what was asked of the venue since the last."""
        self.room.clock.advance(after_s)
        before = len(self.venue.calls)
        self.keeper.beat()
        await self.settle()
        return self.venue.calls[before:]

    async def settle(self) -> None:
        await self.room.until(lambda: len(self.room.scope) == 0)

    def alerts(self) -> list[str]:
        return [
            item.detail
            for item in self.room.pushed
            if isinstance(item, Alert) and item.reason is Reason.DEAD_MAN
        ]


@pytest.fixture
def keeping(room: Room) -> Keeping:
    return Keeping(room)


async def test_it_is_armed_with_the_first_automatic_order_and_not_before(keeping: Keeping) -> None:
    assert await keeping.beat() == []
    await keeping.order()
    assert await keeping.beat() == ["arm 60"]
    assert keeping.keeper.states["paper"].state is DeadManState.ARMED


async def test_an_order_by_hand_does_not_arm_it(keeping: Keeping) -> None:
    keeping.purpose = Purpose.MANUAL
    await keeping.order()
    assert await keeping.beat() == []


async def test_it_is_refreshed_at_a_quarter_of_its_time_out(keeping: Keeping) -> None:
    await keeping.order()
    await keeping.beat()
    assert await keeping.beat(14.9) == []
    assert await keeping.beat(0.1) == ["arm 60"]


async def test_a_venue_that_takes_less_is_refreshed_sooner(keeping: Keeping) -> None:
    keeping.venue.answer = DeadMan(
        state=DeadManState.ARMED, until_at=keeping.room.clock() + 20_000_000_000
    )
    await keeping.order()
    await keeping.beat()
    assert await keeping.beat(5.0) == ["arm 60"]


async def test_time_alone_refreshes_nothing(keeping: Keeping) -> None:
    """There is no timer: a loop that does not beat lets the switch fire."""
    await keeping.order()
    await keeping.beat()
    keeping.room.clock.advance(3_600)
    await keeping.settle()
    assert keeping.venue.calls == ["arm 60"]


@pytest.mark.parametrize(
    "reason",
    [Reason.MARK_STALE, Reason.BOOK_STALE, Reason.ACCOUNT_STALE, Reason.FEED_DISCONNECTED],
)
async def test_it_lapses_while_what_is_known_is_old_and_is_armed_again_after(
    keeping: Keeping, reason: Reason
) -> None:
    await keeping.order()
    await keeping.beat()
    keeping.desk.freezes = (FreezeState(reason, 0),)
    assert await keeping.beat(15.0) == []
    assert await keeping.beat(15.0) == []
    state = keeping.keeper.states["paper"]
    assert (state.state, reason.value in state.detail) == (DeadManState.LAPSING, True)
    assert len(keeping.alerts()) == 1
    keeping.desk.freezes = ()
    assert await keeping.beat(1.0) == ["arm 60"]


async def test_a_freeze_that_says_nothing_of_our_own_health_does_not_let_it_lapse(
    keeping: Keeping,
) -> None:
    await keeping.order()
    keeping.desk.freezes = (FreezeState(Reason.PRICE_GAP, 0),)
    assert await keeping.beat() == ["arm 60"]


async def test_it_lapses_while_the_journal_takes_nothing(keeping: Keeping) -> None:
    await keeping.order()
    await keeping.beat()
    keeping.journal_well = False
    assert await keeping.beat(15.0) == []
    assert "journal" in keeping.keeper.states["paper"].detail


async def test_it_lapses_after_a_stall(keeping: Keeping) -> None:
    await keeping.order()
    keeping.room.dispatcher.way_out.stalled = lambda: True
    assert await keeping.beat(15.0) == []


async def test_back_in_manual_it_is_taken_back_once_nothing_of_ours_is_open(
    keeping: Keeping,
) -> None:
    await keeping.order()
    await keeping.beat()
    keeping.mode = Mode.MANUAL
    keeping.orders = (OrderState.OPEN,)
    assert await keeping.beat(15.0) == ["arm 60"]
    keeping.orders = (OrderState.CANCELLED,)
    assert await keeping.beat(15.0) == ["disarm"]
    assert await keeping.beat(60.0) == []
    assert keeping.keeper.states["paper"].state is DeadManState.OFF


REFUSED = DeadMan(state=DeadManState.REFUSED, detail="no answer")


async def _gone_manual(keeping: Keeping) -> None:
    """Arm it, then go to manual while the venue does not take it back."""
    keeping.venue.answer = DeadMan(
        state=DeadManState.ARMED, until_at=keeping.room.clock() + 60_000_000_000
    )
    await keeping.order()
    await keeping.beat()
    keeping.mode = Mode.MANUAL
    keeping.venue.off = REFUSED
    assert await keeping.beat(15.0) == ["disarm"]


async def test_a_take_back_that_fails_is_told_with_what_the_trader_can_do(
    keeping: Keeping,
) -> None:
    await _gone_manual(keeping)
    (told,) = keeping.alerts()
    assert "was not taken back (no answer)" in told
    assert "cancels every order there, your own resting ones too, at 00:01:00 UTC" in told
    assert "the venue's page" in told
    shown = keeping.keeper.states["paper"]
    assert shown.state is DeadManState.LAPSING, "it is still there, and says until when"
    assert shown.until_at is not None
    await keeping.beat(5.0)
    assert len(keeping.alerts()) == 1


async def test_a_take_back_that_fails_is_tried_again_less_and_less_often_until_it_is_done(
    keeping: Keeping,
) -> None:
    await _gone_manual(keeping)
    tried = [len(await keeping.beat(1.0)) for _ in range(15)]
    assert [at for at, count in enumerate(tried, 1) if count] == [1, 3, 7, 15]
    keeping.venue.off = DeadMan(state=DeadManState.OFF)
    assert await keeping.beat(16.0) == ["disarm"]
    assert keeping.keeper.states["paper"].state is DeadManState.OFF
    assert keeping.alerts()[1:] == ["is taken back now"]
    assert await keeping.beat(120.0) == []


async def test_a_switch_that_has_run_out_is_not_taken_back_any_more_and_that_is_told(
    keeping: Keeping,
) -> None:
    await _gone_manual(keeping)
    for _ in range(60):
        await keeping.beat(1.0)
    assert "its time is over: the venue has cancelled every order there" in keeping.alerts()[-1]
    assert keeping.keeper.states["paper"].state is DeadManState.REFUSED
    assert await keeping.beat(60.0) == []


async def test_a_switch_that_watches_the_connection_is_tried_for_as_long_as_it_takes(
    keeping: Keeping,
) -> None:
    await keeping.order()
    await keeping.beat()
    keeping.mode = Mode.MANUAL
    keeping.venue.off = REFUSED
    assert await keeping.beat(15.0) == ["disarm"]
    assert "should the connection be lost" in keeping.alerts()[0]
    for _ in range(10):
        await keeping.beat(60.0)
    assert await keeping.beat(30.0) == ["disarm"]
    assert len(keeping.alerts()) == 1


async def test_an_order_of_ours_ends_the_taking_back(keeping: Keeping) -> None:
    await _gone_manual(keeping)
    keeping.mode = Mode.AUTO
    await keeping.order()
    assert await keeping.beat(1.0) == ["arm 60"]
    assert await keeping.beat(2.0) == []


async def test_a_switch_that_was_never_armed_needs_no_taking_back(keeping: Keeping) -> None:
    keeping.venue.answer = DeadMan(state=DeadManState.REFUSED, detail="on request only")
    await keeping.order()
    await keeping.beat()
    keeping.mode = Mode.MANUAL
    keeping.venue.off = DeadMan(state=DeadManState.REFUSED, detail="on request only")
    assert await keeping.beat(60.0) == ["disarm"]
    assert await keeping.beat(60.0) == []
    assert keeping.alerts() == ["not armed: on request only"]


async def test_a_switch_that_may_have_been_armed_unheard_is_taken_back_like_one(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeping = Keeping(room, timeout_s=120.0)

    async def fail(_: float) -> DeadMan:
        raise TimeoutError

    monkeypatch.setattr(keeping.venue, "arm_dead_man", fail)
    await keeping.order()
    await keeping.beat()
    keeping.mode = Mode.MANUAL
    keeping.venue.off = REFUSED
    assert await keeping.beat(60.0) == ["disarm"]
    assert "was not taken back" in keeping.alerts()[-1]
    assert await keeping.beat(1.0) == ["disarm"]


async def test_an_orderly_end_takes_back_what_going_to_manual_could_not(keeping: Keeping) -> None:
    await _gone_manual(keeping)
    keeping.venue.off = DeadMan(state=DeadManState.OFF)
    await keeping.keeper.stand_down()
    assert keeping.keeper.states["paper"].state is DeadManState.OFF


async def test_an_orderly_end_takes_it_back_unless_orders_may_be_open(keeping: Keeping) -> None:
    await keeping.order()
    await keeping.beat()
    keeping.orders = (OrderState.UNKNOWN,)
    await keeping.keeper.stand_down()
    assert keeping.venue.calls == ["arm 60"], "it is all that is left to cancel them"
    await keeping.order()
    keeping.orders = ()
    await keeping.keeper.stand_down()
    assert keeping.venue.calls == ["arm 60", "disarm"]


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an orderly end give up after half a second."""
    monkeypatch.setattr(dead_man, "_END_S", 0.5)
    monkeypatch.setattr(dead_man, "_END_TRY_S", 0.01)
    monkeypatch.setattr(dead_man, "_END_AGAIN_S", 0.0)


@pytest.mark.usefixtures("hasty")
async def test_an_orderly_end_tries_again_until_it_is_taken_back(keeping: Keeping) -> None:
    await keeping.order()
    await keeping.beat()
    keeping.venue.later_off = [REFUSED, REFUSED]
    await keeping.keeper.stand_down()
    assert keeping.venue.calls == ["arm 60", "disarm", "disarm", "disarm"]
    assert keeping.keeper.states["paper"].state is DeadManState.OFF
    assert keeping.alerts() == []


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("deaf", [False, True])
async def test_an_orderly_end_that_cannot_take_it_back_ends_and_says_what_will_happen(
    keeping: Keeping, deaf: bool
) -> None:
    keeping.venue.answer = DeadMan(
        state=DeadManState.ARMED, until_at=keeping.room.clock() + 60_000_000_000
    )
    await keeping.order()
    await keeping.beat()
    keeping.venue.off, keeping.venue.deaf = REFUSED, deaf
    async with asyncio.timeout(2.0):
        await keeping.keeper.stand_down()
    assert keeping.venue.calls.count("disarm") > 1
    (told,) = keeping.alerts()
    assert "was not taken back (no answer)" in told
    assert "your own resting ones too, at 00:01:00 UTC; the terminal ends" in told
    assert keeping.keeper.states["paper"].state is DeadManState.REFUSED


async def test_what_stays_armed_at_an_orderly_end_is_told(keeping: Keeping) -> None:
    await keeping.order()
    await keeping.beat()
    keeping.orders = (OrderState.UNKNOWN,)
    await keeping.keeper.stand_down()
    (told,) = keeping.alerts()
    assert "stays armed, for orders of ours may still be open there" in told


async def test_venues_that_do_not_answer_at_the_end_are_waited_for_together(room: Room) -> None:
    keeping = Keeping(room)
    venues = {name: SwitchedVenue() for name in ("paper", "second", "third")}
    keeping.keeper.attach(venues)

    def order(event: AnyEvent) -> list[AnyOutput]:
        assert isinstance(event, Mark)
        return [intent(venue=event.venue)]

    room.engine.script[Mark] = order
    for name, venue in venues.items():
        venue.name, venue.deaf = name, True
        room.dispatcher.emit(mark(venue=name))
    await keeping.settle()
    async with asyncio.TaskGroup() as group:
        ending = group.create_task(keeping.keeper.stand_down())
        await room.until(lambda: all(venue.calls == ["disarm"] for venue in venues.values()))
        assert not ending.done()
        ending.cancel()


async def test_an_orderly_end_waits_for_a_refresh_that_is_under_way(keeping: Keeping) -> None:
    # Overtaken by it, the end would leave the switch armed, and the trader's own orders cancelled.
    keeping.venue.answers.clear()
    await keeping.order()
    keeping.keeper.beat()
    async with asyncio.TaskGroup() as group:
        group.create_task(keeping.keeper.stand_down())
        await asyncio.sleep(0)
        keeping.venue.answers.set()
    assert keeping.venue.calls == ["arm 60", "disarm"]
    assert keeping.keeper.states["paper"].state is DeadManState.OFF


async def test_a_refusal_is_told_once_and_tried_again_later(keeping: Keeping) -> None:
    keeping.venue.answer = DeadMan(state=DeadManState.REFUSED, detail="on request only")
    await keeping.order()
    await keeping.beat()
    assert await keeping.beat(59.0) == []
    assert await keeping.beat(1.0) == ["arm 60"]
    assert keeping.alerts() == ["not armed: on request only"]


async def test_zero_in_the_settings_switches_it_off(room: Room) -> None:
    keeping = Keeping(room, timeout_s=0.0)
    await keeping.order()
    assert await keeping.beat() == []
