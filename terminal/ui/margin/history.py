"""Utilisation over time, kept by the window itself: one sample a second, the highest of it."""

from math import nan

import numpy as np

from terminal.engine.snapshot import Snapshot
from terminal.ui.ring_buffer import Floats, RingBuffer

PORTFOLIO = "portfolio"
_SECONDS = 7200


class MarginHistory:
    """Rings of utilisation by name: the portfolio and each account ("venue settle")."""

    __slots__ = ("samples", "series")

    def __init__(self) -> None:
        self.series: dict[str, RingBuffer] = {}
        self.samples = 0

    def note(self, snapshot: Snapshot) -> None:
        """Take the snapshot's utilisations; within a second the highest counts."""
        second = float(snapshot.at // 1_000_000_000)
        self._note(PORTFOLIO, second, snapshot.portfolio.utilisation)
        for account in snapshot.accounts:
            self._note(f"{account.venue} {account.settle}", second, account.utilisation)

    def _note(self, name: str, second: float, utilisation: float | None) -> None:
        ring = self.series.get(name)
        if ring is None:
            ring = self.series[name] = RingBuffer(_SECONDS)
        value = nan if utilisation is None else utilisation
        if not len(ring) or second > ring.last_time:
            ring.append(second, value)
            self.samples += 1
        elif second < ring.last_time:  # another session is being replayed
            ring.clear()
            ring.append(second, value)
            self.samples += 1
        else:
            ring.replace_last(second, float(np.fmax(ring.values()[-1], value)))


def peaks(times: Floats, values: Floats, most: int) -> tuple[Floats, Floats]:
    """Return at most `most` points, each the highest of its bin: what matters of a risk."""
    if len(times) <= most:
        return times, values
    size = -(-len(times) // most)
    whole = len(times) // size * size
    starts = times[:whole].reshape(-1, size)[:, 0]
    highest = np.fmax.reduce(values[:whole].reshape(-1, size), axis=1)
    if whole == len(times):
        return starts, highest
    rest = np.fmax.reduce(values[whole:])
    return np.append(starts, times[whole]), np.append(highest, rest)
