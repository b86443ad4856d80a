"""One contract on one venue: how its parts are put together.

The venue knows the truth: the position, every order that reached it and every fill. What the
engine hears of that is delayed, doubled, reordered or lost, as the seed has it.
"""

from terminal.model.instrument import Instrument
from tests.simulation.luck import Luck
from tests.simulation.venue.clearing import Clearing
from tests.simulation.venue.gateway import Gateway
from tests.simulation.venue.lateness import Lateness
from tests.simulation.venue.line import Line, Send
from tests.simulation.venue.matching import Later, Matching
from tests.simulation.venue.outsiders import Outsiders
from tests.simulation.venue.statements import Statements
from tests.simulation.venue.truth import Truth


class ModelVenue:
    """`send` schedules an event for the engine, `later` something that happens at the venue."""

    def __init__(
        self,
        instrument: Instrument,
        wallet: float,
        price: float,
        luck: Luck,
        send: Send,
        later: Later,
    ) -> None:
        self.luck = luck
        self.later = later
        self.truth = Truth(instrument, wallet, price)
        self.lateness = Lateness()
        line = Line(self.truth, luck, self.lateness, send)
        matching = Matching(self.truth, line, luck, later)
        self.gateway = Gateway(self.truth, line, matching, luck, later)
        self.statements = Statements(self.truth, luck, self.lateness, send)
        self.outsiders = Outsiders(self.truth, self.statements, line, luck)
        self.clearing = Clearing(self.truth, line, luck)

    @property
    def name(self) -> str:
        """The venue's name."""
        return self.instrument.venue

    @property
    def instrument(self) -> Instrument:
        """The contract's present terms."""
        return self.truth.instrument
