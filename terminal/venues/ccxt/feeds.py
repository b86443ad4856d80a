"""Which streams deliver, reported once when that changes."""

from terminal.model.events import Feed, FeedChanged, FeedState
from terminal.venues.base import Clock, Emit


class FeedBoard:
    """Remembers each feed's state, for a symbol or (without one) for the venue."""

    def __init__(self, venue: str, clock: Clock, emit: Emit) -> None:
        self._venue = venue
        self._clock = clock
        self._emit = emit
        self._states: dict[tuple[Feed, str | None], FeedState] = {}

    def live(self, feed: Feed, symbol: str | None = None) -> None:
        """Report that a feed delivers; call it after the data, so that the data is fresh."""
        self._change(feed, symbol, FeedState.LIVE)

    def lost(self, feed: Feed, symbol: str | None = None, detail: str = "") -> None:
        """Report that a feed is gone, and why."""
        self._change(feed, symbol, FeedState.DISCONNECTED, detail)

    def is_live(self, feed: Feed, symbol: str | None = None) -> bool:
        """Return True while a feed delivers."""
        return self._states.get((feed, symbol)) is FeedState.LIVE

    def _change(self, feed: Feed, symbol: str | None, state: FeedState, detail: str = "") -> None:
        if self._states.get((feed, symbol)) is state:
            return
        self._states[feed, symbol] = state
        self._emit(
            FeedChanged(
                at=self._clock(),
                venue=self._venue,
                feed=feed,
                symbol=symbol,
                state=state,
                detail=detail,
            )
        )
