"""What ccxt makes of public trades, as ours: each told once, whatever is told again."""

from collections.abc import Callable, Collection
from typing import Any

from terminal.model.events import Side
from terminal.model.trades import PublicTrade, PublicTrades, trade_problem
from terminal.venues.base import Clock
from terminal.venues.ccxt import observe
from terminal.venues.ccxt.catalogue import TradeStream
from terminal.venues.ccxt.market_data import number

_NS_PER_MS = 1_000_000
# More than any venue tells again after a connection was lost.
_REMEMBERED = 5_000


class TradeReader:
    """Reads the trades off one exchange instance that is there for nothing else.

    `tell` hears what one message brought, contract by contract and oldest first; `refused` hears
    of a contract and of what is wrong with a trade of it that cannot be one.
    """

    def __init__(
        self,
        *,
        name: str,
        stream: TradeStream,
        exchange: Any,
        symbols: Collection[str],
        clock: Clock,
        tell: Callable[[PublicTrades], None],
        refused: Callable[[str, str], None],
    ) -> None:
        self._name = name
        self._clock = clock
        self._tell = tell
        self._refused = refused
        self._rows: list[Any] = []
        # By contract, the ids told of: a dictionary forgets its oldest first.
        self._told: dict[str, dict[str, None]] = {symbol: {} for symbol in symbols}
        parse = getattr(exchange, stream.parser)

        def parsed(*arguments: Any) -> Any:
            row = parse(*arguments)
            self._rows.append(row)
            return row

        setattr(exchange, stream.parser, parsed)
        observe.before(exchange, stream.handler, lambda client, message: self._rows.clear())
        observe.after(exchange, stream.handler, lambda client, message: self._read())

    def _read(self) -> None:
        at = self._clock()
        fresh: dict[str, list[PublicTrade]] = {}
        for row in self._rows:
            symbol = row.get("symbol")
            if symbol not in self._told:
                continue
            trade = self._trade(at, symbol, row)
            if trade is not None:
                fresh.setdefault(symbol, []).append(trade)
        self._rows.clear()
        for symbol, trades in fresh.items():
            trades.sort(key=lambda trade: trade.traded_at)
            self._tell(PublicTrades(at=at, venue=self._name, symbol=symbol, trades=tuple(trades)))

    def _trade(self, at: int, symbol: str, row: Any) -> PublicTrade | None:
        """Return the trade of ccxt's unified `row`, None where it is known or cannot be one."""
        told, trade_id = self._told[symbol], row.get("id")
        if trade_id in told:
            return None
        price, contracts, milliseconds = (
            number(row.get(key)) or 0.0 for key in ("price", "amount", "timestamp")
        )
        problem = trade_problem(price, contracts, milliseconds)
        if row.get("side") not in ("buy", "sell"):
            problem = "no taker's side"
        if not (isinstance(trade_id, str) and trade_id):
            problem = "no id"
        if problem:
            self._refused(symbol, f"a trade with {problem}")
            return None
        told[trade_id] = None
        if len(told) > _REMEMBERED:
            del told[next(iter(told))]
        return PublicTrade(
            at=at,
            venue=self._name,
            symbol=symbol,
            price=price,
            contracts=contracts,
            side=Side(row["side"]),
            traded_at=int(milliseconds) * _NS_PER_MS,
            trade_id=trade_id,
        )
