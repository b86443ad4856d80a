"""What the price chart remembers of every instrument, whether it is looked at or not."""

from collections import deque
from collections.abc import Iterable
from enum import IntEnum
from typing import NamedTuple

from terminal.engine.snapshot import LegState
from terminal.model.events import Fill, FillType, Side
from terminal.model.outputs import Freeze, OrderIntent, Unfreeze
from terminal.model.reasons import Reason
from terminal.model.trades import PublicTrades, TradeFeed, TradeFeedChanged
from terminal.ui.desk import Pushed
from terminal.ui.panel import Focus
from terminal.ui.ring_buffer import RingBuffer

_NAN = float("nan")
_SAMPLES = 36_000  # two hours at five a second
_SAMPLE_S = 0.2
_MARKS = 400
# Before a feed's first word nothing has gone wrong: no span.
_NOT_YET = (Reason.MARK_UNKNOWN, Reason.FUNDING_UNKNOWN, Reason.ACCOUNT_UNKNOWN)


class Column(IntEnum):
    """The values of one sample; LOWEST and HIGHEST are of the trades since the one before."""

    MARK = 0
    INDEX = 1
    LAST = 2
    TARGET = 3
    POSITION = 4
    LOWEST = 5
    HIGHEST = 6


class FillMark(NamedTuple):
    """A fill on the time axis; `side` is +1, −1, or 0 where nobody said."""

    time_s: float
    price: float
    side: int
    contracts: float


class Span(NamedTuple):
    """A stretch of time in which scaling was frozen; open while `until_s` is None."""

    since_s: float
    until_s: float | None
    reason: Reason


class History:
    """Samples, fills and freezes of one instrument. `version` counts every change.

    The last price is that of the last public trade while those are told, else the venue's word.
    """

    __slots__ = ("_extremes", "_traded", "_traded_at", "fills", "samples", "spans", "version")

    def __init__(self) -> None:
        self.samples = RingBuffer(_SAMPLES, len(Column))
        self.fills: deque[FillMark] = deque(maxlen=_MARKS)
        self.spans: deque[Span] = deque(maxlen=_MARKS)
        self.version = 0
        self._traded: float | None = None
        self._traded_at = 0
        self._extremes: tuple[float, float] | None = None

    def trade(self, told: PublicTrades) -> None:
        """Note public trades: their extremes belong to the next sample."""
        for trade in told.trades:
            if trade.traded_at < self._traded_at:
                continue  # told late
            self._traded_at, self._traded = trade.traded_at, trade.price
            low, high = self._extremes or (trade.price, trade.price)
            self._extremes = min(low, trade.price), max(high, trade.price)

    def lose_trades(self) -> None:
        """The trades are not told any more: the venue's last price counts."""
        self._traded = self._extremes = None

    def sample(self, at: int, leg: LegState) -> None:
        """Keep the leg's present figures, at most one sample each fifth of a second."""
        now = at / 1e9
        samples = self.samples
        if leg.mark_price is None or (len(samples) and now < samples.last_time + _SAMPLE_S):
            return
        last = leg.last_price if self._traded is None else self._traded
        last = _NAN if last is None else last
        low, high = self._extremes or (last, last)
        self._extremes = None
        samples.append(
            now,
            leg.mark_price,
            _NAN if leg.index_price is None else leg.index_price,
            last,
            _NAN if leg.target_contracts is None else float(leg.target_contracts),
            _NAN if leg.position_contracts is None else float(leg.position_contracts),
            low,
            high,
        )
        self.version += 1

    def fill(self, fill: Fill, side: int) -> None:
        """Mark a fill."""
        self.fills.append(FillMark(fill.at / 1e9, fill.price, side, fill.contracts))
        self.version += 1

    def freeze(self, at: int, reason: Reason) -> None:
        """Begin a span, unless this reason's span is open already."""
        if reason in _NOT_YET:
            return
        if not any(span.until_s is None and span.reason is reason for span in self.spans):
            self.spans.append(Span(at / 1e9, None, reason))
            self.version += 1

    def unfreeze(self, at: int, reason: Reason) -> None:
        """End the open spans of this reason."""
        for place, span in enumerate(self.spans):
            if span.until_s is None and span.reason is reason:
                self.spans[place] = span._replace(until_s=at / 1e9)
                self.version += 1


class Histories:
    """The histories of all instruments, fed from snapshots and from what is pushed."""

    def __init__(self) -> None:
        self._by_focus: dict[Focus, History] = {}
        self._sides: dict[str, int] = {}

    def of(self, focus: Focus) -> History:
        """Return the history of one instrument, empty at first."""
        known = self._by_focus.get(focus)
        if known is None:  # not setdefault: a history is megabytes, built only where it is new
            known = self._by_focus[focus] = History()
        return known

    def observe(self, at: int, legs: Iterable[LegState], pushed: Iterable[Pushed]) -> None:
        """Take note of one frame."""
        for event in pushed:
            self._note(event)
        for leg in legs:
            self.of(Focus(leg.instrument.venue, leg.instrument.symbol)).sample(at, leg)

    def _note(self, event: Pushed) -> None:
        if isinstance(event, OrderIntent):
            self._sides[event.client_order_id] = event.side.sign
            if len(self._sides) > _MARKS:  # who sent it is asked of its fills only
                del self._sides[next(iter(self._sides))]
        elif isinstance(event, Fill):
            if event.fill_type is not FillType.FUNDING:
                self.of(Focus(event.venue, event.symbol)).fill(event, self._side_of(event))
        elif isinstance(event, PublicTrades):
            self.of(Focus(event.venue, event.symbol)).trade(event)
        elif isinstance(event, TradeFeedChanged):
            if event.state is not TradeFeed.LIVE:
                for history in self._concerned(event):
                    history.lose_trades()
        elif isinstance(event, Freeze | Unfreeze):
            for history in self._concerned(event):
                if isinstance(event, Freeze):
                    history.freeze(event.at, event.reason)
                else:
                    history.unfreeze(event.at, event.reason)

    def _side_of(self, fill: Fill) -> int:
        if fill.side is not None:
            return 1 if fill.side is Side.BUY else -1
        return self._sides.get(fill.client_order_id or "", 0)

    def _concerned(self, event: Freeze | Unfreeze | TradeFeedChanged) -> list[History]:
        if event.venue and event.symbol:
            return [self.of(Focus(event.venue, event.symbol))]
        return [
            history
            for focus, history in self._by_focus.items()
            if event.venue in (None, focus.venue)
        ]
