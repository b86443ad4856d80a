"""What the heatmap remembers of every instrument: the book, four times a second. Pure."""

from collections import deque
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from terminal.engine.snapshot import LegState
from terminal.model.book import Levels
from terminal.model.events import Fill, FillType, Side
from terminal.model.outputs import OrderIntent
from terminal.model.trades import PublicTrades
from terminal.ui.desk import Pushed
from terminal.ui.heatmap.trade_cells import SAMPLE_NS, TradeCells
from terminal.ui.panel import Focus, book_stale
from terminal.ui.price.history import FillMark

SAMPLE_S = SAMPLE_NS / 1e9
CAPACITY = 2_400  # ten minutes
LEVELS = 50  # of each side
_NAN = float("nan")
_MARKS = 400

Ints = NDArray[np.int64]
Sizes = NDArray[np.float32]
Prices = NDArray[np.float64]


class Columns(NamedTuple):
    """Some moments of the book, oldest first; the first half of a row are bids.

    `numbers` count samples since the epoch; `ticks` are prices in whole ticks, `sizes` contracts
    (0: no level). `mark` and `last` are USD, NaN where unknown.
    """

    numbers: Ints
    ticks: Ints
    sizes: Sizes
    mark: Prices
    last: Prices


class Recording:
    """One instrument's book over the last ten minutes, in place. `version` counts its columns."""

    __slots__ = (
        "_columns", "_last", "_mark", "_number", "_sizes", "_tick", "_ticks", "fills", "trades",
        "version",
    )  # fmt: skip

    def __init__(self) -> None:
        self._ticks = np.zeros((CAPACITY, 2 * LEVELS), np.int64)
        self._sizes = np.zeros((CAPACITY, 2 * LEVELS), np.float32)
        self._columns = np.full(CAPACITY, -1, np.int64)  # the number of the sample in each place
        self._mark = np.full(CAPACITY, _NAN)
        self._last = np.full(CAPACITY, _NAN)
        self._number = -1
        self._tick = _NAN
        self.fills: deque[FillMark] = deque(maxlen=_MARKS)
        self.trades = TradeCells()
        self.version = 0

    @property
    def newest(self) -> int:
        """The number of the newest sample, −1 before the first."""
        return self._number

    def sample(self, at: int, leg: LegState) -> None:
        """Keep the book of `at` (ns); later ones of the same quarter of a second are left out."""
        number = at // SAMPLE_NS  # as a float, a moment would round into its neighbour
        if number <= self._number:
            return
        place = number % CAPACITY
        self._number, self._tick = number, float(leg.instrument.tick_size)
        self._columns[place] = number
        self._sizes[place] = 0.0
        self._mark[place] = _NAN if leg.mark_price is None else leg.mark_price
        self._last[place] = _NAN if leg.last_price is None else leg.last_price
        if not book_stale(leg):  # an old book leaves a gap: nobody knows what stood there
            self._keep(place, 0, leg.bids, self._tick)
            self._keep(place, LEVELS, leg.asks, self._tick)
        self.version += 1

    def _keep(self, place: int, start: int, levels: Levels, tick: float) -> None:
        best = levels[:LEVELS]
        if not best:
            return
        figures = np.array(best)
        stop = start + len(best)
        self._ticks[place, start:stop] = np.rint(figures[:, 0] / tick)
        self._sizes[place, start:stop] = figures[:, 1]

    def fill(self, fill: Fill, side: int) -> None:
        """Mark a fill of our own."""
        self.fills.append(FillMark(fill.at / 1e9, fill.price, side, fill.contracts))
        self.version += 1

    def trade(self, told: PublicTrades) -> None:
        """Keep public trades; before the contract is seen nobody knows its ticks."""
        if self._tick > 0:
            self.trades.add(told.trades, self._tick)

    def marks(self, last: int, count: int, stride: int = 1) -> Prices:
        """Return the mark price of the same samples as `columns`, NaN where it is not known."""
        numbers = np.arange(last - (count - 1) * stride, last + 1, stride)
        places = numbers % CAPACITY
        return np.where(self._columns[places] == numbers, self._mark[places], _NAN)

    def columns(self, last: int, count: int, stride: int = 1) -> Columns:
        """Return `count` samples ending at number `last`, every `stride`-th; unknown ones empty."""
        numbers = np.arange(last - (count - 1) * stride, last + 1, stride)
        places = numbers % CAPACITY
        known = self._columns[places] == numbers
        sizes = self._sizes[places]
        sizes[~known] = 0.0
        mark = np.where(known, self._mark[places], _NAN)
        traded = np.where(known, self._last[places], _NAN)
        return Columns(numbers, self._ticks[places], sizes, mark, traded)


class Recordings:
    """The recording of every instrument; sides of fills are known from the orders' intents."""

    def __init__(self) -> None:
        self._recordings: dict[Focus, Recording] = {}
        self._sides: dict[str, int] = {}

    def of(self, focus: Focus) -> Recording:
        """Return the recording of one instrument."""
        found = self._recordings.get(focus)
        if found is None:
            found = self._recordings[focus] = Recording()
        return found

    def observe(self, at: int, legs: Iterable[LegState], pushed: Iterable[Pushed]) -> None:
        """Take note of a frame."""
        for leg in legs:
            self.of(Focus(leg.instrument.venue, leg.instrument.symbol)).sample(at, leg)
        for event in pushed:
            if isinstance(event, OrderIntent):
                self._sides[event.client_order_id] = event.side.sign
                if len(self._sides) > _MARKS:
                    del self._sides[next(iter(self._sides))]
            elif isinstance(event, PublicTrades):
                self.of(Focus(event.venue, event.symbol)).trade(event)
            elif isinstance(event, Fill) and event.fill_type is not FillType.FUNDING:
                side = self._sides.get(event.client_order_id or "", 0)
                if event.side is not None:
                    side = 1 if event.side is Side.BUY else -1
                self.of(Focus(event.venue, event.symbol)).fill(event, side)
