"""The ring against a plain list, at every fill level and across its seam."""

import math
import random

import numpy as np
import pytest

from terminal.ui.ring_buffer import RingBuffer


def filled(capacity: int, count: int) -> RingBuffer:
    """Return a ring of `count` points: times 0, 1, 2… and their negatives as values."""
    ring = RingBuffer(capacity)
    for number in range(count):
        ring.append(float(number), -float(number))
    return ring


def test_a_new_ring_is_empty_and_has_no_extent() -> None:
    ring = RingBuffer(4)
    assert len(ring) == 0
    assert ring.times().tolist() == []
    assert ring.extent() is None
    with pytest.raises(IndexError):
        _ = ring.last_time


def test_points_come_back_oldest_first_at_every_fill_level() -> None:
    for count in range(1, 14):
        ring = filled(5, count)
        expected = [float(number) for number in range(max(0, count - 5), count)]
        assert ring.times().tolist() == expected
        assert ring.values().tolist() == [-time for time in expected]
        assert ring.last_time == count - 1


def test_a_view_shares_memory_with_the_ring_and_cannot_be_written() -> None:
    ring = filled(5, 7)
    view = ring.values()
    assert view.base is not None
    assert np.shares_memory(view, ring.values())
    assert view.flags.c_contiguous
    with pytest.raises(ValueError, match="read-only"):
        view[0] = 1.0


def test_the_ring_agrees_with_a_list_over_random_histories() -> None:
    source = random.Random(20240611)
    ring = RingBuffer(17, 2)
    kept: list[tuple[float, float, float]] = []
    for step in range(400):
        point = (float(step), source.uniform(-5, 5), source.uniform(-5, 5))
        if kept and source.random() < 0.2:
            ring.replace_last(*point)
            kept[-1] = point
        else:
            ring.append(*point)
            kept = [*kept, point][-17:]
        assert ring.times().tolist() == [time for time, _, _ in kept]
        assert ring.values(1).tolist() == [second for _, _, second in kept]
        assert ring.extent(0) == (min(p[1] for p in kept), max(p[1] for p in kept))


def test_unknown_values_do_not_hide_the_extent() -> None:
    ring = RingBuffer(8)
    for time, value in enumerate((math.nan, 2.0, math.nan, -1.0)):
        ring.append(float(time), value)
    assert ring.extent() == (-1.0, 2.0)
    assert ring.extent(start=0) == (-1.0, 2.0)
    assert RingBuffer(2).extent() is None


def test_an_extent_can_begin_where_the_visible_range_begins() -> None:
    ring = filled(8, 12)
    start = ring.since(9.5)
    assert ring.times()[start:].tolist() == [10.0, 11.0]
    assert ring.extent(start=start) == (-11.0, -10.0)
    assert ring.extent(start=len(ring)) is None


def test_all_unknown_values_have_no_extent() -> None:
    ring = RingBuffer(3)
    ring.append(0.0, math.nan)
    assert ring.extent() is None


def test_time_that_runs_backwards_is_refused() -> None:
    ring = filled(4, 3)
    with pytest.raises(ValueError, match="backwards"):
        ring.append(1.0, 0.0)


def test_a_cleared_ring_starts_over_at_any_time() -> None:
    ring = filled(4, 9)
    ring.clear()
    ring.append(0.5, 3.0)
    assert ring.times().tolist() == [0.5]
    assert ring.extent() == (3.0, 3.0)


def test_a_point_of_the_wrong_width_is_refused() -> None:
    with pytest.raises(ValueError, match="2 values"):
        RingBuffer(4, 2).append(0.0, 1.0)
