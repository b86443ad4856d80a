"""An exchange through ccxt, as a venue of the engine."""

import asyncio
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from random import Random
from ssl import SSLContext
from typing import Any

from terminal.model.checks import DeadMan, DeadManState, PreflightReport
from terminal.model.errors import TerminalError, UserError
from terminal.model.events import AnyEvent, KillConfirmation, OrderReport, OrderState
from terminal.model.outputs import CancelIntent, OrderIntent, OrderQuery
from terminal.venues.base import Clearance, Clock, Emit, TellTrades
from terminal.venues.ccxt import replies
from terminal.venues.ccxt.account_link import AccountLink
from terminal.venues.ccxt.catalogue import VenueEntry, require_trading, require_world
from terminal.venues.ccxt.connection import first_leaf
from terminal.venues.ccxt.credentials import Credentials
from terminal.venues.ccxt.exchange import Endpoints, Environment, opened, trusted_roots
from terminal.venues.ccxt.feeds import FeedBoard
from terminal.venues.ccxt.listing import Listing
from terminal.venues.ccxt.market_link import MarketLink
from terminal.venues.ccxt.preflight import Inspection
from terminal.venues.ccxt.setting import Setting, lets_all_go
from terminal.venues.ccxt.slow_down import SlowDown
from terminal.venues.ccxt.timing import Timing
from terminal.venues.ccxt.trade_link import TradeLink
from terminal.venues.ccxt.untried import told_untried
from terminal.venues.preflight.judge import unreachable


