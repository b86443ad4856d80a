"""Events reach the engine in time order, whatever is found out in between."""

from pathlib import Path

import msgspec

from terminal.model.events import (
    Clock,
    FeedChanged,
    FeedState,
    Mark,
    OrderReport,
    OrderState,
)
from tests.unit.app.rooms import Room
from tests.virtual_clock import SECOND


async def test_what_was_stamped_before_and_told_after_takes_the_later_time(tmp_path: Path) -> None:
    room = Room(tmp_path)
    now = room.clock()
    room.dispatcher.emit(Clock(at=now + SECOND))
    late = OrderReport(
        at=now, venue="fake", symbol="X", client_order_id="a", state=OrderState.OPEN,
        filled_contracts=0.0,
    )  # fmt: skip
    room.dispatcher.emit(late)
    assert [event.at for event in room.engine.events] == [now + SECOND, now + SECOND]
    assert room.engine.events[-1] == msgspec.structs.replace(late, at=now + SECOND)
    await room.close()


async def test_a_feed_that_lives_again_is_told_of_in_time_order(tmp_path: Path) -> None:
    """A venue's word after a sleep brings its feed back, and was stamped before that was said."""
    room = Room(tmp_path)
    room.supervisor.start(room.venues)
    await room.until(room.venue.running.is_set)
    room.supervisor.resync()
    await room.until(lambda: room.venue.runs == 2)
    assert room.venue.emit is not None
    stamped = room.clock()
    room.clock.advance(1e-6)
    room.venue.emit(Mark(at=stamped, venue="fake", symbol="X", mark_price=1.0))
    mark = room.engine.events[-1]
    assert isinstance(mark, Mark)
    live = room.engine.events[-2]
    assert isinstance(live, FeedChanged)
    assert live.state is FeedState.LIVE
    assert mark.at >= live.at
    await room.supervisor.stop(1.0)
    await room.close()
