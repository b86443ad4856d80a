"""Fewer points than pixels, without losing an extreme."""

import numpy as np

from terminal.ui.ring_buffer import Floats


def thinned(times: Floats, values: Floats, most: int) -> tuple[Floats, Floats]:
    """Return at most about `most` points: each bin's least and greatest in their order of time.

    Unknown values are left out.
    """
    known = np.isfinite(values)
    if not known.all():
        times, values = times[known], values[known]
    size = len(values)
    if size <= most or most < 4:
        return times, values
    bins = most // 2
    width = -(-size // bins)
    whole = size // width * width
    shaped = values[:whole].reshape(-1, width)
    base = np.arange(len(shaped)) * width
    low, high = shaped.argmin(axis=1) + base, shaped.argmax(axis=1) + base
    chosen = np.unique(np.concatenate((low, high, np.arange(whole, size), [0, size - 1])))
    return times[chosen], values[chosen]
