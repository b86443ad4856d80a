"""What the simulated market prints: others' trades at its last price, and what we met ourselves.

Told only while somebody watches. Chance has a source of its own here, so that a market with
somebody watching is the same market as one without.
"""

from random import Random

from terminal.model.events import FillType, Mark, Side
from terminal.model.trades import PublicTrade, PublicTrades, TradeFeed, TradeFeedChanged
from terminal.venues.base import Clock, TellTrades
from terminal.venues.paper.exchange import SimulatedExchange
from terminal.venues.paper.orders import Filled, Reports

_AGAIN = 0.5  # how often the price that was last is traded at once more
_TYPICAL = 0.15  # of what stands at the touch, before chance makes a few of them large


class Prints:
    """The public trades of one simulated exchange; `seed` is the market's."""

    def __init__(self, venue: str, exchange: SimulatedExchange, seed: int, clock: Clock) -> None:
        self._venue = venue
        self._exchange = exchange
        self._clock = clock
        self._random = Random(f"{seed}:prints")
        self._tell: TellTrades | None = None
        self._last: dict[str, float] = {}
        self._told = 0

    def watch(self, tell: TellTrades) -> None:
        """Tell of trades from now on."""
        self._tell = tell
        at = self._clock()
        tell(TradeFeedChanged(at=at, venue=self._venue, state=TradeFeed.LIVE))

    def marked(self, mark: Mark) -> None:
        """Print what others traded, if the market's last price is news, or now and then at it."""
        price = mark.last_price
        if self._tell is None or price is None:
            return
        before, self._last[mark.symbol] = self._last.get(mark.symbol), price
        market = self._exchange.market(mark.symbol)
        bid, ask = market.best_price(Side.BUY), market.best_price(Side.SELL)
        if bid is None or ask is None or (price == before and self._random.random() > _AGAIN):
            return
        side = Side.BUY if price >= (bid + ask) / 2 else Side.SELL
        met = market.levels(Side.SELL if side is Side.BUY else Side.BUY)[0][1]
        share = _TYPICAL / max(self._random.random(), 0.01)  # a long tail: one in twenty is large
        contracts = float(market.lots.exact(max(1, market.lots.toward_zero(met * share))))
        self._print(mark.at, mark.symbol, side, price, contracts)

    def reported(self, reports: Reports) -> None:
        """Print our own executions: everybody sees them."""
        if self._tell is None:
            return
        for report in reports:
            if isinstance(report, Filled) and report.fill_type is not FillType.FUNDING:
                side = report.side
                if report.maker:
                    side = Side.SELL if side is Side.BUY else Side.BUY
                contracts = float(report.contracts)
                self._print(report.at, report.symbol, side, report.price, contracts)

    def _print(self, at: int, symbol: str, side: Side, price: float, contracts: float) -> None:
        assert self._tell is not None
        self._told += 1
        trade = PublicTrade(
            at=at,
            venue=self._venue,
            symbol=symbol,
            price=price,
            contracts=contracts,
            side=side,
            traded_at=at,
            trade_id=f"{self._venue}-{self._told}",
        )
        self._tell(PublicTrades(at=at, venue=self._venue, symbol=symbol, trades=(trade,)))
