"""The desk's time runs forward and evenly, whatever the wall does."""

from terminal.app.clock import AnchoredClock

SECOND = 1_000_000_000
HOUR = 3600 * SECOND


class Clocks:
    """A wall and a monotonic clock, moved by hand."""

    def __init__(self) -> None:
        self.wall = 1_700_000_000 * SECOND
        self.monotonic = 5 * SECOND
        self.clock = AnchoredClock(lambda: self.wall, lambda: self.monotonic)

    def pass_time(self, ns: int) -> None:
        self.wall += ns
        self.monotonic += ns


def test_it_begins_at_the_wall_and_follows_the_monotonic_clock() -> None:
    clocks = Clocks()
    assert clocks.clock.now() == 1_700_000_000 * SECOND
    clocks.monotonic += 7
    assert clocks.clock.now() == 1_700_000_000 * SECOND + 7


def test_small_corrections_of_the_wall_are_no_leap() -> None:
    clocks = Clocks()
    clocks.pass_time(SECOND)
    clocks.wall += SECOND
    assert clocks.clock.check() is None


def test_a_sleep_is_told_and_its_time_made_up() -> None:
    clocks = Clocks()
    clocks.pass_time(SECOND)
    clocks.wall += HOUR  # on Linux the monotonic clock stands still meanwhile
    assert clocks.clock.check() == HOUR
    assert clocks.clock.now() == clocks.wall
    assert clocks.clock.check() is None


def test_a_stopped_process_is_told_although_both_clocks_went_on() -> None:
    clocks = Clocks()
    assert clocks.clock.check() is None
    clocks.pass_time(HOUR)
    assert clocks.clock.check() == HOUR
    assert clocks.clock.check() is None


def test_a_wall_set_back_is_told_once_and_time_goes_on_forward() -> None:
    clocks = Clocks()
    before = clocks.clock.now()
    clocks.wall -= HOUR
    assert clocks.clock.check() == -HOUR
    assert clocks.clock.now() == before
    clocks.pass_time(SECOND)
    assert clocks.clock.check() is None
    assert clocks.clock.now() == before + SECOND


def test_a_wall_set_back_and_forth_never_runs_ahead() -> None:
    clocks = Clocks()
    before = clocks.clock.now()
    clocks.wall -= HOUR
    clocks.clock.check()
    clocks.wall += HOUR
    assert clocks.clock.check() == HOUR
    assert clocks.clock.now() == before == clocks.wall
