"""A dispatcher with everything around it, on the test's own loop."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from terminal.app.contracts import JournalLike
from terminal.app.dispatcher import Dispatcher, Pushed
from terminal.app.gauges import Gauges
from terminal.app.kill_control import KillControl
from terminal.app.latch import Latch
from terminal.app.supervision import Supervisor
from terminal.app.task_scope import TaskScope
from terminal.storage.journal import Journal, JournalReader, Row
from tests.unit.app.fakes import FakeVenue, ScriptedEngine
from tests.virtual_clock import VirtualClock

_LONGEST_WAIT_S = 5.0


class Room:
    """What a test of the engine's side holds in its hands."""

    def __init__(self, directory: Path, *names: str, journal: JournalLike | None = None) -> None:
        self.directory = directory
        self.clock = VirtualClock()
        self.engine = ScriptedEngine()
        self.journal = journal or Journal.open(directory)
        self.pushed: list[Pushed] = []
        self.errors: list[tuple[str, BaseException]] = []
        self.scope = TaskScope(lambda name, error: self.errors.append((name, error)))
        self.gauges = Gauges()
        self.dispatcher = Dispatcher(
            engine=self.engine,
            journal=self.journal,
            clock=self.clock,
            scope=self.scope,
            push=self.pushed.append,
            gauges=self.gauges,
        )
        self.dispatcher.may_arm = lambda: None
        self.latch = Latch(directory / "kill.latch", directory / "kill.state")
        self.kill = KillControl(
            latch=self.latch, dispatcher=self.dispatcher, clock=self.clock, scope=self.scope
        )
        self.supervisor = Supervisor(dispatcher=self.dispatcher, clock=self.clock, scope=self.scope)
        self.venues = {name: FakeVenue(name) for name in names or ("fake",)}
        for venue in self.venues.values():
            venue.emit = self.dispatcher.emit
        self.dispatcher.attach(self.venues)
        self.kill.attach(self.venues)

    @property
    def venue(self) -> FakeVenue:
        return next(iter(self.venues.values()))

    def rows(self) -> list[Row]:
        reader = JournalReader(self.directory)
        rows = reader.after(0, 1_000)
        reader.close()
        return rows

    async def until(self, reached: Callable[[], bool]) -> None:
        """Let the loop turn until something is so; fails where it never is."""
        async with asyncio.timeout(_LONGEST_WAIT_S):
            while not reached():  # noqa: ASYNC110 — anything may be waited for
                await asyncio.sleep(0.001)

    async def close(self) -> None:
        assert await self.scope.close(1.0) == ()
        assert self.journal.close()
        assert self.errors == []
