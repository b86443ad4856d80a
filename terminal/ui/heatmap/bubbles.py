"""Public trades over the heatmap: which bubbles are drawn of them. Pure."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from terminal.ui.heatmap.raster import Frame
from terminal.ui.heatmap.trade_cells import TradeCells

SMALLEST, LARGEST = 3, 11  # radius, px
_CELL = 8  # px: trades nearer to each other than this are one bubble
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
    rows = frame.top - cells.ticks // frame.group
    seen = (cells.numbers >= first) & (cells.numbers < first + samples)
    seen &= (rows >= 0) & (rows < frame.rows) & (cells.contracts > 0)
    contracts, sides = cells.contracts[seen], cells.sides[seen]
    x = (cells.numbers[seen] - first + 0.5) * (width / samples)
    y = (rows[seen] + 0.5) * row
    columns = width // _CELL + 2
    # A cell keeps its trades as the picture moves on: it is counted from the epoch.
    moment = (cells.numbers[seen] * (width / samples) // _CELL).astype(np.int64)
    cell = ((y // _CELL).astype(np.int64) * columns + moment % columns) * 2 + (sides > 0)
    _, place = np.unique(cell, return_inverse=True)
    sums = np.bincount(place, contracts)
    if not len(sums):
        nothing = np.zeros(0)
        return Bubbles(nothing, nothing, nothing.astype(np.int64), nothing.astype(np.int64))
    side = np.zeros(len(sums), np.int64)
    side[place] = sides
    full = float(np.quantile(sums, _FULL_AT))
    share = np.sqrt(np.minimum(sums / full, 1.0))
    radius = np.rint(SMALLEST + (LARGEST - SMALLEST) * share).astype(np.int64)
    largest = np.argsort(-sums, kind="stable")[:_MOST]
    mean_x = np.bincount(place, contracts * x) / sums
    mean_y = np.bincount(place, contracts * y) / sums
    return Bubbles(mean_x[largest], mean_y[largest], radius[largest], side[largest])
