"""Keeps venues running: starts them again after a failure or a sleep, and says what was lost."""

import asyncio
import logging
from collections.abc import Mapping

from terminal.app.dispatcher import Dispatcher
from terminal.app.task_scope import TaskScope, being_cancelled
from terminal.app.venue_watch import SPEAKS_FOR, VenueWatch
from terminal.model.errors import UnavailableError, UserError
from terminal.model.events import AnyEvent, Feed, FeedChanged, FeedState
from terminal.venues.base import Clock, Emit, Venue

_FIRST_RETRY_S = 1.0
_LONGEST_RETRY_S = 60.0
_LONG_RUN_S = 60.0
_END_TIMEOUT_S = 60.0

_log = logging.getLogger(__name__)


class Supervisor:
    """Runs every venue's `run`, for as long as the desk lives."""

    def __init__(self, *, dispatcher: Dispatcher, clock: Clock, scope: TaskScope) -> None:
        self._dispatcher = dispatcher
        self._clock = clock
        self._scope = scope
        self._venues: Mapping[str, Venue] = {}
        self._running: dict[str, asyncio.Task[None]] = {}
        self._lost: dict[str, set[Feed]] = {}
        self._restarting = False
        self._stopping = False
        self.watch = VenueWatch(dispatcher=dispatcher, clock=clock)

    def start(self, venues: Mapping[str, Venue]) -> None:
        """Run `venues` from now on."""
        self._venues = venues
        self.watch.attach(venues.values())
        for venue in venues.values():
            self._run(venue)

    def resync(self) -> None:
        """Call everything that is known of the venues stale, and begin anew with each of them."""
        for venue in self._venues.values():
            self._lose(venue)
        if not self._restarting:
            self._restarting = True
            self._scope.start("restart of the venues", self._restart())

    async def stop(self, timeout_s: float) -> tuple[str, ...]:
        """Close every venue; return the names of those that would not be closed in time."""
        self._stopping = True
        late: list[str] = []

        async def close(venue: Venue) -> None:
            try:
                async with asyncio.timeout(timeout_s):
                    await venue.close()
            except Exception:  # noqa: BLE001 — one venue's failure must not keep the others open
                _log.exception("closing %s failed", venue.name)
                late.append(venue.name)

        async with asyncio.TaskGroup() as group:
            for venue in self._venues.values():
                group.create_task(close(venue))
        await self._cancel_runs(timeout_s)
        return tuple(late)

    def _run(self, venue: Venue) -> None:
        self._running[venue.name] = self._scope.start(f"venue {venue.name}", self._keep(venue))

    async def _restart(self) -> None:
        try:
            while stuck := await self._cancel_runs(_END_TIMEOUT_S):
                # Two runs of one venue at a time would share its state: it is waited for.
                self._dispatcher.internal_error(f"{', '.join(stuck)} will not begin anew")
            if not self._stopping:
                for venue in self._venues.values():
                    self._run(venue)
        finally:
            self._restarting = False

    async def _cancel_runs(self, timeout_s: float) -> tuple[str, ...]:
        """Cancel every run; return the names of those that have not ended in time."""
        for task in self._running.values():
            task.cancel()
        if self._running:
            await asyncio.wait(set(self._running.values()), timeout=timeout_s)
        self._running = {name: task for name, task in self._running.items() if not task.done()}
        return tuple(self._running)

    async def _keep(self, venue: Venue) -> None:
        """Run one venue; after a failure again, later each time."""
        delay = _FIRST_RETRY_S
        loop = asyncio.get_running_loop()
        while True:
            began = loop.time()
            self.watch.begun(venue.name)
            try:
                await venue.run(self._emit_for(venue))
            except UserError as error:
                self._lose(venue)
                self.watch.ended(venue.name, error)
                return  # the same again would fail the same way
            except asyncio.CancelledError:
                if being_cancelled():
                    raise
                # Something inside was cancelled by somebody else, and took the run with it.
                _log.exception("venue %s was cancelled", venue.name)
                self._failed(venue, UnavailableError("the connection broke off"))
            except Exception as error:  # noqa: BLE001 — the venue's edge: it is begun again
                _log.exception("venue %s failed", venue.name)
                self._failed(venue, error)
            else:
                self.watch.ended(venue.name)
                return  # a session file ends; what was last known grows stale by itself
            if loop.time() - began > _LONG_RUN_S:
                delay = _FIRST_RETRY_S
            await asyncio.sleep(delay)
            delay = min(2 * delay, _LONGEST_RETRY_S)

    def _failed(self, venue: Venue, error: Exception) -> None:
        self._lose(venue)
        self.watch.failed(venue.name, error)

    def _lose(self, venue: Venue) -> None:
        self._lost[venue.name] = set(Feed)
        for feed in Feed:
            self._say(venue, feed, FeedState.DISCONNECTED)

    def _emit_for(self, venue: Venue) -> Emit:
        """Return what the venue hands its events to: a feed that was lost lives once it speaks."""
        emit = self._dispatcher.emit

        def hear(event: AnyEvent) -> None:
            lost = self._lost.get(venue.name)
            if lost:
                feed = SPEAKS_FOR.get(type(event))
                if feed in lost:
                    lost.discard(feed)
                    self._say(venue, feed, FeedState.LIVE)
            emit(event)

        return hear

    def _say(self, venue: Venue, feed: Feed, state: FeedState) -> None:
        self._dispatcher.emit(
            FeedChanged(at=self._clock(), venue=venue.name, feed=feed, state=state)
        )
