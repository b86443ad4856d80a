"""Candles from samples of a price. Pure."""

from typing import NamedTuple

import numpy as np

from terminal.ui.ring_buffer import Floats

_LENGTHS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)
_MOST = 120


class Candles(NamedTuple):
    """Begin (seconds since the epoch), open, high, low and close of each, oldest first."""

    begins: Floats
    opens: Floats
    highs: Floats
    lows: Floats
    closes: Floats


def length_for(window_s: float) -> float:
    """Return how long a candle lasts where `window_s` seconds are in sight."""
    return float(next((s for s in _LENGTHS_S if window_s / s <= _MOST), _LENGTHS_S[-1]))


def candles(times: Floats, values: Floats, length_s: float, lows: Floats, highs: Floats) -> Candles:
    """Return the candles of `length_s` seconds, on round times; unknown values are left out.

    `lows` and `highs` are what the price touched since the sample before.
    """
    known = np.isfinite(values)
    times, values = times[known], values[known]
    lows, highs = lows[known], highs[known]
    if not len(times):
        return Candles(times, times, times, times, times)
    numbers = np.floor(times / length_s)
    firsts = np.flatnonzero(np.diff(numbers, prepend=numbers[0] - 1))
    lasts = np.append(firsts[1:], len(times)) - 1
    return Candles(
        numbers[firsts] * length_s,
        values[firsts],
        np.maximum.reduceat(highs, firsts),
        np.minimum.reduceat(lows, firsts),
        values[lasts],
    )
