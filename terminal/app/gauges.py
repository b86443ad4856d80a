"""How well the engine's loop keeps up: measured on its thread, read from the window's."""

from math import ceil


class Gauge:
    """The last thousand samples of one figure, in milliseconds."""

    __slots__ = ("_next", "_samples", "_size")

    def __init__(self, size: int = 1_000) -> None:
        self._samples: list[float] = []
        self._size = size
        self._next = 0

    def add(self, milliseconds: float) -> None:
        """Take a sample; the oldest one goes when there are enough."""
        if len(self._samples) < self._size:
            self._samples.append(milliseconds)
            return
        self._samples[self._next] = milliseconds
        self._next = (self._next + 1) % self._size

    def quantile(self, share: float) -> float | None:
        """Return the sample below which `share` of them lie, None without samples."""
        samples = sorted(self._samples)
        if not samples:
            return None
        return samples[max(0, ceil(share * len(samples)) - 1)]


class Rate:
    """Events per second, over the last whole second."""

    __slots__ = ("_count", "_since", "per_second")

    def __init__(self) -> None:
        self._count = 0
        self._since: float | None = None
        self.per_second: float | None = None

    def count(self) -> None:
        """Count one event."""
        self._count += 1

    def tick(self, now_s: float) -> None:
        """Work out the rate when a second has passed; `now_s` is of any even clock."""
        if self._since is None:
            self._since, self._count = now_s, 0
            return
        passed = now_s - self._since
        if passed >= 1.0:
            self.per_second = self._count / passed
            self._since, self._count = now_s, 0


class Gauges:
    """Everything that is measured of the engine's thread."""

    __slots__ = ("events", "loop_lag", "tick_to_order")

    def __init__(self) -> None:
        self.loop_lag = Gauge()
        self.tick_to_order = Gauge()
        self.events = Rate()

    def figures(self) -> dict[str, float | None]:
        """Return what the window shows of them, by the names it has for them."""
        return {
            "loop_lag_p50_ms": self.loop_lag.quantile(0.5),
            "loop_lag_p99_ms": self.loop_lag.quantile(0.99),
            "tick_to_order_p50_ms": self.tick_to_order.quantile(0.5),
            "tick_to_order_p99_ms": self.tick_to_order.quantile(0.99),
            "events_per_second": self.events.per_second,
        }
