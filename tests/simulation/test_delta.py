"""The shrinker's arithmetic, on things that are easier to see through than sessions."""

from collections.abc import Sequence

from tests.simulation.delta import fewest, simplest, without_groups


def _needs(*wanted: int) -> "_Fault":
    return _Fault(frozenset(wanted))


class _Fault:
    """Shows where all of some numbers are there, in any order of the rest; counts the tries."""

    def __init__(self, wanted: frozenset[int]) -> None:
        self._wanted = wanted
        self.tries = 0

    def __call__(self, items: Sequence[int]) -> Sequence[int] | None:
        self.tries += 1
        if not self._wanted <= set(items):
            return None
        last = max(items.index(one) for one in self._wanted)
        return items[: last + 1]  # what comes after the fault was not needed


def test_one_cause_among_many_is_found_alone_and_soon() -> None:
    fault = _needs(733)
    assert fewest(range(1_000), fault) == [733]
    assert fault.tries < 80


def test_causes_far_apart_are_all_kept_and_nothing_else() -> None:
    assert fewest(range(500), _needs(3, 250, 251, 499)) == [3, 250, 251, 499]


def test_what_is_left_can_spare_nothing() -> None:
    wanted = (1, 4, 9, 16, 25, 36, 49, 64, 81)
    fault = _needs(*wanted)
    kept = fewest(range(100), fault)
    assert all(fault([one for one in kept if one != spared]) is None for spared in kept)


def test_a_fault_that_always_shows_needs_one_thing_at_most() -> None:
    assert len(fewest(range(64), lambda items: items)) <= 1


def test_what_can_only_go_together_goes_as_a_group() -> None:
    def pairs_or_none(items: Sequence[int]) -> Sequence[int] | None:
        whole = all((one ^ 1) in items for one in items)
        return items if whole and {6, 7} <= set(items) else None

    kept = without_groups(range(20), lambda one: [one // 2], pairs_or_none)
    assert kept == [6, 7]


def test_things_become_as_simple_as_the_fault_allows() -> None:
    def sums_to_ten_or_more(items: Sequence[int]) -> Sequence[int] | None:
        return items if sum(items) >= 10 else None

    def halved(items: Sequence[int], place: int) -> list[int]:
        return [items[place] // 2] if items[place] else []

    assert simplest([40, 30, 7], halved, sums_to_ten_or_more) == [0, 3, 7]
