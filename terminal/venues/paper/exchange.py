"""A simulated exchange: matching, margin, funding and liquidation for one trader.

Pure and deterministic: no clock, no chance, no I/O. Time is an argument of every call, and every
call returns what it caused, in order, as typed reports (`orders.Report`). A venue turns reports
into engine events; a loopback server turns them into its wire's messages. The rest of the market
comes from outside: `set_book`, `set_mark`, `set_funding`, from a synthetic market, a session file
or a test.

    exchange = SimulatedExchange([instrument], {"BTC": 2.0})
    exchange.set_mark("BTC/USD:BTC", 60_000.0, at)
    exchange.set_book("BTC/USD:BTC", bids, asks, at)
    reports = exchange.place(OrderRequest(symbol="BTC/USD:BTC", side=Side.BUY, ...), at)
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from terminal.model.book import Levels
from terminal.model.events import OrderState
from terminal.model.instrument import Instrument
from terminal.venues.paper.admission import (
    accept,
    cut_to_position,
    malformed,
    order_margin,
    refusal,
)
from terminal.venues.paper.execution import (
    IMMEDIATE,
    cross_resting,
    end,
    execute,
    liquidity,
    prevent_self_trade,
    trade_through,
)
from terminal.venues.paper.funding import settle_due, settle_interval
from terminal.venues.paper.liquidation import liquidate, state_accounts
from terminal.venues.paper.matching import Execution, Market
from terminal.venues.paper.orders import (
    AccountState,
    Order,
    OrderRequest,
    PositionState,
    Refusal,
    Refused,
    Reports,
)
from terminal.venues.paper.state import Batch, ExchangeState


class SimulatedExchange:
    """The exchange as one trader sees it; unknown symbols and currencies raise KeyError.

    `wallets` are the starting balances by settlement currency. Margin is cross: one account a
    currency. With `trade_at_mark_without_book` a symbol that never had a book trades any quantity
    at mark (session files without book lines); otherwise it has no liquidity.
    """

    def __init__(
        self,
        instruments: Iterable[Instrument],
        wallets: Mapping[str, float],
        *,
        trade_at_mark_without_book: bool = False,
        remembered_orders: int = 10_000,
    ) -> None:
        self._state = ExchangeState(
            remembered_orders, trade_at_mark_without_book=trade_at_mark_without_book
        )
        self._ledger = self._state.ledger
        self._markets = self._state.markets
        self._orders = self._state.orders
        for instrument in instruments:
            self.list_instrument(instrument)
        for settle, balance in wallets.items():
            self.open_account(settle, balance)

    # what is so -----------------------------------------------------------------------------

    @property
    def instruments(self) -> tuple[Instrument, ...]:
        """Return every listed contract."""
        return tuple(market.instrument for market in self._markets.values())

    def instrument(self, symbol: str) -> Instrument | None:
        """Return one contract, None where it is not listed."""
        market = self._markets.get(symbol)
        return None if market is None else market.instrument

    def market(self, symbol: str) -> Market:
        """Return one symbol's book, mark and funding, to be read and not changed."""
        return self._markets[symbol]

    def order(
        self, client_order_id: str | None = None, order_id: str | None = None
    ) -> Order | None:
        """Return an order by either id, None where the exchange does not know it."""
        order = self._orders.find(client_order_id, order_id)
        return None if order is None else self._state.value(order)

    def orders(self, symbol: str | None = None) -> tuple[Order, ...]:
        """Return every remembered order, oldest first, ended ones included."""
        return tuple(
            self._state.value(o)
            for o in self._orders
            if symbol is None or o.request.symbol == symbol
        )

    def open_orders(self, symbol: str | None = None) -> tuple[Order, ...]:
        """Return the open orders, oldest first."""
        return tuple(self._state.value(order) for order in self._orders.open(symbol))

    def account(self, settle: str) -> AccountState:
        """Return one currency's account, valued at the present mark prices."""
        return self._ledger.account_state(settle, order_margin(self._state, settle))

    def accounts(self) -> tuple[AccountState, ...]:
        """Return every account, in the order in which its currency became known."""
        return tuple(self.account(settle) for settle in self._ledger.wallets)

    def position(self, symbol: str) -> PositionState:
        """Return one symbol's position, flat or not."""
        return self._ledger.position_state(symbol)

    # what the world does --------------------------------------------------------------------

    def list_instrument(self, instrument: Instrument) -> None:
        """List a contract, or change its terms while its position and orders stay."""
        market = self._markets.get(instrument.symbol)
        if market is None:
            market = Market(instrument)
        elif market.instrument.lot_size != instrument.lot_size:
            raise ValueError(f"{instrument.symbol}: the lot size of a listed contract is fixed")
        market.instrument = instrument
        self._ledger.list_market(market)

    def open_account(self, settle: str, wallet_balance: float) -> None:
        """Start an account's running totals over, from a wallet balance."""
        self._ledger.open_wallet(settle, wallet_balance)

    def open_position(self, symbol: str, contracts: Decimal, entry_price: float) -> None:
        """Put a position of signed contracts there, as brought along from elsewhere."""
        position = self._ledger.positions[symbol]
        position.lots = int(contracts / self._markets[symbol].instrument.lot_size)
        position.entry_price = entry_price if position.lots else None

    def set_book(self, symbol: str, bids: Levels, asks: Levels, at: int) -> Reports:
        """Replace the others' visible book; resting orders that it crosses fill at their price."""
        market = self._markets[symbol]
        if not market.set_book(bids, asks):
            return ()
        batch = Batch(at)
        cross_resting(self._state, batch, market)
        return self._finish(batch)

    def set_mark(
        self,
        symbol: str,
        mark_price: float,
        at: int,
        *,
        index_price: float | None = None,
        last_price: float | None = None,
    ) -> Reports:
        """Move the mark price; a last price beyond a resting order fills it whole.

        Positions are liquidated here when their account has no more than its maintenance margin.
        """
        market = self._markets[symbol]
        market.mark_price = mark_price
        market.index_price = index_price
        market.last_price = mark_price if last_price is None else last_price
        batch = Batch(at)
        traded = last_price
        if traded is None and self._state.trade_at_mark and not market.has_book:
            traded = mark_price
        if traded is not None:
            trade_through(self._state, batch, market, traded)
        liquidate(self._state, batch, market.instrument.settle)
        return self._finish(batch)

    def set_funding(
        self, symbol: str, funding_rate: float, next_funding_at: int, interval_s: float
    ) -> None:
        """Set the running rate, when it is settled next, and the interval after that."""
        market = self._markets[symbol]
        market.funding_rate = funding_rate
        market.next_funding_at = next_funding_at
        market.funding_interval_s = interval_s

    def advance(self, at: int) -> Reports:
        """Let time pass to `at`: settles every funding that has fallen due, in time order."""
        batch = Batch(at)
        settle_due(self._state, batch)
        return self._finish(batch)

    def settle_funding(self, symbol: str, funding_rate: float, at: int) -> Reports:
        """Settle one funding interval of one symbol now, on mark value."""
        batch = Batch(at)
        settle_interval(self._state, batch, symbol, funding_rate)
        return self._finish(batch)

    def transfer(self, settle: str, amount: float, at: int) -> Reports:
        """Move money into an account, or out of it where negative."""
        batch = Batch(at)
        self._ledger.wallets[settle].transferred += amount
        batch.accounts[settle] = None
        return self._finish(batch)

    # what the trader does -------------------------------------------------------------------

    def place(self, request: OrderRequest, at: int) -> Reports:
        """Place an order. A refused one is kept as REJECTED; a duplicate changes nothing."""
        state, batch = self._state, Batch(at)
        order = accept(state, batch, request)
        if order is None:
            return tuple(batch.reports)
        reason = refusal(state, order)
        if reason is not None:
            end(state, batch, order, OrderState.REJECTED, reason)
            return self._finish(batch)
        order.state = OrderState.OPEN
        state.report(batch, order)
        executions = liquidity(state, order)
        prevent_self_trade(state, batch, order, executions)
        execute(state, batch, order, executions, maker=False)
        if not order.state.terminal:
            if request.type in IMMEDIATE:
                end(state, batch, order, OrderState.CANCELLED, Refusal.NO_LIQUIDITY)
            else:
                self._markets[request.symbol].rest(order)
        return self._finish(batch)

    def record_trade(
        self, request: OrderRequest, executions: Iterable[tuple[float, Decimal]], at: int
    ) -> Reports:
        """Book an order that was executed elsewhere, at (price, contracts), unquestioned.

        Neither matching nor margin is looked at; what is not executed is cancelled. A reduce-only
        order still never grows or flips the position.
        """
        state, batch = self._state, Batch(at)
        order = accept(state, batch, request)
        if order is None:
            return tuple(batch.reports)
        instrument = self._markets[request.symbol].instrument
        reason = malformed(request, instrument) or cut_to_position(state, order)
        if reason is not None:
            end(state, batch, order, OrderState.REJECTED, reason)
            return self._finish(batch)
        order.state = OrderState.OPEN
        state.report(batch, order)
        lot = instrument.lot_size
        whole = [Execution(price, int(contracts / lot)) for price, contracts in executions]
        execute(state, batch, order, whole, maker=False)
        if not order.state.terminal:
            end(state, batch, order, OrderState.CANCELLED, Refusal.NO_LIQUIDITY)
        return self._finish(batch)

    def cancel(
        self, at: int, client_order_id: str | None = None, order_id: str | None = None
    ) -> Reports:
        """Cancel one order by either id."""
        order = self._orders.find(client_order_id, order_id)
        if order is None or order.state.terminal:
            reason = Refusal.UNKNOWN_ORDER if order is None else Refusal.ORDER_NOT_OPEN
            symbol = None if order is None else order.request.symbol
            return (Refused(at, reason, symbol, client_order_id, order_id),)
        batch = Batch(at)
        end(self._state, batch, order, OrderState.CANCELLED, Refusal.CANCELLED_BY_TRADER)
        return self._finish(batch)

    def cancel_all(self, at: int, symbol: str | None = None) -> Reports:
        """Cancel every open order, of one symbol or of all."""
        batch = Batch(at)
        for order in self._orders.open(symbol):
            end(self._state, batch, order, OrderState.CANCELLED, Refusal.CANCELLED_BY_TRADER)
        return self._finish(batch)

    def set_leverage(self, symbol: str, leverage: float, at: int) -> Reports:
        """Set the leverage that initial margin of a symbol is reckoned at."""
        maximum = self._ledger.terms[symbol].max_leverage(0, 1.0)
        if not 1 <= leverage <= maximum:
            return (Refused(at, Refusal.LEVERAGE_OUT_OF_RANGE, symbol, None, None),)
        batch = Batch(at)
        self._ledger.positions[symbol].leverage = leverage
        batch.accounts[self._markets[symbol].instrument.settle] = None
        return self._finish(batch)

    def _finish(self, batch: Batch) -> Reports:
        state_accounts(self._state, batch)
        return tuple(batch.reports)
