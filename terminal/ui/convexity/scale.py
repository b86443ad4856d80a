"""Where the payoff's moves and values lie in pixels, and the values written beside them. Pure."""

from math import ceil, floor, log10
from typing import NamedTuple

from PySide6.QtCore import QRect

from terminal.ui import format as show
from terminal.ui.convexity.steps import REACH

_ROOM = 34  # pixels of height for one value: laying out texts is most of what painting costs


class Scale(NamedTuple):
    """Where moves and values lie in pixels."""

    area: QRect
    least: float
    greatest: float

    def x(self, move: float) -> float:
        """Return the place of a move in percent."""
        return self.area.left() + (move + REACH) / (2 * REACH) * self.area.width()

    def y(self, value: float) -> float:
        """Return the place of a value."""
        share = (value - self.least) / (self.greatest - self.least)
        return self.area.bottom() - share * self.area.height()


def ticks(scale: Scale, *, coin: bool) -> list[tuple[float, str]]:
    """Return round values with their texts, as dense as the height allows."""
    room = (scale.greatest - scale.least) * _ROOM / max(scale.area.height(), _ROOM)
    power = 10.0 ** floor(log10(room))
    step = next(power * digit for digit in (1, 2, 5, 10) if power * digit >= room * 0.999)
    values = [step * n for n in range(ceil(scale.least / step), floor(scale.greatest / step) + 1)]
    sign = "" if coin else "$"
    unit, suffix = next(
        ((u, name) for u, name in ((1e9, "B"), (1e6, "M"), (1e3, "k")) if values[-1] >= 10 * u),
        (1.0, ""),
    )
    decimals = max(0, -floor(log10(step / unit) + 1e-9))
    return [
        (v, f"{sign}{show.number(v / unit, decimals)}{suffix}" if v else f"{sign}0") for v in values
    ]
