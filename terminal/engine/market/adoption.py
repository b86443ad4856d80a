"""What of a position was taken over from the venue's statement before any fill told of it."""

from collections.abc import Callable

_EXPLAINS_NS = 30_000_000_000


class Adoption:
    """Keeps a fill that comes after the statement it is in from being counted twice."""

    __slots__ = ("_at", "_lots")

    def __init__(self) -> None:
        self._lots = 0
        self._at: int | None = None

    def adopt(self, difference_lots: int, at: int) -> None:
        """Note that the position changed by so many lots on the venue's word."""
        self._lots = difference_lots
        self._at = at

    def untold(self, signed_lots: int, at: int, sent_at: int | None) -> int:
        """Return how much of a fill the position does not contain yet.

        A fill of an order sent before the venue's position was adopted (of somebody else's where
        `sent_at` is None) may be what the difference consisted of;
        not one of an order that left in that very step, because of it.
        """
        if self._at is None or at - self._at > _EXPLAINS_NS:
            return signed_lots
        if self._lots * signed_lots <= 0 or (sent_at is not None and sent_at >= self._at):
            return signed_lots
        told = self._lots if abs(self._lots) <= abs(signed_lots) else signed_lots
        self._lots -= told
        return signed_lots - told

    def count_anew(self, anew: Callable[[int], int]) -> None:
        """Count what is not told yet in another lot size: its fill may come after the change."""
        self._lots = anew(self._lots)

    def forget(self) -> None:
        """Explain nothing any more."""
        self._lots = 0
        self._at = None
