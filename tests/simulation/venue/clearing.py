"""What the venue does by its own rules: liquidation, funding, settlement, a change of terms."""

import msgspec

from terminal.model.events import FillType, OrderState, Side
from tests.simulation.luck import Luck
from tests.simulation.venue.line import Line
from tests.simulation.venue.truth import Truth


class Clearing:
    """Of one venue; `takings` is how often it took from the position."""

    def __init__(self, truth: Truth, line: Line, luck: Luck) -> None:
        self._truth = truth
        self._line = line
        self._luck = luck
        self._random = luck.random
        self.takings = 0

    def liquidate(self, at: int) -> None:
        """Take a part of the position, by liquidation or for somebody else's sake."""
        kind = self._random.choice((FillType.LIQUIDATION, FillType.ADL))
        if self._truth.lots:
            self._take(at, kind, max(abs(self._truth.lots) // 3, 1))

    def liquidate_if_under(self, at: int) -> None:
        """Liquidate the whole position once its margin is used up."""
        truth = self._truth
        if truth.lots and truth.equity() <= truth.maintenance():
            self._luck.note("margin_used_up")
            self._take(at, FillType.LIQUIDATION, abs(truth.lots))
            truth.wallet = max(truth.wallet, 0.0)

    def _take(self, at: int, kind: FillType, lots: int) -> None:
        self._truth.outside_at = at
        self.takings += 1
        side = self._closing_side()
        fee = self._truth.move(side, lots)
        self._line.tell_fill(at, kind, lots, fee, side=side)

    def _closing_side(self) -> Side:
        return Side.SELL if self._truth.lots > 0 else Side.BUY

    def pay_funding(self, at: int, rate: float) -> float:
        """Settle an interval; returns what the position received (negative: paid)."""
        truth = self._truth
        if not truth.lots:
            return 0.0
        paid = rate * truth.value(abs(truth.position)) * (1 if truth.lots > 0 else -1)
        truth.wallet -= paid
        self._line.tell_fill(at, FillType.FUNDING, truth.lots, paid)
        return -paid

    def settle(self, at: int) -> None:
        """Close a dated contract's position at its expiry, at the price of the moment."""
        truth = self._truth
        self._luck.note("expired")
        for order in truth.live_orders():
            order.state = OrderState.CANCELLED
            self._line.answer(at, order)
        if truth.lots:
            truth.outside_at = at
            truth.move(self._closing_side(), abs(truth.lots))

    def change_terms(self) -> None:
        """Change the contract: a finer tick, or a finer lot."""
        truth, terms = self._truth, self._truth.instrument
        if self._random.random() < 0.5:
            truth.instrument = msgspec.structs.replace(terms, tick_size=terms.tick_size / 5)
            return
        finer = self._random.choice((2, 10))
        truth.instrument = msgspec.structs.replace(
            terms, lot_size=terms.lot_size / finer, min_contracts=terms.min_contracts / finer
        )
        truth.lots *= finer
        for order in truth.orders.values():
            order.lots *= finer
            order.filled *= finer
