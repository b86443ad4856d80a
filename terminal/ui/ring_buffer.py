"""The newest points of a time series, kept in place: appending and looking cost no copy."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class RingBuffer:
    """Up to `capacity` points of one time and several values; the oldest make room.

    Every point is written twice, `capacity` apart, so that the newest points are always one
    contiguous slice. Times are seconds since the epoch, as a chart's axis wants them, and must
    not go backwards; unknown values are NaN.
    """

    __slots__ = ("_columns", "_next", "_size", "capacity", "width")

    def __init__(self, capacity: int, width: int = 1) -> None:
        """Make room for `capacity` points of `width` values each."""
        if capacity < 1 or width < 1:
            raise ValueError(f"a ring needs room: {capacity} points of {width} values")
        self.capacity = capacity
        self.width = width
        self._columns = np.full((width + 1, 2 * capacity), np.nan)
        self._next = 0
        self._size = 0

    def __len__(self) -> int:
        """Return how many points are kept."""
        return self._size

    def append(self, time: float, *values: float) -> None:
        """Keep one more point; the oldest goes where there is no room left."""
        if len(values) != self.width:
            raise ValueError(f"{self.width} values a point, not {len(values)}")
        if self._size and time < self.last_time:
            raise ValueError(f"time runs backwards: {time} after {self.last_time}")
        self._write(self._next, time, values)
        self._next = (self._next + 1) % self.capacity
        self._size = min(self._size + 1, self.capacity)

    def replace_last(self, time: float, *values: float) -> None:
        """Put a newer state of the newest point in its place, so that time is gridded."""
        if not self._size:
            raise IndexError("the ring is empty")
        self._write((self._next - 1) % self.capacity, time, values)

    def clear(self) -> None:
        """Forget every point."""
        self._next = self._size = 0

    @property
    def last_time(self) -> float:
        """The time of the newest point; IndexError where there is none."""
        if not self._size:
            raise IndexError("the ring is empty")
        return float(self._columns[0, (self._next - 1) % self.capacity])

    def times(self) -> Floats:
        """Return the times, oldest first: a read-only view, valid until the next append."""
        return self._view(0)

    def values(self, column: int = 0) -> Floats:
        """Return one column of values, oldest first: a read-only view like `times`."""
        if not 0 <= column < self.width:
            raise IndexError(f"no column {column} in a ring of {self.width}")
        return self._view(column + 1)

    def since(self, time: float) -> int:
        """Return the index of the first point at or after `time`."""
        return int(np.searchsorted(self.times(), time))

    def extent(self, column: int = 0, start: int = 0) -> tuple[float, float] | None:
        """Return least and greatest known value from index `start` on; None where none is."""
        values = self.values(column)[start:]
        if not len(values):
            return None
        least, greatest = float(np.fmin.reduce(values)), float(np.fmax.reduce(values))
        return None if np.isnan(least) else (least, greatest)

    def _write(self, index: int, time: float, values: tuple[float, ...]) -> None:
        for row, value in enumerate((time, *values)):
            self._columns[row, index] = value
            self._columns[row, index + self.capacity] = value

    def _view(self, row: int) -> Floats:
        stop = self._next if self._next >= self._size else self._next + self.capacity
        view = self._columns[row, stop - self._size : stop]
        view.flags.writeable = False
        return view
