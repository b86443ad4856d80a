"""Public trades over the heatmap: which bubbles are drawn of them. Pure."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from terminal.ui.heatmap.raster import Frame
from terminal.ui.heatmap.trade_cells import TradeCells

SMALLEST, LARGEST = 3, 11  # radius, px
_WIDE, _HIGH = 12, 8  # px: trades nearer to each other than this are one bubble
_MOST = 400
_FULL_AT = 0.98  # the quantile of sizes that is drawn at full size

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class Bubbles(NamedTuple):
    """What to draw, the small ones last: centre in px of the picture, radius in px, side ±1."""

    x: Floats
    y: Floats
    radius: Ints
    side: Ints


def bubbles(
    cells: TradeCells, frame: Frame, first: int, samples: int, width: int, row: int
) -> Bubbles:
    """Return what to draw in a picture `width` px wide, of `row` px a row of prices.

    It shows `samples` samples from number `first` on. Trades of one side that would cover
    each other are one bubble, at their mean price and moment weighted by contracts.
    """
    kept = np.flatnonzero((cells.numbers >= first) & (cells.numbers < first + samples))
    rows = frame.top - cells.ticks[kept] // frame.group
    seen = (rows >= 0) & (rows < frame.rows)
    kept, rows = kept[seen], rows[seen]
    if not len(kept):
        return NOTHING
    contracts, sides, numbers = cells.contracts[kept], cells.sides[kept], cells.numbers[kept]
    scale = width / samples
    x, y = (numbers - first + 0.5) * scale, (rows + 0.5) * row
    # A cell keeps its trades as the picture moves on: it is counted from the epoch.
    columns = width // _WIDE + 2
    moment = (numbers * scale // _WIDE).astype(np.int64) % columns
    place = ((y // _HIGH).astype(np.int64) * columns + moment) * 2 + (sides > 0)
    sums = np.bincount(place, contracts)
    used = np.flatnonzero(sums)
    used = used[np.argsort(-sums[used], kind="stable")[:_MOST]]
    full = float(np.quantile(sums[used], _FULL_AT))
    share = np.sqrt(np.minimum(sums[used] / full, 1.0))
    return Bubbles(
        np.bincount(place, contracts * x)[used] / sums[used],
        np.bincount(place, contracts * y)[used] / sums[used],
        np.rint(SMALLEST + (LARGEST - SMALLEST) * share).astype(np.int64),
        used % 2 * 2 - 1,
    )


NOTHING = Bubbles(np.zeros(0), np.zeros(0), np.zeros(0, np.int64), np.zeros(0, np.int64))
