"""Margin that came or went without a trade.

Venues state a balance, not why it changed. What our fills and funding payments come to is known;
the rest, where the position is what it was and nothing is under way, was moved by somebody, or is
a cost that nobody told of.
"""

from typing import NamedTuple

_OF_WALLET = 0.02


class Moved(NamedTuple):
    """An unexplained change of a wallet: settlement currency, above 0 where it came in.

    `peak_before` is the account's session high when it happened.
    """

    at: int
    owner: tuple[str, str]
    amount: float
    peak_before: float | None


class Transfers:
    """Follows one account's wallet balance; money is in settlement currency."""

    __slots__ = ("_expected",)

    def __init__(self) -> None:
        self._expected: float | None = None

    def credit(self, amount: float) -> None:
        """Take what a fill, a fee or a funding payment did to the wallet."""
        if self._expected is not None:
            self._expected += amount

    def forget(self) -> None:
        """Start over: something happened whose effect on the wallet is not known."""
        self._expected = None

    def moved(self, wallet: float, *, quiet: bool, funding: float) -> float:
        """Return what a statement's wallet has beyond the expected one; 0 where that is a cost.

        Only a `quiet` statement counts: our positions are the venue's and nothing is under way.
        `funding` is what one settlement may come to. Up to twice that and 2 % of the wallet, a
        difference may be funding or fees that nobody told of: those are costs.
        """
        if not quiet:
            return 0.0
        expected, self._expected = self._expected, wallet
        if expected is None:
            return 0.0
        difference = wallet - expected
        cost = _OF_WALLET * abs(expected) + 2.0 * funding
        return difference if abs(difference) > cost else 0.0
