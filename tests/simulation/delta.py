"""Delta debugging: from many things that show a fault to few, and to simpler ones.

Nothing here knows what the things are. `shows` runs a selection and returns what of it was
needed up to the fault, None where the fault does not show. After A. Zeller and R. Hildebrandt,
"Simplifying and Isolating Failure-Inducing Input", 2002.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

Item = TypeVar("Item")
Group = TypeVar("Group", bound=Hashable)
Shows = Callable[[Sequence[Item]], Sequence[Item] | None]


def fewest(items: Sequence[Item], shows: Shows[Item]) -> list[Item]:
    """Return few of `items` that still show the fault; from 1-minimal nothing can be left out.

    The items are cut in ever finer pieces; a piece alone, or all but a piece, may be enough.
    """
    kept = list(items)
    pieces = 2
    while len(kept) >= 2:
        size = -(-len(kept) // pieces)
        cuts = range(0, len(kept), size)
        alone = (kept[start : start + size] for start in cuts) if pieces > 2 else ()
        smaller = _first(alone, shows)
        if smaller is not None:
            kept, pieces = smaller, 2
            continue
        # The latest piece first: what came last tends to matter to what comes after it only.
        rest = (kept[:start] + kept[start + size :] for start in reversed(cuts))
        smaller = _first(rest, shows)
        if smaller is not None:
            kept, pieces = smaller, max(pieces - 1, 2)
        elif size == 1:
            break
        else:
            pieces = min(pieces * 2, len(kept))
    return kept


def _first(candidates: Iterable[Sequence[Item]], shows: Shows[Item]) -> list[Item] | None:
    for candidate in candidates:
        needed = shows(candidate)
        if needed is not None:
            return list(needed)
    return None


def without_groups(
    items: Sequence[Item], groups_of: Callable[[Item], Iterable[Group]], shows: Shows[Item]
) -> list[Item]:
    """Leave out whole groups of items, one after the other, wherever the fault stays.

    What belongs together often can only be left out together: an order's reports and fills.
    """
    kept = list(items)
    groups = dict.fromkeys(group for item in items for group in groups_of(item))
    for group in groups:
        rest = [item for item in kept if group not in groups_of(item)]
        if len(rest) == len(kept):
            continue
        needed = shows(rest)
        if needed is not None:
            kept = list(needed)
    return kept


def simplest(
    items: Sequence[Item],
    simpler: Callable[[Sequence[Item], int], Iterable[Item]],
    shows: Shows[Item],
) -> list[Item]:
    """Put simpler items in place of each, wherever the fault stays.

    `simpler` gives what may stand in the place of one item, best first; what is given for the one
    that took its place is tried next.
    """
    kept = list(items)
    place = 0
    while place < len(kept):
        for candidate in simpler(kept, place):
            needed = shows([*kept[:place], candidate, *kept[place + 1 :]])
            if needed is not None:
                kept = list(needed)
                break
        else:
            place += 1
    return kept
