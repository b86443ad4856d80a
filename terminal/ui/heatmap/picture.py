"""The heatmap's image: scrolled by a column at a time, made anew only where the view changes."""

import numpy as np
from PySide6.QtGui import QImage

from terminal.ui.heatmap.raster import (
    Frame,
    Pixels,
    scale_of,
    shaded,
    strengths_of,
    traded_rows,
)
from terminal.ui.heatmap.recording import Recording

_SCALED_EVERY = 40  # columns: how often the strength of the colours is looked at again


class Picture:
    """Pixels of the newest columns of a recording; one column costs what one column has.

    `colours` is the palette, `trade` the colour of a trade (0xFFRRGGBB).
    """

    __slots__ = ("_colours", "_key", "_pixels", "_scale", "_scaled", "_trade", "newest")

    def __init__(self, colours: Pixels, trade: int) -> None:
        self._colours = colours
        self._trade = trade
        self._key: object = None
        self._pixels: Pixels = np.zeros((1, 1), np.uint32)
        self._scale = 1.0
        self._scaled = 0
        self.newest = -1  # the number of the newest column drawn

    @property
    def image(self) -> QImage:
        """The pixels as an image that shares their memory: paint it before the next `advance`."""
        high, wide = self._pixels.shape
        memory = self._pixels.data
        return QImage(memory, wide, high, wide * 4, QImage.Format.Format_RGB32)

    def advance(
        self,
        recording: Recording,
        frame: Frame,
        count: int,
        stride: int,
        tick: float,
        *,
        dots: bool = True,
    ) -> int:
        """Draw the columns that are new since the last call; return how many they were.

        With `dots` a move of the last price is a dot: for where the trades themselves are not told.
        """
        newest = recording.newest // stride * stride  # the same samples from picture to picture
        key = (recording, frame, count, stride, dots)
        new = (newest - self.newest) // stride
        if key != self._key or not 0 <= new < count or self._scaled >= _SCALED_EVERY:
            columns = recording.columns(newest, count, stride)
            scale = scale_of(strengths_of(columns, frame))
            if key != self._key or not 0 <= new < count or scale != self._scale:
                self._key, self._scale, new = key, scale, count
                self._pixels = np.zeros((frame.rows, count), np.uint32)
            self._scaled = 0
        if not new:
            return 0
        # One column more than is new: a trade is a difference from the column before.
        columns = recording.columns(newest, new + 1, stride)
        drawn = self._colours[shaded(strengths_of(columns, frame), self._scale)]
        if dots:
            rows, places = traded_rows(columns, frame, tick)
            drawn[rows, places] = self._trade
        if new < count:
            self._pixels[:, :-new] = self._pixels[:, new:].copy()
        self._pixels[:, -new:] = drawn[:, -new:]
        self._scaled += new
        self.newest = newest
        return new
