"""What others, the machine and bad luck do, about once a beat."""

from typing import TYPE_CHECKING

from tests.simulation.luck import Luck
from tests.simulation.scenario import SECOND

if TYPE_CHECKING:
    from tests.simulation.venue.model_venue import ModelVenue
    from tests.simulation.world import World


class Mischief:
    """Does to a world what its scenario's faults say."""

    def __init__(self, world: "World", luck: Luck) -> None:
        self._world = world
        self._luck = luck
        self._random = luck.random

    def beat(self, at: int, elapsed_s: float) -> None:
        """Let happen what happens in `elapsed_s`."""
        world = self._world
        for venue in world.venues.values():
            self._to_venue(at, venue, elapsed_s)
            down = at < venue.truth.down_until
            if down and self._luck.strikes("kill_in_outage_per_s", elapsed_s):
                self._kill(at)
        if self._luck.strikes("kill_per_s", elapsed_s):
            world.at(self._within(at, elapsed_s), self._kill)
        if self._luck.strikes("restart_per_s", elapsed_s):
            world.at(self._within(at, elapsed_s), world.restart)
        if self._luck.strikes("sleep_per_s", elapsed_s):
            span = self._random.choice((3.0, 15.0, 40.0))
            if not world.asleep(at):  # which would hear what it slept through out of its order
                world.sleep(min(at + int(span * SECOND), world.calm_from))

    def _within(self, at: int, elapsed_s: float) -> int:
        return at + int(self._random.uniform(0.0, elapsed_s) * SECOND)

    def _to_venue(self, at: int, venue: "ModelVenue", elapsed_s: float) -> None:
        if self._luck.strikes("external_change_per_s", elapsed_s) and not venue.truth.expired(at):
            venue.outsiders.trade(at)
        if self._luck.strikes("foreign_order_per_s", elapsed_s):
            venue.outsiders.leave_order(at)
        if self._luck.strikes("liquidation_per_s", elapsed_s):
            venue.clearing.liquidate(at)
        if self._luck.strikes("terms_of_margin_per_s", elapsed_s):
            if self._random.random() < 0.5:
                venue.truth.leverage += 1.0
            else:
                venue.truth.margin_mode = "isolated"
        if self._luck.strikes("liquidation_misstated_per_s", elapsed_s):
            venue.statements.misstate_liquidation()
        if self._luck.strikes("maintenance_per_s", elapsed_s):
            venue.truth.maintained_until = at + int(self._random.uniform(3, 30) * SECOND)
        if self._luck.strikes("contract_change_per_s", elapsed_s):
            venue.clearing.change_terms()
            self._world.relist(at, venue)

    def order_left(self, at: int) -> None:
        """An order has just left: the worst moment for many things, until calm sets in."""
        if at >= self._world.calm_from:
            return
        if self._luck.strikes("kill_at_order"):
            self._world.at(at + int(self._random.uniform(0.0, 0.03) * SECOND), self._kill)
        if self._luck.strikes("restart_at_order"):
            later = at + int(self._random.uniform(0.0, 0.05) * SECOND)
            self._world.at(later, self._world.restart)

    def _kill(self, at: int) -> None:
        if at >= self._world.calm_from:
            return
        if any(at < venue.truth.down_until for venue in self._world.venues.values()):
            self._luck.note("kill_while_down")
        if self._world.watch.unresolved_orders():
            self._luck.note("kill_with_order_unresolved")
        self._world.kill(at, flatten=self._random.random() < 0.5)
        if self._random.random() < 0.5:
            later = at + int(self._random.uniform(5, 40) * SECOND)
            self._world.at(later, self._world.reset)
