"""What the heatmap keeps of public trades. Pure."""

from collections.abc import Iterable

import numpy as np

from terminal.model.trades import PublicTrade
from terminal.ui.trade_notes import shown_at

CAPACITY = 16_384  # ten minutes of a market that trades at some seven prices in each of them
SAMPLE_NS = 250_000_000


class TradeCells:
    """Contracts traded by quarter of a second, price and taker's side; the oldest make room.

    In no order; `numbers` counts quarters of a second since the epoch, −1 where nothing is kept.
    """

    __slots__ = ("_next", "_places", "contracts", "numbers", "sides", "ticks")

    def __init__(self) -> None:
        self.numbers = np.full(CAPACITY, -1, np.int64)
        self.ticks = np.zeros(CAPACITY, np.int64)
        self.sides = np.zeros(CAPACITY, np.int64)
        self.contracts = np.zeros(CAPACITY)
        self._next = 0
        self._places: dict[tuple[int, int, int], int] = {}  # of the newest sample

    def add(self, trades: Iterable[PublicTrade], tick: float) -> None:
        """Keep trades of one contract; `tick` is its tick size."""
        places = self._places
        for trade in trades:
            number = shown_at(trade) // SAMPLE_NS
            cell = (number, round(trade.price / tick), trade.side.sign)
            place = places.get(cell)
            if place is None:
                if places and number != next(iter(places))[0]:
                    places.clear()
                place = places[cell] = self._next
                self._next = (place + 1) % CAPACITY
                self.numbers[place], self.ticks[place], self.sides[place] = cell
                self.contracts[place] = 0.0
            self.contracts[place] += trade.contracts
