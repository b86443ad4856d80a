"""From columns of the book to the pixels of one image. Pure."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from terminal.ui.heatmap.recording import LEVELS, Columns, Ints

Pixels = NDArray[np.uint32]
Shades = NDArray[np.uint8]
Strengths = NDArray[np.float64]
SHADES = 128  # 0 is nothing; above it bids from 1, asks from SHADES + 1
_FULL_AT = 0.985  # the quantile of sizes that is drawn at full strength
_SCALED_BY = 120  # columns: the newest decide
_GAMMA = 0.8


class Frame(NamedTuple):
    """Which prices are in the picture: `rows` rows of `group` ticks, the highest is `top`."""

    top: int
    rows: int
    group: int

    @property
    def low_tick(self) -> int:
        """The lower edge of the lowest row, in ticks."""
        return (self.top - self.rows + 1) * self.group


def rows_of(ticks: Ints, group: int, *, up: bool) -> Ints:
    """Return the rows of prices: a bid counts at or below its price, an ask at or above it."""
    return -(-ticks // group) if up else ticks // group


def strengths_of(columns: Columns, frame: Frame) -> Strengths:
    """Return contracts by side (bids, asks), row downwards from the highest price, and column."""
    count = len(columns.numbers)
    strengths = np.zeros((2, frame.rows, count))
    for side in (0, 1):
        part = slice(side * LEVELS, (side + 1) * LEVELS)
        rows = frame.top - rows_of(columns.ticks[:, part], frame.group, up=bool(side))
        sizes = columns.sizes[:, part]
        wanted = (sizes > 0) & (rows >= 0) & (rows < frame.rows)
        moments = np.broadcast_to(np.arange(count)[:, None], rows.shape)
        flat = rows[wanted] * count + moments[wanted]
        summed = np.bincount(flat, weights=sizes[wanted], minlength=frame.rows * count)
        strengths[side] = summed.reshape(frame.rows, count)
    return strengths


def scale_of(strengths: Strengths) -> float:
    """Return the size that is drawn at full strength: steady, because it moves by steps of √2."""
    known = strengths[:, :, -_SCALED_BY:]
    known = known[known > 0]
    if not len(known):
        return 1.0
    place = int(len(known) * _FULL_AT)
    strong = float(np.partition(known, place)[place])
    return float(2.0 ** (np.round(np.log2(max(strong, 1e-12)) * 2) / 2))


def shaded(strengths: Strengths, scale: float) -> Shades:
    """Return the picture as shades: what is there at all is seen, what is at `scale` is full."""
    _, rows, count = strengths.shape
    picture = np.zeros((rows, count), np.uint8)
    for side in (0, 1):
        share = np.minimum(strengths[side] / scale, 1.0) ** _GAMMA
        shades = np.ceil(share * (SHADES - 1)).astype(np.uint8)
        there = shades > 0
        picture[there] = shades[there] + side * SHADES
    return picture


def traded_rows(columns: Columns, frame: Frame, tick: float) -> tuple[Ints, Ints]:
    """Return where the last price moved: row and column of each, those out of sight left out."""
    last = columns.last
    moved = np.zeros(len(last), bool)
    moved[1:] = (last[1:] != last[:-1]) & np.isfinite(last[1:])
    places = np.flatnonzero(moved)
    rows = frame.top - np.rint(last[places] / tick).astype(np.int64) // frame.group
    seen = (rows >= 0) & (rows < frame.rows)
    return rows[seen], places[seen]


def palette(ground: int, bid: int, ask: int) -> Pixels:
    """Return the colour of every shade, from `ground` to `bid` and to `ask` (0xRRGGBB)."""
    table = np.empty(2 * SHADES, np.uint32)
    for side, strong in enumerate((bid, ask)):
        for step in range(SHADES):
            table[side * SHADES + step] = _mixed(ground, strong, step / (SHADES - 1))
    return table


def _mixed(ground: int, strong: int, share: float) -> int:
    colour = 0xFF
    for shift in (16, 8, 0):
        low, high = ground >> shift & 0xFF, strong >> shift & 0xFF
        colour = colour << 8 | round(low + (high - low) * share)
    return colour
