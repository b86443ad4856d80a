"""An account's money and positions read as of one moment, although they are two questions.

A fill between the two answers would set the wallet of after it beside the position of before it:
figures that were never true together, and a verdict on them that may be wrong either way.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

MOST_READINGS = 3

Money = TypeVar("Money")
Positions = TypeVar("Positions")


@dataclass(frozen=True, slots=True)
class Picture(Generic[Money, Positions]):
    """What was read; `steady` is False where the positions moved during every reading."""

    wallet: Money
    positions: Positions
    steady: bool


async def one_picture(
    read_wallet: Callable[[], Awaitable[Money]],
    read_positions: Callable[[], Awaitable[Positions]],
    *,
    same: Callable[[Positions], object],
) -> Picture[Money, Positions]:
    """Read the wallet between two alike readings of the positions, `MOST_READINGS` times at most.

    `same` returns what two readings of one position have in common, and no mark in it.
    """
    before = await read_positions()
    readings = 0
    while True:
        readings += 1
        wallet = await read_wallet()
        after = await read_positions()
        steady = same(before) == same(after)
        if steady or readings == MOST_READINGS:
            return Picture(wallet, after, steady)
        before = after
