"""The pre-flight of every venue, made again and again, and the gate that auto has to pass.

A venue that can be looked over is held from the start and let go once it has passed; what turns
red while auto is armed ends it. Nothing here trusts an old answer.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence

import msgspec

from terminal.app.account_guard import AccountGuard
from terminal.app.dispatcher import Dispatcher
from terminal.app.preflight_terms import Terms, judged
from terminal.app.task_scope import TaskScope
from terminal.model.checks import NOT_MADE_YET, Check, CheckLine, CheckState, PreflightReport
from terminal.model.events import (
    AnyEvent,
    Command,
    CommandName,
    Feed,
    FeedChanged,
    FeedState,
    VenueCheck,
)
from terminal.model.outputs import AnyOutput, Level, Mode, ModeChanged
from terminal.model.reasons import Reason
from terminal.venues.base import Clock, TellsItsState, Venue
from terminal.venues.preflight.judge import unreachable

_EVERY_NS = 30_000_000_000
_AGAIN_NS = 3_000_000_000  # after no answer
_FRESH_NS = 10_000_000_000  # at arming: older ones are made anew first
_VALID_NS = 60_000_000_000
_TIMEOUT_S = 30.0
_NOT_FOR_THIS_POLICY = "its pre-flight has not been made for the policy in force yet"
_MOST_LOOKS = 3  # while the policy goes on changing
_REASONS = {Check.CLOCK: Reason.CLOCK_SKEW, Check.KEY: Reason.VENUE_REFUSED_KEY}
# What nobody but us should change while auto is armed, red or not.
_SETTLED = frozenset({Check.POSITION_MODE, Check.MARGIN_MODE, Check.LEVERAGE})

_log = logging.getLogger(__name__)


class Preflights:
    """Keeps every venue's latest report; lives on the engine's loop, any thread may read them.

    `terms` are those of the policy in force; a report made under others is out of date.
    """

    def __init__(
        self,
        *,
        dispatcher: Dispatcher,
        clock: Clock,
        scope: TaskScope,
        terms: Callable[[], Terms],
        accounts: AccountGuard | None = None,
    ) -> None:
        self._dispatcher = dispatcher
        self._clock = clock
        self._scope = scope
        self._terms = terms
        self._accounts = accounts
        self._venues: Mapping[str, Venue] = {}
        self._latest: dict[str, PreflightReport] = {}
        self._made_under: dict[str, Terms] = {}
        self._begun_at: dict[str, int] = {}
        self._under_way: dict[str, asyncio.Event] = {}
        self._told: dict[str, tuple[bool, str]] = {}
        self._warned: dict[str, frozenset[tuple[Check, str | None]]] = {}
        self._armed_with: dict[str, tuple[CheckLine, ...]] = {}
        self._wish = 0
        self.reports: tuple[PreflightReport, ...] = ()
        dispatcher.may_arm = self.why_not
        dispatcher.observe(self._see)

    def attach(self, venues: Mapping[str, Venue]) -> None:
        """Hold these venues until each has passed."""
        self._venues = venues
        for name, venue in venues.items():
            if isinstance(venue, TellsItsState):
                self._hold(name, passed=False, detail=NOT_MADE_YET)

    def why_not(self) -> str | None:
        """Return what keeps auto from being armed now, naming the line; None where nothing does."""
        absent = ""
        able = 0
        terms = self._terms()
        for name, venue in self._venues.items():
            if not isinstance(venue, TellsItsState):
                if venue.live:
                    return f"{name} cannot be looked over, so nothing is sent there by itself"
                able += 1
                continue
            report = self._latest.get(name)
            if report is None or self._clock() - report.at > _VALID_NS:
                absent = absent or f"{name}: {NOT_MADE_YET}"
            elif not report.present:
                absent = absent or f"{name}: {report.lines[0].words}"
            elif self._made_under[name] != terms:
                return f"{name}: {_NOT_FOR_THIS_POLICY}"
            elif report.red:
                return f"{name}: {report.red[0].words}"
            else:
                able += 1
        return None if able else absent or "there is no venue to trade on"

    def arm(self, command: Command) -> None:
        """Arm auto once every report is fresh; a word to stop meanwhile takes the wish back."""
        terms = self._terms()
        stale = [name for name in self._checkable() if not self._is_fresh(name, terms)]
        if not stale:
            self._dispatcher.emit(command)
            return
        self._wish += 1
        self._scope.start("pre-flight before auto", self._arm_later(command, self._wish, stale))

    def beat(self) -> None:
        """Begin what is due; called on every beat of a loop that is alive."""
        now = self._clock()
        for name in self._checkable():
            report = self._latest.get(name)
            every = _EVERY_NS if report is not None and report.present else _AGAIN_NS
            begun_at = self._begun_at.get(name)
            if begun_at is None or now - begun_at >= every:
                self._begin(name)

    def run(self) -> None:
        """Look at every venue now: the trader asks."""
        for name in self._checkable():
            self._begin(name)

    def _checkable(self) -> list[str]:
        return [name for name, venue in self._venues.items() if isinstance(venue, TellsItsState)]

    def _is_fresh(self, name: str, terms: Terms) -> bool:
        report = self._latest.get(name)
        if report is None or not report.passed or self._made_under[name] != terms:
            return False
        return self._clock() - report.at <= _FRESH_NS

    async def _arm_later(self, command: Command, wish: int, names: list[str]) -> None:
        for name in names:
            self._begin(name)
        await asyncio.gather(*(self._finished(name) for name in names))
        if wish == self._wish:
            self._dispatcher.emit(msgspec.structs.replace(command, at=self._clock()))

    async def _finished(self, name: str) -> None:
        under_way = self._under_way.get(name)
        if under_way is not None:
            await under_way.wait()

    def _begin(self, name: str) -> None:
        if name not in self._under_way:
            self._begun_at[name] = self._clock()
            done = self._under_way[name] = asyncio.Event()
            self._scope.start(f"pre-flight of {name}", self._look(name, done))

    async def _look(self, name: str, done: asyncio.Event) -> None:
        try:
            looks = 1
            terms = self._terms()
            report = await self._looked_over(name, terms)
            while terms != (now := self._terms()) and looks < _MOST_LOOKS:
                looks, terms = looks + 1, now
                report = await self._looked_over(name, terms)
            self._take(report, terms)
        finally:
            done.set()
            self._under_way.pop(name, None)

    async def _looked_over(self, name: str, terms: Terms) -> PreflightReport:
        venue = self._venues[name]
        assert isinstance(venue, TellsItsState)
        try:
            async with asyncio.timeout(_TIMEOUT_S):
                report = judged(await venue.preflight(terms.target_leverage), terms)
            if self._accounts is not None and report.present:
                report = await self._accounts.checked(report)
        except Exception as error:  # noqa: BLE001 - a venue's edge: it counts as no answer
            _log.exception("the pre-flight of %s failed", name)
            report = unreachable(name, self._clock(), f"failed ({type(error).__name__})")
        return report

    def _take(self, report: PreflightReport, terms: Terms) -> None:
        self._latest[report.venue] = report
        self._made_under[report.venue] = terms
        self.reports = tuple(self._latest[name] for name in self._venues if name in self._latest)
        if not report.present:
            return  # freezes of their own tell of lost feeds; the verdict stays until it answers
        self._warn(report)
        red = report.red
        self._hold(report.venue, passed=not red, detail=red[0].words if red else "")
        if red and self._dispatcher.armed:
            self._disarm(report.venue, red[0], red[0].words)
        elif self._dispatcher.armed:
            before = self._armed_with.get(report.venue)
            # What could not be read just now has not changed; the next look will tell.
            told = [line for line in _settled(report) if line.state is not CheckState.UNKNOWN]
            # Nor has what could not be read when auto was armed, and is told for the first time.
            known = [line for line in before or () if line.state is not CheckState.UNKNOWN]
            changed = [line for line in told if line not in known and _among(line, known)]
            if changed:
                self._disarm(report.venue, changed[0], f"changed outside: {changed[0].words}")
            kept = [line for line in before or () if not _among(line, told)]
            self._armed_with[report.venue] = (*told, *kept)

    def _hold(self, name: str, *, passed: bool, detail: str) -> None:
        if self._told.get(name) != (passed, detail):
            self._told[name] = (passed, detail)
            self._dispatcher.emit(
                VenueCheck(at=self._clock(), venue=name, passed=passed, detail=detail)
            )

    def _disarm(self, venue: str, line: CheckLine, words: str) -> None:
        reason = _REASONS.get(line.check, Reason.PREFLIGHT)
        self._dispatcher.disarm(reason.value)
        self._dispatcher.alert(Level.ALARM, reason, venue=venue, detail=words)

    def _warn(self, report: PreflightReport) -> None:
        """Tell of each warning once, and again after it had gone."""
        warnings = [line for line in report.lines if line.state is CheckState.WARNING]
        told = self._warned.get(report.venue, frozenset())
        self._warned[report.venue] = frozenset((line.check, line.symbol) for line in warnings)
        for line in warnings:
            if (line.check, line.symbol) not in told:
                reason = _REASONS.get(line.check, Reason.PREFLIGHT)
                if line.check is Check.KEY:
                    reason = Reason.PREFLIGHT  # it is accepted, and could be safer
                self._dispatcher.alert(Level.WARNING, reason, venue=report.venue, detail=line.words)

    def _see(self, event: AnyEvent, outputs: list[AnyOutput]) -> None:
        match event:
            case Command(name=CommandName.MANUAL | CommandName.KILL):
                self._wish += 1
            case Command(name=CommandName.SET_POLICY | CommandName.RESUME):
                self._begun_at.clear()  # another leverage may be needed, or a red line accepted
            case FeedChanged(feed=Feed.ACCOUNT, state=FeedState.LIVE, venue=venue):
                self._begun_at.pop(venue, None)
            case _:
                pass
        if any(isinstance(output, ModeChanged) and output.mode is Mode.AUTO for output in outputs):
            self._armed_with = {
                name: _settled(report) for name, report in self._latest.items() if report.present
            }


def _settled(report: PreflightReport) -> tuple[CheckLine, ...]:
    return tuple(line for line in report.lines if line.check in _SETTLED)


def _among(line: CheckLine, others: Sequence[CheckLine]) -> bool:
    return any((line.check, line.symbol) == (other.check, other.symbol) for other in others)