class CcxtVenue:
    """One account (or, without credentials, only the market data) of one exchange.

    Three ccxt instances, so that neither streams nor reads stand in front of an order: one for
    public streams, one for the private stream and polls, one for orders.
    """

    def __init__(
        self,
        entry: VenueEntry,
        symbols: Sequence[str],
        *,
        clock: Clock,
        randomness: Random,
        credentials: Credentials | None = None,
        environment: Environment = Environment.LIVE,
        endpoints: Endpoints | None = None,
        timing: Timing | None = None,
        name: str | None = None,
        accept_untried: bool = False,
    ) -> None:
        if not symbols:
            raise UserError("symbols: name at least one contract, such as BTC/USD:BTC")
        if credentials is not None:
            require_trading(entry)
        require_world(entry, environment)
        live = environment is Environment.LIVE and endpoints is None
        if live and credentials is not None and not entry.tried and not accept_untried:
            raise UserError(
                f"{entry.title}: orders there were tried on loopback only, never on its own wire; "
                + ("use its testnet, or t" if "testnet" in entry.worlds else "t")
                + "o trade live all the same set accept_untried = true under "
                f"[venues.{name or entry.id}] in the settings"
            )
        self._entry = entry
        self._symbols = tuple(dict.fromkeys(symbols))
        self._clock = clock
        self._randomness = randomness
        self._credentials = credentials
        self._environment = environment
        self._endpoints = endpoints
        self._timing = timing or Timing()
        self._name = name or entry.id
        self._account: AccountLink | None = None
        self._market: Any = None
        self._account_is_open = asyncio.Event()
        self._closing = asyncio.Event()
        self._ended = asyncio.Event()
        self._ended.set()
        self._emit: Emit | None = None
        self._trades = TradeLink()
        self._slow_down = SlowDown()
        self._clearance: Clearance = lets_all_go
        self._failure: asyncio.Future[None] | None = None
        self._trust: SSLContext | None = None

    @property
    def name(self) -> str:
        """The venue's name, as events carry it."""
        return self._name

    @property
    def live(self) -> bool:
        """True where orders move real money."""
        return self._environment is Environment.LIVE and self._endpoints is None

    def ask_before_sending(self, clearance: Clearance) -> None:
        """Have `clearance` asked before an order leaves; to be called before `run`."""
        self._clearance = clearance

    def watch_trades(self, tell: TellTrades) -> None:
        """Have `tell` hear of public trades, on connections that nothing else depends on."""
        self._trades.ask(tell)

    async def run(self, emit: Emit) -> None:
        """Connect, list the contracts and stream events until cancelled or closed.

        Raises UserError for a contract that the venue does not list, RejectedError for one whose
        terms are not the known ones, and whatever `emit` raised.
        """
        self._ended.clear()
        self._trust = trusted_roots()
        self._failure = asyncio.get_running_loop().create_future()
        self._emit = self._guarded(emit)
        try:
            async with AsyncExitStack() as stack:
                await self._work(stack, self._emit)
        except ExceptionGroup as errors:
            if not isinstance(error := first_leaf(errors), _ClosedError):
                raise error from None
        finally:
            self._account = None
            self._market = None
            self._account_is_open.clear()
            self._ended.set()

    async def submit(self, intent: OrderIntent) -> None:
        """Send one order, once."""
        if self._account is None:
            self._refuse(intent)
        else:
            await self._account.desk.submit(intent)

    async def cancel(self, intent: CancelIntent) -> None:
        """Cancel one order, or everything on a symbol or the venue."""
        if self._account is not None:
            await self._account.desk.cancel(intent)

    async def query(self, query: OrderQuery) -> None:
        """Ask what became of an order and report it."""
        if self._account is not None:
            await self._account.desk.query(query)

    async def kill(self) -> None:
        """Cancel everything and keep at it until the venue shows nothing open."""
        if self._credentials is None:
            self._answer_kill("no account is connected", confirmed=True)
            return
        if not self._account_is_open.is_set():
            self._answer_kill("not connected", confirmed=False)
            await self._account_is_open.wait()
        if self._account is not None:
            await self._account.kill()

    @property
    def trouble(self) -> TerminalError | None:
        """What keeps the account from being read, None while it is or where there is none."""
        return None if self._account is None else self._account.trouble

    async def preflight(self, target_leverage: float | None) -> PreflightReport:
        """Look market, key and account over anew, by reads only."""
        if self._account is not None:
            return told_untried(self._entry, await self._account.preflight(target_leverage))
        if self._credentials is None and self._market is not None:
            return await Inspection(
                name=self._name, entry=self._entry, exchange=self._market, symbols=self._symbols,
                clock=self._clock, credentials=None,
            ).report(target_leverage)  # fmt: skip
        return unreachable(self._name, self._clock(), "it is not connected yet")

    async def arm_dead_man(self, timeout_s: float) -> DeadMan:
        """Arm the venue's cancel-all-after, or refresh it."""
        if self._account is None:
            return DeadMan(state=DeadManState.REFUSED, detail="not connected")
        return await self._account.dead_man.arm(timeout_s)

    async def disarm_dead_man(self) -> DeadMan:
        """Take the venue's cancel-all-after back."""
        if self._account is None:
            return DeadMan(state=DeadManState.OFF, detail="not connected")
        return await self._account.dead_man.disarm()

    async def close(self) -> None:
        """Close every connection; nothing of the venue runs afterwards."""
        self._closing.set()
        await self._ended.wait()

    async def _work(self, stack: AsyncExitStack, emit: Emit) -> None:
        setting = Setting(
            name=self._name,
            entry=self._entry,
            credentials=self._credentials,
            symbols=self._symbols,
            clock=self._clock,
            emit=emit,
            timing=self._timing,
            randomness=self._randomness,
            slow_down=self._slow_down,
            clearance=self._clearance,
        )
        async with asyncio.TaskGroup() as group:
            group.create_task(self._until_closed())
            group.create_task(self._until_broken())
            public = await self._open(stack, None)
            listing = Listing(self._name, self._entry, self._credentials, setting.retry)
            await listing.load_markets(public)
            self._market = public
            private = await self._open_account(stack, public)
            board = FeedBoard(self._name, self._clock, emit)
            market = MarketLink(setting, listing, public, private, board)
            await market.list_contracts()
            market.start(group)
            group.create_task(self._trades.keep(setting, public, lambda: self._opened(None)))
            if private is not None and self._credentials is not None:
                orders = await self._open_account(stack, public)
                market.followers += [private, orders]
                self._account = AccountLink(setting, self._credentials, private, orders, board)
                self._account_is_open.set()
                self._account.start(group)

    async def _open(self, stack: AsyncExitStack, credentials: Credentials | None) -> Any:
        exchange = await stack.enter_async_context(self._opened(credentials))
        replies.listen(exchange)
        self._slow_down.heed(exchange, self._entry)
        return exchange

    def _opened(self, credentials: Credentials | None) -> AbstractAsyncContextManager[Any]:
        return opened(
            self._entry,
            credentials,
            environment=self._environment,
            endpoints=self._endpoints,
            timeout_s=self._timing.request_timeout_s,
            trust=self._trust,
        )

    async def _open_account(self, stack: AsyncExitStack, public: Any) -> Any | None:
        if self._credentials is None:
            return None
        exchange = await self._open(stack, self._credentials)
        # Copied, so that no request for markets ever stands in front of an order.
        exchange.set_markets(public.markets, public.currencies)
        return exchange

    async def _until_closed(self) -> None:
        await self._closing.wait()
        raise _ClosedError

    async def _until_broken(self) -> None:
        assert self._failure is not None
        await self._failure

    def _guarded(self, emit: Emit) -> Emit:
        """Return `emit` with its exceptions carried to `run` instead of into ccxt's callbacks."""

        def guarded(event: AnyEvent) -> None:
            try:
                emit(event)
            except Exception as error:  # noqa: BLE001 - raised again by run
                if self._failure is not None and not self._failure.done():
                    self._failure.set_exception(error)

        return guarded

    def _say(self, event: AnyEvent) -> None:
        if self._emit is not None:
            self._emit(event)

    def _answer_kill(self, detail: str, *, confirmed: bool) -> None:
        self._say(
            KillConfirmation(at=self._clock(), venue=self._name, confirmed=confirmed, detail=detail)
        )

    def _refuse(self, intent: OrderIntent) -> None:
        connected = self._credentials is not None
        reason = "not connected; nothing was sent" if connected else "no account is connected"
        self._say(
            OrderReport(
                at=self._clock(),
                venue=self._name,
                symbol=intent.symbol,
                client_order_id=intent.client_order_id,
                state=OrderState.REJECTED,
                filled_contracts=0.0,
                reason=reason,
            )
        )


class _ClosedError(Exception):
    """The venue was asked to close."""
