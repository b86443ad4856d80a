"""Public trades for tests of what shows them."""

from terminal.model.events import Side
from terminal.model.trades import PublicTrade, PublicTrades, TradeFeed, TradeFeedChanged
from tests.ui.fake_desk import START

SYMBOL = "BTC/USD:BTC"


def trade(
    price: float,
    contracts: float = 100.0,
    side: Side = Side.BUY,
    *,
    at: int = START,
    traded_at: int | None = None,
) -> PublicTrade:
    """Return one trade of the fake market's first contract."""
    return PublicTrade(
        at=at,
        venue="paper",
        symbol=SYMBOL,
        price=price,
        contracts=contracts,
        side=side,
        traded_at=at if traded_at is None else traded_at,
        trade_id="any",
    )


def told(*trades: PublicTrade) -> PublicTrades:
    """Return trades as they are told together."""
    return PublicTrades(at=trades[-1].at, venue="paper", symbol=SYMBOL, trades=trades)


def feed(
    state: TradeFeed, *, symbol: str | None = SYMBOL, detail: str = "", at: int = START
) -> TradeFeedChanged:
    """Return a word on the feed of trades."""
    return TradeFeedChanged(at=at, venue="paper", symbol=symbol, state=state, detail=detail)
