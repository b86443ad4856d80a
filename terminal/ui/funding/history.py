"""What the EMA would have predicted for every settlement of the past. Pure."""

from collections.abc import Sequence
from math import nan

import numpy as np

from terminal.engine.funding.prediction import FundingPrediction
from terminal.ui.ring_buffer import Floats


def predictions(settled: Sequence[tuple[int, float]], half_life: float) -> list[float]:
    """Return the prediction that stood before each settlement, and before the running one.

    One longer than `settled`; NaN where nothing had been settled yet.
    """
    prediction = FundingPrediction(half_life)
    made = [nan]
    for _, rate in settled:
        prediction.settle(rate)
        made.append(prediction.predict(None, 0.0) or 0.0)
    return made


def bar_spans(settled_at: Floats, interval_s: float | None) -> tuple[Floats, Floats]:
    """Return the begin and end of the interval that each settlement closed, in seconds.

    An interval begins where the one before ended; after a gap in the history it is as long as
    the neighbouring ones, and never longer than a day.
    """
    if not len(settled_at):
        return settled_at, settled_at
    gaps = np.diff(settled_at, prepend=np.nan)
    usual = interval_s or 28_800.0
    gaps[0] = gaps[1] if len(gaps) > 1 else usual
    known = gaps[(gaps > 0) & (gaps <= 86_400.0)]
    longest = 1.5 * float(np.median(known)) if len(known) else usual
    lengths = np.where((gaps > 0) & (gaps <= max(longest, usual)), gaps, usual)
    return settled_at - lengths, settled_at
