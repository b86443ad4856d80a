"""The window gives way to an order, for a while, and gets its time back."""

from terminal.app.right_of_way import RightOfWay


class Time:
    """Seconds that pass only in naps; `then` happens in the nap of that number."""

    def __init__(self) -> None:
        self.now = 100.0
        self.naps = 0
        self.way = RightOfWay(lambda: self.now, self._nap)
        self.release_in: int | None = None

    def _nap(self, seconds: float) -> None:
        self.now += seconds
        self.naps += 1
        if self.naps == self.release_in:
            self.way.release()


def test_without_an_order_the_window_does_not_wait() -> None:
    time = Time()
    assert time.way.give_way() == 0.0
    assert time.naps == 0


def test_the_window_waits_until_the_order_has_left() -> None:
    time = Time()
    time.way.take()
    time.release_in = 5
    assert 0 < time.way.give_way() < 0.003
    assert time.naps == 5
    time.now += 1.0
    assert time.way.give_way() == 0.0


def test_the_window_waits_for_all_orders_on_their_way() -> None:
    time = Time()
    time.way.take()
    time.way.take()
    time.way.release()
    assert time.way.give_way() > 0


def test_an_order_that_is_stuck_slows_the_window_to_half_and_no_further() -> None:
    time = Time()
    time.way.take()
    waited = painted = 0.0
    for _ in range(1_000):
        waited += time.way.give_way()
        time.now += 0.001
        painted += 0.001
    assert 0.8 * painted < waited < 1.2 * painted


def test_one_wait_is_no_longer_than_a_frame_or_so() -> None:
    time = Time()
    time.way.take()
    assert 0.02 <= time.way.give_way() < 0.021


def test_the_window_waits_for_a_message_that_is_being_read_but_not_for_long() -> None:
    time = Time()
    time.way.occupy(True)
    assert 0.002 <= time.way.give_way() < 0.0022
    time.now += 1.0
    time.way.occupy(False)
    assert time.way.give_way() == 0.0


def test_the_window_waits_on_where_a_message_led_to_an_order() -> None:
    time = Time()
    time.way.occupy(True)
    time.way.take()
    time.way.occupy(False)
    assert time.way.give_way() >= 0.02


def test_messages_without_end_slow_the_window_to_half_and_no_further() -> None:
    time = Time()
    time.way.occupy(True)
    waited = painted = 0.0
    for _ in range(10_000):
        waited += time.way.give_way()
        time.now += 0.00005
        painted += 0.00005
    assert 0.8 * painted < waited < 1.2 * painted
