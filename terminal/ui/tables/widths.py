"""How wide the columns of a table are. Pure."""

from collections.abc import Sequence

_LOOSEST = 1.5  # of a column's natural width


class Widths:
    """Natural widths, and what each column has been seen to need, which never shrinks; pixels.

    A figure cut short is a wrong figure: a column grows to the widest one that it is asked to
    show, and what it lacks is taken from the columns with room.
    """

    def __init__(self, longest: int) -> None:
        self._longest = longest  # no column grows beyond this: a sentence stays cut short
        self.natural: list[int] = []
        self.least: list[int] = []

    def add(self, natural: int, heading: int) -> None:
        """Note another column's width to start with and its heading's."""
        self.natural.append(natural)
        self.least.append(heading)

    def grow(self, number: int, wanted: int) -> bool:
        """Note what a column needs; return whether that is more than was known."""
        wanted = min(wanted, self._longest)
        if wanted <= self.least[number]:
            return False
        self.least[number] = wanted
        return True

    def shares(self, shown: Sequence[int], room: int, *, tightest: float) -> list[int]:
        """Return the widths of columns that share `room`.

        With `tightest`, the share of their natural widths that they keep in any case, they may
        take more than there is: the table scrolls. Without it (0) they fit, as long as they can.
        """
        natural = [self.natural[number] for number in shown]
        least = [self.least[number] for number in shown]
        share = room / max(sum(natural), 1)
        if tightest:
            share = min(max(share, tightest), _LOOSEST)
        wanted = [int(width * share) for width in natural]
        if all(width >= low for width, low in zip(wanted, least, strict=True)):
            return wanted
        needed = sum(least)
        if needed > room:
            return least
        spare = (min(sum(wanted), room) - needed) / sum(natural)
        return [int(low + spare * width) for width, low in zip(natural, least, strict=True)]
