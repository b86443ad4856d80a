"""The trader moves margin from one venue to another, by the exchanges' own sites."""

from typing import TYPE_CHECKING

from tests.simulation.luck import Luck
from tests.simulation.scenario import SECOND

if TYPE_CHECKING:
    from tests.simulation.venue.model_venue import ModelVenue
    from tests.simulation.world import World

_FEE = 0.002  # what the way costs, as a share
_CARRIES = 3.0  # equity stays so many times the maintenance margin where it leaves


class TransfersMade:
    """Those that happen in a world: on their way the money is nowhere."""

    def __init__(self, world: "World", luck: Luck) -> None:
        self._world = world
        self._luck = luck
        self._random = luck.random

    def beat(self, at: int, elapsed_s: float) -> None:
        """Let one begin, or none, in `elapsed_s`."""
        venues = list(self._world.venues.values())
        if len(venues) < 2 or not self._luck.strikes("transfer_per_s", elapsed_s):
            return
        giver, taker = self._random.sample(venues, 2)
        if giver.instrument.settle == taker.instrument.settle:
            self._move(at, giver, taker)

    def _move(self, at: int, giver: "ModelVenue", taker: "ModelVenue") -> None:
        truth = giver.truth
        amount = self._random.uniform(0.02, 0.3) * truth.wallet
        if truth.equity() - amount <= _CARRIES * max(truth.maintenance(), 0.0):
            return
        self._luck.note("margin_moved")
        truth.wallet -= amount
        giver.outsiders.transfers += 1
        taker.outsiders.transfers += 1
        giver.statements.state_account(at)

        def arrive(then: int) -> None:
            taker.truth.wallet += amount * (1 - _FEE)
            taker.statements.state_account(then)

        self._world.at(at + int(self._random.uniform(0.1, 15.0) * SECOND), arrive)
