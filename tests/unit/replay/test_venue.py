import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from terminal.model.errors import UserError
from terminal.model.events import (
    Account,
    AnyEvent,
    Clock,
    Command,
    CommandName,
    Feed,
    FeedChanged,
    FeedState,
    Mark,
    OrderReport,
    OrderState,
    Side,
)
from terminal.venues.replay.pacing import Pacing
from terminal.venues.replay.session_file import write_session
from terminal.venues.replay.venue import ReplayVenue, open_replay
from tests.contract.virtual_time import VirtualTime
from tests.unit.replay.lines import account, at, book, instrument, intent, mark
from tests.virtual_clock import SECOND


def session(seconds: int = 20) -> list[AnyEvent]:
    events: list[AnyEvent] = [instrument(), account(0, 2.0, 600_000)]
    for second in range(1, seconds):
        events += [book(second, 59_999.5, 60_000.5), mark(second, 60_000.0)]
    return events


@asynccontextmanager
async def played(
    path: Path, events: list[AnyEvent], pacing: Pacing | None = None
) -> AsyncIterator[tuple[ReplayVenue, VirtualTime, list[AnyEvent]]]:
    write_session(path, events)
    time = VirtualTime()
    (venue,) = open_replay(path, time.clock, pacing, sleep=time.sleep)
    heard: list[AnyEvent] = []
    async with asyncio.TaskGroup() as group:
        group.create_task(venue.run(heard.append))
        await time.run_for(0)
        yield venue, time, heard
        await venue.close()


async def test_the_file_is_played_at_its_own_pace_in_the_terminals_time(tmp_path: Path) -> None:
    async with played(tmp_path / "s.jsonl", session()) as (_, time, heard):
        start = time.clock()
        await time.run_for(10.0)
        stamps = [event.at for event in heard if isinstance(event, Mark)]
        assert stamps == [start + second * SECOND for second in range(1, 11)]


async def test_it_may_be_played_faster(tmp_path: Path) -> None:
    async with played(tmp_path / "s.jsonl", session(), Pacing(speed=10)) as (venue, time, heard):
        await time.run_for(2.0)
        assert venue.ended.is_set()
        assert len([event for event in heard if isinstance(event, Mark)]) == 19


async def test_the_traders_lines_of_the_file_are_not_the_traders_at_the_window(
    tmp_path: Path,
) -> None:
    lines: list[AnyEvent] = [
        *session(3),
        Command(at=at(3), name=CommandName.AUTO),
        Clock(at=at(3)),
        mark(4, 60_000.0),
    ]
    async with played(tmp_path / "s.jsonl", lines) as (_, time, heard):
        await time.run_for(5.0)
        assert not [event for event in heard if isinstance(event, Command | Clock)]
        assert [event for event in heard if isinstance(event, Mark)]


async def test_orders_meet_the_files_book_and_the_account_follows(tmp_path: Path) -> None:
    async with played(tmp_path / "s.jsonl", session()) as (venue, time, heard):
        await time.run_for(3.0)
        submitted = asyncio.ensure_future(venue.submit(intent(3, Side.SELL, 100_000)))  # noqa: TID251
        await time.until(submitted.done, 1.0)
        await submitted
        assert heard[-1].at == time.clock()
        account_after = heard[-1]
        assert isinstance(account_after, Account)
        assert account_after.positions[0].contracts == 500_000


async def test_at_its_end_the_feeds_are_lost_and_orders_still_answered(tmp_path: Path) -> None:
    async with played(tmp_path / "s.jsonl", session(3)) as (venue, time, heard):
        assert await time.until(venue.ended.is_set, 10.0)
        lost = [event.feed for event in heard if isinstance(event, FeedChanged)]
        assert lost == [Feed.MARK, Feed.BOOK, Feed.FUNDING]
        assert all(
            event.state is FeedState.DISCONNECTED
            for event in heard
            if isinstance(event, FeedChanged)
        )
        submitted = asyncio.ensure_future(venue.submit(intent(3, Side.SELL, 1_000)))  # noqa: TID251
        await time.until(submitted.done, 1.0)
        reports = [event for event in heard if isinstance(event, OrderReport)]
        assert reports[-1].state is OrderState.FILLED


async def test_every_venue_of_a_file_is_played_by_one_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    write_session(path, [instrument(), instrument(0, venue="elsewhere"), mark(1, 60_000.0)])
    time = VirtualTime()
    venues = open_replay(path, time.clock, sleep=time.sleep)
    assert [venue.name for venue in venues] == ["recorded", "elsewhere"]
    assert not any(venue.live for venue in venues)
    heard: list[AnyEvent] = []
    async with asyncio.TaskGroup() as group:
        group.create_task(venues[1].run(heard.append))
        assert await time.until(venues[1].ended.is_set, 5.0)
        await venues[1].close()
    assert not [event for event in heard if isinstance(event, Mark)]


def test_a_file_that_is_no_market_is_refused_before_it_is_played(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    write_session(path, [account(0, 2.0)])
    with pytest.raises(UserError, match="no `instrument` line"):
        open_replay(path, VirtualTime().clock)
    path.write_bytes(b"{}\n")
    with pytest.raises(UserError, match="line 1"):
        open_replay(path, VirtualTime().clock)


async def test_a_file_that_breaks_while_it_is_played_ends_the_run_as_a_user_error(
    tmp_path: Path,
) -> None:
    path = tmp_path / "s.jsonl"
    write_session(path, session(2))
    time = VirtualTime()
    (venue,) = open_replay(path, time.clock, Pacing(speed=1e9), sleep=asyncio.sleep)
    path.write_bytes(path.read_bytes() + b"no event\n")
    with pytest.raises(UserError, match="is not JSON"):
        await venue.run(lambda event: None)
