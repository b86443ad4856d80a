"""A session file as a venue: its market at its own pace, our orders simulated in it."""

import asyncio
from collections.abc import Iterable
from pathlib import Path

from terminal.model.errors import UserError
from terminal.model.events import (
    AnyEvent,
    Command,
    Feed,
    FeedChanged,
    FeedState,
    InstrumentListed,
    KillConfirmation,
    Session,
)
from terminal.model.events import (
    Clock as ClockEvent,
)
from terminal.model.outputs import CancelIntent, OrderIntent, OrderQuery
from terminal.model.trades import TradeFeed, TradeFeedChanged
from terminal.venues.base import Clock, TellTrades
from terminal.venues.paper.player import Player, Sleep
from terminal.venues.replay.pacing import Pacing, Timeline
from terminal.venues.replay.session_file import read_session
from terminal.venues.replay.simulation import Filling, SessionSimulation

_NS_PER_S = 1_000_000_000
_ACKNOWLEDGE_AFTER_S = 0.002
# A dense stretch at high speed must still let the loop do other things.
_EVENTS_PER_TURN = 200
# The trader at the window commands, its clock counts, and its kill switch is answered here.
_NOT_MARKET = (Command, ClockEvent, Session, KillConfirmation)


def open_replay(
    path: Path, clock: Clock, pacing: Pacing | None = None, *, sleep: Sleep = asyncio.sleep
) -> tuple["ReplayVenue", ...]:
    """Return a venue for each one in the file, after reading it through once.

    Raises UserError where a line is wrong, or where no line lists an instrument.
    """
    names: dict[str, None] = {}
    for event in read_session(path):
        if isinstance(event, InstrumentListed):
            event.instrument()
            names[event.venue] = None
    if not names:
        raise UserError(
            f"{path}: no `instrument` line; without one the file is no market to trade in"
        )
    settings = pacing or Pacing()
    return tuple(ReplayVenue(path, name, clock, settings, sleep=sleep) for name in names)


class ReplayVenue(Player):
    """One venue of a session file. `ended` is set once the file has been played.

    `simulation` holds the exchange that answers the orders.
    """

    def __init__(
        self,
        path: Path,
        name: str,
        clock: Clock,
        pacing: Pacing,
        *,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        super().__init__(name, clock, acknowledge_after_s=_ACKNOWLEDGE_AFTER_S, sleep=sleep)
        self.ended = asyncio.Event()
        self._path = path
        self._pacing = pacing
        self.simulation = SessionSimulation(Filling.MATCHED)

    async def _play(self) -> None:
        """Play the file; when it ends its feeds are reported lost, and orders still answered."""
        timeline = Timeline(self._pacing, self._clock())
        for number, event in enumerate(read_session(self._path), start=1):
            # Every line moves the timeline, also of other venues: they are played side by side.
            wait_s = (timeline.due_at(event.at) - self._clock()) / _NS_PER_S
            if wait_s > 0 or number % _EVENTS_PER_TURN == 0:
                await self._sleep(max(0.0, wait_s))
            if isinstance(event, _NOT_MARKET) or event.venue != self._name:
                continue
            self._tell(self.simulation.hear(timeline.restamped(event, self._clock())))
        at = self._clock()
        self._tell(
            FeedChanged(at=at, venue=self._name, feed=feed, state=FeedState.DISCONNECTED)
            for feed in (Feed.MARK, Feed.BOOK, Feed.FUNDING)
        )
        self.ended.set()
        await asyncio.Event().wait()

    def watch_trades(self, tell: TellTrades) -> None:
        """Say that there are none: a session file has what the engine heard, and no trades."""
        detail = "a session file has no trades"
        at, name = self._clock(), self._name
        tell(TradeFeedChanged(at=at, venue=name, state=TradeFeed.NONE, detail=detail))

    async def submit(self, intent: OrderIntent) -> None:
        """Send one order into the simulation."""

        def word(at: int) -> Iterable[AnyEvent]:
            if self._closed:
                return self.simulation.entry(self._name).refuse(intent, "venue_closed", at)
            return self.simulation.place(intent, at)

        await self._answer(word)

    async def cancel(self, intent: CancelIntent) -> None:
        """Cancel one order, or everything on a symbol or the venue where ids are absent."""
        await self._answer(lambda at: self.simulation.entry(self._name).cancel(intent, at))

    async def query(self, query: OrderQuery) -> None:
        """Report what became of an order."""
        await self._answer(lambda at: self.simulation.query(query, at))

    async def kill(self) -> None:
        """Cancel everything and confirm it."""
        await self._answer(lambda at: self.simulation.entry(self._name).kill(at))
