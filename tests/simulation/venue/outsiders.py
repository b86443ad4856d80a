"""What somebody else does with the same account: trade, and leave orders."""

from terminal.model.events import FillType, Side
from tests.simulation.luck import Luck
from tests.simulation.venue.line import Line
from tests.simulation.venue.statements import Statements
from tests.simulation.venue.truth import Truth


class Outsiders:
    """Others on one venue, and how often they changed the position."""

    def __init__(self, truth: Truth, statements: Statements, line: Line, luck: Luck) -> None:
        self._truth = truth
        self._line = line
        self._statements = statements
        self._luck = luck
        self._random = luck.random
        self._tells_fills = truth.instrument.venue.endswith(("0", "2"))  # as some venues do
        self.trades = 0
        self.transfers = 0  # of margin, to another venue or from one
        self.unseen_trades = 0  # before anything was heard that they changed
        self._heard_before = 0  # of the account, before they last traded

    def trade(self, at: int) -> None:
        """Change the position."""
        truth, heard_at = self._truth, self._statements.first_heard_at
        self.trades += 1
        self.unseen_trades += heard_at is None or at <= heard_at
        self._heard_before = self._statements.heard_in_time
        truth.outside_at = at
        lots = max(int(abs(truth.lots) * 0.2), 1)
        side = self._random.choice((Side.BUY, Side.SELL))
        fee = truth.move(side, lots)
        self._statements.state_account(at)
        if self._tells_fills:
            self._line.tell_fill(at, FillType.TRADE, lots, fee, side=side)

    @property
    def stated(self) -> bool:
        """True once a statement told of their last trade while the contract still ran."""
        return self._statements.heard_in_time > self._heard_before

    def leave_order(self, at: int) -> None:
        """Leave an order in the book."""
        name = self._random.choice((f"web{at}", "st00099n00000001"))
        if name.startswith("st"):
            self._luck.note("other_instance")
        self._truth.foreign.add(name)
        self._statements.list_orders(at)
