"""Prices that do in a second what markets do in minutes, the same ones at every venue."""

from math import exp, sqrt
from random import Random

from tests.soak.makes import Loopback, make_of
from tests.virtual_clock import SECOND

EVERY_S = 0.1
FUNDING_INTERVAL_S = 240.0
_START = {"BTC/USD:BTC": 60_000.0, "ETH/USD:ETH": 3_000.0}
# 60 % a year at a hundredfold pace, drawn back to where it began.
_VOLATILITY = 0.00107
_PULL = 0.0002
_LEVELS = 10


class Market:
    """One price a symbol, walking; `advance` moves it and tells every server that is not held."""

    def __init__(self, servers: dict[str, Loopback], symbols: dict[str, tuple[str, ...]],
                 random: Random) -> None:  # fmt: skip
        self._servers = servers
        self._symbols = symbols
        self._random = random
        self.prices = dict(_START)
        self.held: set[str] = set()
        self._next_funding = dict.fromkeys(servers, 0)
        self._rates = dict.fromkeys(servers, 0.0001)
        self.settlements = 0

    def symbol_of(self, name: str) -> str:
        """Return the contract that a venue trades."""
        return self._symbols[name][0]

    def begin(self) -> None:
        """Give every venue a first price, before anybody connects."""
        for name, server in self._servers.items():
            self._next_funding[name] = server.clock() + int(FUNDING_INTERVAL_S * SECOND)
            self._set_rate(name)
            self._tell(name)

    def advance(self) -> None:
        """Let a tenth of a second pass."""
        for symbol, price in self.prices.items():
            shock = self._random.gauss(0.0, _VOLATILITY * sqrt(EVERY_S))
            pull = _PULL * (_START[symbol] / price - 1.0)
            self.prices[symbol] = price * exp(shock + pull)
        for name in self._servers:
            if name not in self.held:
                self._fund(name)
                self._tell(name)

    def jump(self, share: float) -> None:
        """Move every price at once."""
        for symbol in self.prices:
            self.prices[symbol] *= 1.0 + share

    def _fund(self, name: str) -> None:
        server = self._servers[name]
        if server.clock() < self._next_funding[name]:
            return
        self._next_funding[name] += int(FUNDING_INTERVAL_S * SECOND)
        settled, self._rates[name] = self._rates[name], self._random.uniform(-0.0005, 0.0005)
        self.settlements += 1
        for symbol in self._symbols[name]:
            server.settle_funding(symbol, settled)
        self._set_rate(name)

    def _set_rate(self, name: str) -> None:
        server = self._servers[name]
        interval_s = make_of(server).interval_s or FUNDING_INTERVAL_S
        for symbol in self._symbols[name]:
            server.set_funding(symbol, self._rates[name], self._next_funding[name], interval_s)

    def _tell(self, name: str) -> None:
        server = self._servers[name]
        for symbol in self._symbols[name]:
            tick = float(server.exchange.market(symbol).instrument.tick_size)
            centre = round(self.prices[symbol] / tick) * tick
            step = max(tick, centre * 2e-5)
            bids = tuple(
                (round(round((centre - step * (i + 1)) / tick) * tick, 2), 400_000.0)
                for i in range(_LEVELS)
            )
            asks = tuple(
                (round(round((centre + step * (i + 1)) / tick) * tick, 2), 400_000.0)
                for i in range(_LEVELS)
            )
            server.set_mark(symbol, round(centre, 2), index_price=round(centre, 2))
            server.set_book(symbol, bids, asks)
