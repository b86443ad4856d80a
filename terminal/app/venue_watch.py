"""Watches whether each venue delivers, and tells the trader when one does not.

A venue connects by itself and keeps trying, which is right and looks like nothing at all: a
trader must see that a venue is not there.
"""

from collections.abc import Iterable

from terminal.app.contracts import TellsTrouble
from terminal.app.dispatcher import Dispatcher
from terminal.model.errors import AuthenticationError, ClockError, TerminalError
from terminal.model.events import (
    Account,
    AnyEvent,
    BookUpdate,
    Feed,
    FeedChanged,
    FeedState,
    Funding,
    InstrumentListed,
    Mark,
    OpenOrders,
)
from terminal.model.outputs import AnyOutput, Level
from terminal.model.reasons import Reason
from terminal.ui.desk import VenueHealth, VenueState
from terminal.venues.base import Clock, Venue

_FIRST_WORD_S = 10
_LOST_S = 5

SPEAKS_FOR: dict[type, Feed] = {
    Mark: Feed.MARK,
    BookUpdate: Feed.BOOK,
    Funding: Feed.FUNDING,
    Account: Feed.ACCOUNT,
    OpenOrders: Feed.ORDERS,
}
_BAD = frozenset({VenueState.UNAVAILABLE, VenueState.REFUSED})


class _Watched:
    """What is known of one venue's run."""

    def __init__(self, venue: Venue, at: int) -> None:
        self.venue = venue
        self.begun_at = at
        self.heard = False
        self.failure: Exception | None = None
        self.ended = False
        self.had: set[Feed] = set()
        self.lost: dict[tuple[Feed, str | None], tuple[int, str]] = {}
        self.health = VenueHealth(venue.name, VenueState.CONNECTING, at)
        self.told = False

    def take(self, event: AnyEvent) -> None:
        """Note what an event says of the connection."""
        if isinstance(event, FeedChanged):
            self._take_feed(event)
            return
        feed = SPEAKS_FOR.get(type(event))
        if feed is not None:
            self.had.add(feed)
        if feed is not None or isinstance(event, InstrumentListed):
            self.heard = True
            self.failure = None

    def _take_feed(self, event: FeedChanged) -> None:
        if event.state is FeedState.DISCONNECTED:
            key = (event.feed, event.symbol)
            since_at, detail = self.lost.get(key, (event.at, ""))
            self.lost[key] = (since_at, event.detail or detail)
            return
        self.had.add(event.feed)
        for key in list(self.lost):
            if key[0] is event.feed and event.symbol in (None, key[1]):
                del self.lost[key]

    def judged(self, at: int) -> tuple[VenueState, str]:
        """Return the state at `at`, and why."""
        if self.ended:
            return VenueState.ENDED, "" if self.failure is None else _words(self.failure)
        if self.failure is not None:
            return _state_of(self.failure), _words(self.failure)
        trouble = self.venue.trouble if isinstance(self.venue, TellsTrouble) else None
        if not self.heard:
            if trouble is not None:
                return _state_of(trouble), _words(trouble)
            if at - self.begun_at <= _FIRST_WORD_S * 10**9:
                return VenueState.CONNECTING, ""
            return VenueState.UNAVAILABLE, f"no answer for {_FIRST_WORD_S} s; the log may say why"
        gone = {
            feed: detail
            for (feed, _), (since_at, detail) in self.lost.items()
            if feed in self.had and at - since_at > _LOST_S * 10**9
        }
        if not gone and isinstance(trouble, AuthenticationError):
            return VenueState.REFUSED, _words(trouble)  # the market goes on without the account
        if not gone:
            return VenueState.LIVE, ""
        why = _words(trouble) if trouble is not None else next(filter(None, gone.values()), "")
        names = ", ".join(feed.value for feed in Feed if feed in gone)
        state = VenueState.UNAVAILABLE if trouble is None else _state_of(trouble)
        return state, f"lost: {names}" + (f"; {why}" if why else "")


class VenueWatch:
    """Judges every venue on each beat; lives on the engine's loop, any thread may read `health`."""

    def __init__(self, *, dispatcher: Dispatcher, clock: Clock) -> None:
        self._dispatcher = dispatcher
        self._clock = clock
        self._watched: dict[str, _Watched] = {}
        self.health: tuple[VenueHealth, ...] = ()
        dispatcher.observe(self._see)

    def attach(self, venues: Iterable[Venue]) -> None:
        """Watch these venues from now on."""
        at = self._clock()
        self._watched = {venue.name: _Watched(venue, at) for venue in venues}
        self._publish()

    def begun(self, name: str) -> None:
        """A venue's run begins, again perhaps; what it lost stays lost until it speaks."""
        watched = self._watched[name]
        watched.begun_at, watched.heard, watched.ended = self._clock(), False, False

    def failed(self, name: str, error: Exception) -> None:
        """A venue's run failed and will begin again."""
        self._watched[name].failure = error
        self._judge(self._watched[name])
        self._publish()

    def ended(self, name: str, error: Exception | None = None) -> None:
        """A venue's run is over: it said all it had, or only a person can mend what is wrong."""
        watched = self._watched[name]
        watched.ended, watched.failure = True, error
        self._judge(watched)
        self._publish()

    def beat(self) -> None:
        """Judge each venue by now."""
        for watched in self._watched.values():
            self._judge(watched)
        self._publish()

    def _see(self, event: AnyEvent, _: list[AnyOutput]) -> None:
        watched = self._watched.get(getattr(event, "venue", None) or "")
        if watched is not None:
            watched.take(event)

    def _publish(self) -> None:
        self.health = tuple(watched.health for watched in self._watched.values())

    def _judge(self, watched: _Watched) -> None:
        at = self._clock()
        state, detail = watched.judged(at)
        before = watched.health
        if (state, detail) == (before.state, before.detail):
            return
        if state is VenueState.CONNECTING and watched.told:
            return  # begun again after a failure: no better than that until it speaks
        since_at = before.since_at if state is before.state else at
        watched.health = VenueHealth(before.name, state, since_at, detail)
        if state in _BAD or (state is VenueState.ENDED and detail):
            watched.told = True
            if state is VenueState.REFUSED and self._dispatcher.armed:
                self._dispatcher.disarm(_refusal_of(watched).value)
            self._tell(Level.ALARM, watched)
        elif state is VenueState.LIVE and watched.told:
            watched.told = False
            self._tell(Level.INFO, watched)

    def _tell(self, level: Level, watched: _Watched) -> None:
        health = watched.health
        refused = health.state is VenueState.REFUSED
        reason = _refusal_of(watched) if refused else Reason.VENUE_UNAVAILABLE
        detail = health.detail or "delivers again"
        self._dispatcher.alert(level, reason, venue=health.name, detail=detail)


def _refusal_of(watched: _Watched) -> Reason:
    venue = watched.venue
    trouble = watched.failure or (venue.trouble if isinstance(venue, TellsTrouble) else None)
    return Reason.CLOCK_SKEW if isinstance(trouble, ClockError) else Reason.VENUE_REFUSED_KEY


def _state_of(error: Exception) -> VenueState:
    refused = isinstance(error, AuthenticationError)
    return VenueState.REFUSED if refused else VenueState.UNAVAILABLE


def _words(error: Exception) -> str:
    """Return what may be shown: the text of an error that is not ours may hold anything."""
    return str(error) if isinstance(error, TerminalError) else type(error).__name__
