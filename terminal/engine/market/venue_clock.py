"""How far a venue's clock is ahead of ours, told by its dated statements."""

_ENOUGH = 8


class VenueClock:
    """Times are ns since the epoch.

    No statement is made after it arrives: one dated later shows a clock that is ahead by as much,
    and by a little more where the statement was on its way for long. The most that was ever seen
    counts, and before a few statements were heard that may not have been one that came at once.
    """

    __slots__ = ("_ahead_ns", "_heard")

    def __init__(self) -> None:
        self._ahead_ns = 0
        self._heard = 0

    def learn(self, at: int, as_of: int) -> None:
        """Take the venue's date of a statement that arrived `at`."""
        self._ahead_ns = max(self._ahead_ns, as_of - at)
        self._heard += 1

    def by_ours(self, as_of: int, doubt_ns: int) -> int:
        """Return the earliest time, by our clock, at which a statement of `as_of` was made.

        A clock of which little was heard yet is given `doubt_ns` more: it may be ahead by more
        than it has shown.
        """
        doubt = doubt_ns if self._heard < _ENOUGH else 0
        return as_of - self._ahead_ns - doubt
