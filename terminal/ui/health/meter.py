"""What the window measures of itself: frame times, and the cost of painting by panel."""

from collections.abc import Mapping
from math import ceil
from typing import NamedTuple

import numpy as np

from terminal.ui.desk import Health
from terminal.ui.panel import PaintCost
from terminal.ui.ring_buffer import RingBuffer

_FRAMES = 600  # ten seconds of them
_SECONDS = 300


class FrameTimes(NamedTuple):
    """Milliseconds between two frames over the last ten seconds; None before there are any."""

    p50_ms: float | None
    p99_ms: float | None
    per_second: float | None
    most_pushed: int  # events that waited for one frame


class PanelCost(NamedTuple):
    """What one panel's painting costs: over the last second, and at worst since the start."""

    name: str
    paints_per_second: float | None
    mean_ms: float | None
    worst_ms: float | None


class FrameMeter:
    """Times of the frames as they come; `beat` is called on each, so it does next to nothing."""

    __slots__ = ("_intervals", "_last_ns", "_next", "_pushed", "_size", "_worst_ms")

    def __init__(self) -> None:
        self._intervals = np.zeros(_FRAMES)
        self._pushed = np.zeros(_FRAMES, dtype=np.int64)
        self._last_ns: int | None = None
        self._next = 0
        self._size = 0
        self._worst_ms = 0.0

    def beat(self, at_ns: int, pushed: int) -> None:
        """Take note of a frame at `at_ns` (monotonic) that brought `pushed` events."""
        if self._last_ns is not None:
            elapsed = (at_ns - self._last_ns) / 1e6
            self._intervals[self._next] = elapsed
            self._pushed[self._next] = pushed
            self._next = (self._next + 1) % _FRAMES
            self._size = min(self._size + 1, _FRAMES)
            self._worst_ms = max(self._worst_ms, elapsed)
        self._last_ns = at_ns

    def take_worst(self) -> float | None:
        """Return the longest frame since the last call, None where there was none."""
        worst, self._worst_ms = self._worst_ms, 0.0
        return worst or None

    def times(self) -> FrameTimes:
        """Return what the last ten seconds of frames were like."""
        if not self._size:
            return FrameTimes(None, None, None, 0)
        ordered = np.sort(self._intervals[: self._size])
        mean = float(ordered.mean())
        return FrameTimes(
            float(ordered[max(0, ceil(0.5 * self._size) - 1)]),
            float(ordered[max(0, ceil(0.99 * self._size) - 1)]),
            1000.0 / mean if mean > 0 else None,
            int(self._pushed[: self._size].max()),
        )


class PaintMeter:
    """Turns the panels' running totals into a rate and a mean of the last second."""

    __slots__ = ("_before", "_costs")

    def __init__(self) -> None:
        self._costs: dict[str, PaintCost] = {}
        self._before: dict[str, tuple[int, float]] = {}

    def watch(self, costs: Mapping[str, PaintCost]) -> None:
        """Measure these, by the panels' headings."""
        self._costs = dict(costs)

    def take(self, elapsed_s: float) -> tuple[PanelCost, ...]:
        """Return every panel's cost since the last call, `elapsed_s` ago; the dearest first."""
        found = [self._one(name, cost, elapsed_s) for name, cost in self._costs.items()]
        return tuple(sorted(found, key=lambda cost: -(cost.worst_ms or 0.0)))

    def _one(self, name: str, cost: PaintCost, elapsed_s: float) -> PanelCost:
        count, total = cost.count, cost.mean_ms * cost.count
        before_count, before_total = self._before.get(name, (0, 0.0))
        if count < before_count:  # somebody began to measure anew
            before_count, before_total = 0, 0.0
        self._before[name] = count, total
        paints = count - before_count
        return PanelCost(
            name,
            paints / elapsed_s if elapsed_s > 0 else None,
            (total - before_total) / paints if paints else None,
            cost.worst_ms if count else None,
        )


class LagHistory:
    """Once a second: the engine's lag (p99) and the window's longest frame, in ms."""

    __slots__ = ("frames", "lag", "samples")

    def __init__(self) -> None:
        self.lag = RingBuffer(_SECONDS)
        self.frames = RingBuffer(_SECONDS)
        self.samples = 0

    def note(self, second: float, health: Health, worst_frame_ms: float | None) -> None:
        """Keep one second; unknown figures leave a gap."""
        nan = float("nan")
        lag = health.loop_lag_p99_ms
        self.lag.append(second, nan if lag is None else lag)
        self.frames.append(second, nan if worst_frame_ms is None else worst_frame_ms)
        self.samples += 1
