"""Public trades on connections of their own: whatever becomes of them, no other feed notices."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

from terminal.model.trades import PublicTrades, TradeFeed, TradeFeedChanged
from terminal.venues.base import TellTrades
from terminal.venues.ccxt.catalogue import Arming, TradeStream
from terminal.venues.ccxt.connection import Stream
from terminal.venues.ccxt.public_trades import TradeReader
from terminal.venues.ccxt.setting import Setting
from terminal.venues.ccxt.wire_errors import safe_text

# A contract may go untraded for a while; a socket that says nothing for this long is looked at.
_SILENCE_S = 300.0
# What ccxt keeps of each contract for who asks it; nobody does.
_KEPT_BY_CCXT = 10
_LOG = logging.getLogger(__name__)

Open = Callable[[], AbstractAsyncContextManager[Any]]


class TradeLink:
    """Watches trades once somebody has asked for them, in every run of the venue."""

    def __init__(self) -> None:
        self._tell: TellTrades | None = None
        self._asked = asyncio.Event()

    def ask(self, tell: TellTrades) -> None:
        """Have `tell` hear of them from now on."""
        self._tell = tell
        self._asked.set()

    async def keep(self, setting: Setting, markets: Any, open_exchange: Open) -> None:
        """Stay with the trades until cancelled; `markets` is an instance that has listed them.

        What fails here ends here, and the feed is said to be lost.
        """
        await self._asked.wait()
        watch = _Watch(setting, self._say)
        stream = setting.entry.trades
        if stream is None:
            watch.say(TradeFeed.NONE, "the venue's trades are not read")
            return
        watch.say(TradeFeed.CONNECTING)
        try:
            async with open_exchange() as exchange:
                exchange.set_markets(markets.markets, markets.currencies)
                await watch.keep(exchange, stream)
        except Exception as error:  # noqa: BLE001 - for the eye only: it must take nothing along
            why = safe_text(setting.credentials, error)
            _LOG.exception("%s: trades are not watched any more", setting.name)
            watch.say(TradeFeed.LOST, why)
        finally:
            watch.end()

    def _say(self, word: PublicTrades | TradeFeedChanged) -> None:
        if self._tell is not None:
            self._tell(word)


class _Watch:
    """One run's trades: what was told of their feed, and by contract."""

    def __init__(self, setting: Setting, tell: TellTrades) -> None:
        self._setting = setting
        self._tell = tell
        self._states: dict[str, TradeFeed] = {}
        self._refused = 0

    async def keep(self, exchange: Any, stream: TradeStream) -> None:
        """Stay connected until cancelled."""
        setting = self._setting
        exchange.options["tradesLimit"] = _KEPT_BY_CCXT
        TradeReader(
            name=setting.name,
            stream=stream,
            exchange=exchange,
            symbols=setting.symbols,
            clock=setting.clock,
            tell=self._trades,
            refused=self._refuse,
        )
        connection = setting.connection(
            exchange,
            [_stream(exchange, symbol) for symbol in setting.symbols],
            "trades",
            lambda why: self.say(TradeFeed.LOST, why),
            on_armed=self._armed,
            arming=Arming.CONNECTED,
            silence_s=_SILENCE_S,
        )
        self._heard = connection.heard
        await connection.keep()

    def say(self, state: TradeFeed, detail: str = "", symbol: str | None = None) -> None:
        """Tell how the feed stands, of one contract or of all, where that is news."""
        for one in self._setting.symbols if symbol is None else (symbol,):
            if self._states.get(one) is not state:
                self._states[one] = state
                self._tell(
                    TradeFeedChanged(
                        at=self._setting.clock(),
                        venue=self._setting.name,
                        symbol=one,
                        state=state,
                        detail=detail,
                    )
                )

    def end(self) -> None:
        """The run is over: what was told is the last of it."""
        if TradeFeed.NONE not in self._states.values():
            self.say(TradeFeed.LOST, "not connected")

    async def _armed(self) -> None:
        self.say(TradeFeed.LIVE)

    def _trades(self, trades: PublicTrades) -> None:
        self._heard()
        self.say(TradeFeed.LIVE, symbol=trades.symbol)
        self._tell(trades)

    def _refuse(self, symbol: str, problem: str) -> None:
        self._heard()
        if not self._refused:
            _LOG.warning("%s: %s: %s left out", self._setting.name, symbol, problem)
        self._refused += 1
        self.say(TradeFeed.LOST, problem, symbol)


def _stream(exchange: Any, symbol: str) -> Stream:
    def watch() -> Awaitable[Any]:
        return exchange.watch_trades(symbol)  # type: ignore[no-any-return]

    return watch
