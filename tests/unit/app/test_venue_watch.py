"""A venue that is not there is seen: told once, shown, and told again when it is back."""

import asyncio

import pytest

from terminal.app import supervision
from terminal.app.contracts import TellsTrouble
from terminal.model.errors import (
    AuthenticationError,
    TerminalError,
    UnavailableError,
    UserError,
)
from terminal.model.events import Account, Feed, FeedChanged, FeedState, Mark
from terminal.model.outputs import Alert, Level
from terminal.model.reasons import Reason
from terminal.ui.desk import VenueState
from terminal.venues.base import Emit
from tests.unit.app.fakes import START, FakeVenue, mark
from tests.unit.app.rooms import Room


def told(room: Room) -> list[tuple[Level, Reason, str]]:
    return [
        (item.level, item.reason, item.detail) for item in room.pushed if isinstance(item, Alert)
    ]


def state(room: Room) -> tuple[VenueState, str]:
    (health,) = room.supervisor.watch.health
    return health.state, health.detail


def feed(room: Room, which: Feed, how: FeedState, detail: str = "") -> FeedChanged:
    return FeedChanged(at=room.clock(), venue="fake", feed=which, state=how, detail=detail)


async def running(room: Room) -> None:
    room.supervisor.start(room.venues)
    await room.venue.running.wait()


async def test_a_venue_that_never_says_a_word_is_told_after_ten_seconds_and_once(
    room: Room,
) -> None:
    await running(room)
    room.clock.advance(9)
    room.supervisor.watch.beat()
    assert state(room) == (VenueState.CONNECTING, "")
    assert told(room) == []
    for _ in range(10):
        room.clock.advance(2)
        room.supervisor.watch.beat()
    why = "no answer for 10 s; the log may say why"
    assert state(room) == (VenueState.UNAVAILABLE, why)
    assert told(room) == [(Level.ALARM, Reason.VENUE_UNAVAILABLE, why)]


async def test_a_venue_that_speaks_is_live_and_its_return_is_told(room: Room) -> None:
    await running(room)
    room.clock.advance(11)
    room.supervisor.watch.beat()
    room.dispatcher.emit(mark())
    room.supervisor.watch.beat()
    assert state(room) == (VenueState.LIVE, "")
    assert told(room)[-1] == (Level.INFO, Reason.VENUE_UNAVAILABLE, "delivers again")


async def test_a_venue_that_speaks_from_the_first_is_no_news(room: Room) -> None:
    await running(room)
    room.dispatcher.emit(mark())
    room.supervisor.watch.beat()
    assert state(room) == (VenueState.LIVE, "")
    assert told(room) == []


async def test_a_feed_that_stays_away_is_told_with_its_reason(room: Room) -> None:
    await running(room)
    room.dispatcher.emit(mark())
    room.dispatcher.emit(feed(room, Feed.MARK, FeedState.DISCONNECTED, "Bybit cannot be reached"))
    room.clock.advance(4)
    room.supervisor.watch.beat()
    assert state(room) == (VenueState.LIVE, "")
    room.clock.advance(2)
    room.supervisor.watch.beat()
    assert state(room) == (VenueState.UNAVAILABLE, "lost: mark; Bybit cannot be reached")
    room.dispatcher.emit(feed(room, Feed.MARK, FeedState.LIVE))
    room.supervisor.watch.beat()
    assert state(room) == (VenueState.LIVE, "")
    assert [level for level, *_ in told(room)] == [Level.ALARM, Level.INFO]


async def test_a_feed_that_the_venue_never_had_is_not_missed(room: Room) -> None:
    """Without a key there is no account feed; after a failure it is called lost all the same."""
    await running(room)
    room.dispatcher.emit(mark())
    room.dispatcher.emit(feed(room, Feed.ACCOUNT, FeedState.DISCONNECTED))
    room.clock.advance(60)
    room.supervisor.watch.beat()
    assert state(room) == (VenueState.LIVE, "")


