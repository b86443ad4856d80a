"""Where ticks stand and which range is shown. Pure."""

from collections.abc import Iterable
from math import ceil, floor, log10
from typing import NamedTuple

from terminal.ui import zone

_TIME_STEPS_S = (
    *(1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800),
    *(3600, 7200, 14_400, 28_800, 43_200, 86_400),
)
_PADDING = 0.12


class Span(NamedTuple):
    """A range of values, `low` below `high`."""

    low: float
    high: float

    @property
    def size(self) -> float:
        """How much lies between both."""
        return self.high - self.low


def value_ticks(span: Span, most: int) -> list[float]:
    """Return at most `most` or so round values inside the span."""
    if span.size <= 0 or most < 1:
        return []
    rough = span.size / most
    power = 10.0 ** floor(log10(rough))
    step = next(power * digit for digit in (1, 2, 5, 10) if power * digit >= rough * 0.9999)
    first, last = ceil(span.low / step - 1e-9), floor(span.high / step + 1e-9)
    return [number * step for number in range(first, last + 1)]


def time_ticks(since_s: float, until_s: float, most: int) -> tuple[list[int], str]:
    """Return at most `most` round moments and how to write them."""
    rough = (until_s - since_s) / max(1, most)
    step = next((step for step in _TIME_STEPS_S if step >= rough), _TIME_STEPS_S[-1])
    first = ceil(since_s / step)
    shape = "%H:%M" if step >= 60 else "%H:%M:%S"
    return [step * number for number in range(first, floor(until_s / step) + 1)], shape


def moment(time_s: float, shape: str) -> str:
    """Return a moment in the zone that is shown."""
    return f"{zone.moment(time_s):{shape}}"


def fitted(
    shown: Span | None, extents: Iterable[tuple[float, float] | None], least_share: float
) -> Span | None:
    """Return the range for data with these extents; the one shown, while it still fits.

    A still axis is legible: the range changes only when the data leaves it or fills less than
    half of it. It never shows less than `least_share` of the greatest magnitude.
    """
    known = [extent for extent in extents if extent is not None]
    if not known:
        return shown
    low, high = min(extent[0] for extent in known), max(extent[1] for extent in known)
    size = max(high - low, max(abs(low), abs(high)) * least_share) or 1.0
    if shown and shown.low <= low and high <= shown.high and size > 0.5 * shown.size:
        return shown
    middle = (low + high) / 2
    half = size * (0.5 + _PADDING)
    return Span(middle - half, middle + half)
