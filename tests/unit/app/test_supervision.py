"""Venues are kept running, and what was lost is called lost until it speaks again."""

import asyncio
import itertools
from pathlib import Path

import pytest

from terminal.app import supervision
from terminal.model.errors import AuthenticationError, UnavailableError, UserError
from terminal.model.events import Account, Feed, FeedChanged, FeedState, Mark
from terminal.model.outputs import Alert
from terminal.model.reasons import Reason
from terminal.venues.base import Emit
from tests.unit.app.fakes import START, mark
from tests.unit.app.rooms import Room


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let retries come at once."""
    monkeypatch.setattr(supervision, "_FIRST_RETRY_S", 0.001)


def feeds(room: Room) -> list[tuple[Feed, FeedState]]:
    return [(event.feed, event.state) for event in room.engine.heard(FeedChanged)]


def account() -> Account:
    return Account(
        at=START, venue="fake", settle="BTC", wallet_balance=1.0, equity=1.0, positions=()
    )


@pytest.mark.usefixtures("impatient")
async def test_a_venue_that_fails_is_called_lost_and_begun_again(room: Room) -> None:
    tries = itertools.count(1)

    async def fail_once(emit: Emit) -> None:
        if next(tries) == 1:
            raise UnavailableError("maintenance")
        emit(mark())

    room.venue.on_run = fail_once
    room.supervisor.start(room.venues)
    await room.until(lambda: bool(room.engine.heard(Mark)))
    lost = [(feed, FeedState.DISCONNECTED) for feed in Feed]
    assert feeds(room) == [*lost, (Feed.MARK, FeedState.LIVE)]
    assert room.venue.runs == 2
    (alert,) = [item for item in room.pushed if isinstance(item, Alert)]
    assert (alert.reason, alert.detail) == (Reason.VENUE_UNAVAILABLE, "maintenance")


async def test_a_mistake_that_a_person_has_to_mend_is_told_once_and_not_tried_again(
    room: Room,
) -> None:
    async def fail(_: Emit) -> None:
        raise UserError("symbols: XYZ is not listed")

    room.venue.on_run = fail
    room.supervisor.start(room.venues)
    await room.until(lambda: len(room.scope) == 0)
    assert room.venue.runs == 1
    assert [item.detail for item in room.pushed if isinstance(item, Alert)] == [
        "symbols: XYZ is not listed"
    ]


@pytest.mark.usefixtures("impatient")
async def test_a_refused_key_is_called_that(room: Room) -> None:
    async def fail(_: Emit) -> None:
        raise AuthenticationError("key expired")

    room.venue.on_run = fail
    room.supervisor.start(room.venues)
    await room.until(lambda: room.venue.runs > 1)
    alerts = [item for item in room.pushed if isinstance(item, Alert)]
    assert alerts[0].reason is Reason.VENUE_REFUSED_KEY


@pytest.mark.usefixtures("impatient")
async def test_what_an_unknown_error_says_is_not_shown(room: Room) -> None:
    async def fail(_: Emit) -> None:
        raise ValueError("https://venue/order?signature=abcdef")

    room.venue.on_run = fail
    room.supervisor.start(room.venues)
    await room.until(lambda: room.venue.runs > 1)
    assert {item.detail for item in room.pushed if isinstance(item, Alert)} == {"ValueError"}


async def test_after_a_sleep_every_feed_is_lost_until_the_restarted_venue_speaks(
    room: Room,
) -> None:
    async def speak(emit: Emit) -> None:
        if room.venue.runs == 2:
            emit(account())
            emit(mark())
            emit(mark())

    room.venue.on_run = speak
    room.supervisor.start(room.venues)
    await room.venue.running.wait()
    room.supervisor.resync()
    room.supervisor.resync()  # a second jump while the first is being dealt with
    await room.until(lambda: len(room.engine.heard(Mark)) == 2)
    assert room.venue.runs == 2
    live = [(Feed.ACCOUNT, FeedState.LIVE), (Feed.MARK, FeedState.LIVE)]
    assert feeds(room) == [*[(feed, FeedState.DISCONNECTED) for feed in Feed] * 2, *live]
    # The feed lives before its first word, so that the word counts.
    kinds = [type(event) for event in room.engine.events]
    assert kinds[-5:] == [FeedChanged, Account, FeedChanged, Mark, Mark]


async def test_stopping_closes_every_venue_and_names_the_one_that_will_not(
    tmp_path: Path,
) -> None:
    room = Room(tmp_path, "good", "stuck")

    async def hang() -> None:
        await asyncio.Event().wait()

    room.venues["stuck"].close = hang  # type: ignore[method-assign]
    room.supervisor.start(room.venues)
    for venue in room.venues.values():
        await venue.running.wait()
    assert await room.supervisor.stop(0.05) == ("stuck",)
    assert room.venues["good"].closed
    assert not any(venue.running.is_set() for venue in room.venues.values())
    await room.close()
