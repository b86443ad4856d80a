"""What of a position was taken over from the venue's statement before any fill told of it."""

from collections.abc import Callable

_EXPLAINS_NS = 30_000_000_000


class Adoption:
    """Keeps a fill that comes after the statement it is in from being counted twice.

    Of several changes the same way, each keeps what no fill has told of it, for its own time: the
    fill of the first may come after the second. A change the other way ends what was before it.
    """

    __slots__ = ("_changes",)

    def __init__(self) -> None:
        self._changes: list[tuple[int, int]] = []  # when, and the lots not told of yet

    def adopt(self, difference_lots: int, at: int) -> None:
        """Note that the position changed by so many lots on the venue's word."""
        self._changes = [
            (when, lots)
            for when, lots in self._changes
            if lots * difference_lots > 0 and at - when <= _EXPLAINS_NS
        ]
        self._changes.append((at, difference_lots))

    def untold(self, signed_lots: int, at: int, sent_at: int | None) -> int:
        """Return how much of a fill the position does not contain yet.

        A fill of an order sent before the venue's position was adopted (of somebody else's where
        `sent_at` is None) may be what the difference consisted of;
        not one of an order that left in that very step, because of it.
        """
        for number, (when, lots) in enumerate(self._changes):
            late = at - when > _EXPLAINS_NS or (sent_at is not None and sent_at >= when)
            if late or lots * signed_lots <= 0:
                continue
            told = lots if abs(lots) <= abs(signed_lots) else signed_lots
            self._changes[number] = (when, lots - told)
            signed_lots -= told
        return signed_lots

    def count_anew(self, anew: Callable[[int], int]) -> None:
        """Count what is not told yet in another lot size: its fill may come after the change."""
        self._changes = [(when, anew(lots)) for when, lots in self._changes]

    def forget(self) -> None:
        """Explain nothing any more."""
        self._changes.clear()
