"""What an invariant may look at, and where it says that it was broken."""

from collections.abc import Mapping
from dataclasses import dataclass

from terminal.model.outputs import OrderIntent
from tests.simulation.facts.facts import Facts
from tests.simulation.facts.leg import LegFacts
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

    def __init__(self, venues: Mapping[str, ModelVenue] | None) -> None:
        self.venues = venues
        self.facts = self._new_facts()
        self.violations: list[Violation] = []
        self.epoch = 0
        self.ids: set[str] = set()
        self.mismatches: set[str] = set()
        self.decision_id = 0
        self.orders: list[OrderIntent] = []
        self.turnover_usd = 0.0

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

    def broken(self, name: str, at: int, detail: object = "") -> None:
        """Say that an invariant did not hold."""
        self.violations.append(Violation(name, at, str(detail)))

    def leg(self, venue: str, symbol: str) -> LegFacts:
        """Return the facts of a contract."""
        return self.facts.legs[venue, symbol]

    def left_alone(self, venue: str, at: int) -> ModelVenue | None:
        """Return a venue whose position nobody else has touched for a minute."""
        if self.venues is None:
            return None
        model = self.venues[venue]
        return None if model.truth.outside_at > at - 60_000_000_000 else model
