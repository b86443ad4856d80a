"""What an invariant may look at, and where it says that it was broken."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from terminal.model.outputs import OrderIntent
from tests.simulation.facts.facts import Facts
from tests.simulation.facts.leg import LegFacts
from tests.simulation.invariants.loss import Losses
from tests.simulation.venue.model_venue import ModelVenue


@dataclass(frozen=True, slots=True)
class Violation:
    """An invariant that did not hold."""

    name: str
    at: int
    detail: str


class Scene:
    """The facts of the present process, what left it, and the venues' truth where it is known.

    A recorded session has no venues: what needs them is then not asked.
    """

    def __init__(
        self, venues: Mapping[str, ModelVenue] | None, asked: Counter[str] | None = None
    ) -> None:
        self.asked: Counter[str] = Counter() if asked is None else asked
        self.venues = venues
        self.facts = self._new_facts()
        self.violations: list[Violation] = []
        self.epoch = 0
        self.ids: set[str] = set()
        self.mismatches: set[str] = set()
        self.decision_id = 0
        self.orders: list[OrderIntent] = []
        self.turnover_usd = 0.0
        self.losses = Losses()

    def _new_facts(self) -> Facts:
        facts = Facts()
        for name, venue in (self.venues or {}).items():
            facts.clocks_ahead_ns[name] = venue.statements.clock_ahead_ns
        return facts

    def restarted(self, epoch: int) -> None:
        """The process came back: of before it knows nothing but the latch."""
        killed, flatten = self.facts.killed, self.facts.flatten
        self.facts = self._new_facts()
        self.facts.killed, self.facts.flatten = killed, flatten
        self.epoch = epoch
        self.decision_id = 0
        self.orders.clear()
        self.turnover_usd = 0.0
        self.losses = Losses()

    def forbid(
        self, name: str, broken: object, at: int, detail: object = "", *values: object
    ) -> None:
        """Ask an invariant where it applies: what is true of `broken` breaks it.

        The detail is put together of `values` only then. How often each was asked is counted: one
        that never was proves nothing.
        """
        self.asked[name] += 1
        if broken:
            self.broken(name, at, str(detail).format(*values) if values else detail)

    def broken(self, name: str, at: int, detail: object = "") -> None:
        """Say that an invariant did not hold."""
        self.violations.append(Violation(name, at, str(detail)))

    def leg(self, venue: str, symbol: str) -> LegFacts:
        """Return the facts of a contract."""
        return self.facts.legs[venue, symbol]

    def margin_moved(self, venue: str) -> bool:
        """True where margin came to a venue or left it for another one."""
        return self.venues is not None and self.venues[venue].outsiders.transfers > 0

    def left_alone(self, venue: str, at: int) -> ModelVenue | None:
        """Return a venue whose position nobody else has touched for a minute."""
        if self.venues is None:
            return None
        model = self.venues[venue]
        return None if model.truth.outside_at > at - 60_000_000_000 else model