@pytest.mark.parametrize(
    ("error", "expected", "reason"),
    [
        (UnavailableError("maintenance"), VenueState.UNAVAILABLE, Reason.VENUE_UNAVAILABLE),
        (AuthenticationError("key expired"), VenueState.REFUSED, Reason.VENUE_REFUSED_KEY),
    ],
)
async def test_a_failure_that_repeats_itself_is_told_once(
    room: Room,
    monkeypatch: pytest.MonkeyPatch,
    error: TerminalError,
    expected: VenueState,
    reason: Reason,
) -> None:
    monkeypatch.setattr(supervision, "_FIRST_RETRY_S", 0.0)

    async def fail(_: Emit) -> None:
        raise error

    room.venue.on_run = fail
    room.supervisor.start(room.venues)
    await room.until(lambda: room.venue.runs > 3)
    room.supervisor.watch.beat()
    assert state(room) == (expected, str(error))
    assert told(room) == [(Level.ALARM, reason, str(error))]


async def test_a_mistake_that_ends_a_venue_is_shown_as_its_end(room: Room) -> None:
    async def fail(_: Emit) -> None:
        raise UserError("symbols: XYZ is not listed")

    room.venue.on_run = fail
    room.supervisor.start(room.venues)
    await room.until(lambda: len(room.scope) == 0)
    assert state(room) == (VenueState.ENDED, "symbols: XYZ is not listed")
    assert [level for level, *_ in told(room)] == [Level.ALARM]


async def test_a_session_file_that_ends_is_no_alarm(room: Room) -> None:
    class Finite(FakeVenue):
        async def run(self, emit: Emit) -> None:
            emit(mark())

    room.supervisor.start({"fake": Finite()})
    await room.until(lambda: len(room.scope) == 0)
    assert state(room) == (VenueState.ENDED, "")
    assert told(room) == []


async def test_what_a_venue_says_keeps_it_away_is_shown_at_once(room: Room) -> None:
    class Troubled(FakeVenue):
        trouble: TerminalError | None = AuthenticationError("Bybit does not accept the API key")

    venue = Troubled()
    assert isinstance(venue, TellsTrouble)
    room.supervisor.start({"fake": venue})
    await venue.running.wait()
    room.supervisor.watch.beat()
    assert state(room) == (VenueState.REFUSED, "Bybit does not accept the API key")
    venue.trouble = None
    room.supervisor.watch.beat()
    room.dispatcher.emit(mark())
    room.supervisor.watch.beat()
    assert state(room) == (VenueState.LIVE, "")


async def test_an_account_that_is_lost_with_a_refused_key_is_called_refused(room: Room) -> None:
    class Troubled(FakeVenue):
        trouble: TerminalError | None = None

    venue = Troubled()
    room.supervisor.start({"fake": venue})
    await venue.running.wait()
    room.dispatcher.emit(
        Account(at=START, venue="fake", settle="BTC", wallet_balance=1, equity=1, positions=())
    )
    room.dispatcher.emit(feed(room, Feed.ACCOUNT, FeedState.DISCONNECTED, "closed"))
    venue.trouble = AuthenticationError("key expired")
    room.clock.advance(6)
    room.supervisor.watch.beat()
    assert state(room) == (VenueState.REFUSED, "lost: account; key expired")


async def test_after_a_restart_a_silent_venue_is_still_called_lost(room: Room) -> None:
    async def speak_once(emit: Emit) -> None:
        if room.venue.runs == 1:
            emit(mark())
        await asyncio.sleep(0)

    room.venue.on_run = speak_once
    await running(room)
    await room.until(lambda: bool(room.engine.heard(Mark)))
    room.supervisor.resync()
    await room.until(lambda: room.venue.runs == 2)
    room.clock.advance(11)
    room.supervisor.watch.beat()
    assert state(room)[0] is VenueState.UNAVAILABLE
