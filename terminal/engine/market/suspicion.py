"""A mark price beyond belief: one that only an error explains, unless a later mark confirms it."""

_FACTOR = 3.0
_CONFIRMED_AFTER_NS = 1_000_000_000


class Suspicion:
    """Judges marks of one contract by the last one believed. Times are ns since the epoch.

    A mark of more than three times or less than a third of the last is not believed: a slipped
    decimal point would otherwise close the position at the worst moment. A second one beside it, a
    second later or more (a repetition says nothing new), shows that the market really is there.
    """

    __slots__ = ("_at", "alone", "price")

    def __init__(self) -> None:
        self.price: float | None = None  # the mark under suspicion
        self.alone = True  # so far no mark has borne out the one that is believed
        self._at = 0

    def believes(self, at: int, price: float, last: float | None) -> bool:
        """True where `price` may follow `last`; otherwise it is remembered, to be confirmed."""
        suspect = self.price
        if last is None or _beside(price, last):
            self.alone = last is None
            if suspect is not None:
                self.price = None
            return True
        if suspect is not None and _beside(price, suspect):
            if at - self._at < _CONFIRMED_AFTER_NS:
                return False
            self.price, self.alone = None, False
            return True
        self.price, self._at = price, at
        return False


def _beside(price: float, other: float) -> bool:
    return other <= price * _FACTOR and price <= other * _FACTOR
