import asyncio
from random import Random

import pytest

from terminal.model.errors import DeniedError
from terminal.venues.ccxt.backoff import Backoff
from terminal.venues.ccxt.catalogue import Limits
from terminal.venues.ccxt.limiter import Pacing, Priority, PriorityLimiter
from tests.contract.virtual_time import VirtualTime
from tests.virtual_clock import SECOND

LIMITS = Limits(requests=10, reserved_for_cancels=3, window_s=1.0)


class Time:
    """Seconds that pass only in `sleep`."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        assert seconds > 0
        await asyncio.sleep(0)
        self.now += seconds


def limiter(time: Time, limits: Limits = LIMITS) -> PriorityLimiter:
    return PriorityLimiter(limits, time.monotonic, time.sleep)


async def test_requests_within_the_window_do_not_wait() -> None:
    time = Time()
    pace = limiter(time)
    for _ in range(7):
        await pace.acquire(Priority.ORDER)
    assert time.now == 100.0


async def test_an_idle_time_costs_nothing_afterwards() -> None:
    time = Time()
    pace = limiter(time)
    for _ in range(20):
        time.now += 0.2
        before = time.now
        await pace.acquire(Priority.ORDER)
        assert time.now == before


async def test_orders_leave_room_for_cancels() -> None:
    time = Time()
    pace = limiter(time)
    for _ in range(7):
        await pace.acquire(Priority.ORDER)
    for _ in range(3):
        await pace.acquire(Priority.CANCEL)
    assert time.now == 100.0
    await pace.acquire(Priority.ORDER)
    assert time.now == pytest.approx(101.0, abs=0.01)


async def test_the_venues_limit_holds_over_every_window_whatever_is_asked() -> None:
    time, random = Time(), Random(5)
    pace = limiter(time)
    granted = []
    for _ in range(300):
        time.now += random.choice((0.0, 0.0, 0.01, 0.3))
        await pace.acquire(random.choice(list(Priority)))
        granted.append(time.now)
    for first, eleventh in zip(granted, granted[10:], strict=False):
        assert eleventh - first >= 1.0 - 1e-9


async def test_an_order_that_would_wait_too_long_is_denied_and_not_sent_late() -> None:
    time = Time()
    pace = limiter(time)
    for _ in range(7):
        await pace.acquire(Priority.ORDER)
    with pytest.raises(DeniedError, match="was not sent"):
        await pace.acquire(Priority.ORDER, longest_wait_s=0.5)
    assert time.now < 100.5


async def test_a_pause_stops_everything_but_cancels() -> None:
    time = Time()
    pacing = Pacing(limiter(time), limiter(time))
    pacing.pause(5.0)
    await pacing.orders.acquire(Priority.CANCEL)
    assert time.now == 100.0
    with pytest.raises(DeniedError):
        await pacing.orders.acquire(Priority.ORDER, longest_wait_s=1.0)
    await pacing.reads.acquire(Priority.READ)
    assert time.now == pytest.approx(105.0)


async def test_the_more_urgent_goes_first_when_there_is_no_room() -> None:
    time = VirtualTime()
    limits = Limits(requests=2, reserved_for_cancels=0, window_s=1.0)
    pace = PriorityLimiter(limits, lambda: time.clock() / SECOND, time.sleep)
    await pace.acquire(Priority.READ)
    await time.run_for(0.1)
    await pace.acquire(Priority.READ)
    order: list[Priority] = []

    async def want(priority: Priority) -> None:
        await pace.acquire(priority)
        order.append(priority)

    async with asyncio.TaskGroup() as group:
        for priority in (Priority.READ, Priority.ORDER, Priority.CANCEL):
            group.create_task(want(priority))
        assert await time.until(lambda: len(order) == 3, 10.0)
    assert order == [Priority.CANCEL, Priority.ORDER, Priority.READ]


def test_retries_wait_at_random_up_to_a_limit_that_doubles() -> None:
    backoff = Backoff(0.5, 30.0, Random(3))
    waits = [backoff.next() for _ in range(40)]
    assert all(0 <= wait <= min(30.0, 0.5 * 2**n) for n, wait in enumerate(waits))
    assert len(set(waits)) == 40
    assert max(waits) > 15
    backoff.reset()
    assert backoff.next() <= 0.5
