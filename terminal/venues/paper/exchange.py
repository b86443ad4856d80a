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
from terminal.model.events import FillType, OrderState, Side
from terminal.model.instrument import Instrument
from terminal.model.outputs import OrderType
from terminal.venues.paper.checks import malformed
from terminal.venues.paper.liquidation import lots_to_liquidate
from terminal.venues.paper.margin import Ledger
from terminal.venues.paper.matching import Execution, Market, WorkingOrder, beyond
from terminal.venues.paper.orders import (
    AccountChanged,
    AccountState,
    Filled,
    FundingPaid,
    Order,
    OrderChanged,
    OrderRequest,
    PositionState,
    Refusal,
    Refused,
    Report,
    Reports,
)
from terminal.venues.paper.registry import OrderRegistry

_NS_PER_S = 1_000_000_000
_IMMEDIATE = frozenset({OrderType.MARKET, OrderType.IOC_LIMIT})


class _Batch:
    """The reports of one call, and the accounts that it changed."""

    __slots__ = ("accounts", "at", "reports")

    def __init__(self, at: int) -> None:
        self.at = at
        self.reports: list[Report] = []
        self.accounts: dict[str, None] = {}  # a set that keeps its order


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
        self._ledger = Ledger()
        self._markets = self._ledger.markets
        self._orders = OrderRegistry(remembered_orders)
        self._trade_at_mark = trade_at_mark_without_book
        self._sequence = 0
        self._fills = 0
        for instrument in instruments:
            self.list_instrument(instrument)
        for settle, balance in wallets.items():
            self.open_account(settle, balance, {})

    # what is so -----------------------------------------------------------------------------

    @property
    def instruments(self) -> tuple[Instrument, ...]:
        """Return every listed contract."""
        return tuple(market.instrument for market in self._markets.values())

    def market(self, symbol: str) -> Market:
        """Return one symbol's book, mark and funding, to be read and not changed."""
        return self._markets[symbol]

    def order(
        self, client_order_id: str | None = None, order_id: str | None = None
    ) -> Order | None:
        """Return an order by either id, None where the exchange does not know it."""
        order = self._orders.find(client_order_id, order_id)
        return None if order is None else self._value(order)

    def orders(self, symbol: str | None = None) -> tuple[Order, ...]:
        """Return every remembered order, oldest first, ended ones included."""
        return tuple(
            self._value(o) for o in self._orders if symbol is None or o.request.symbol == symbol
        )

    def open_orders(self, symbol: str | None = None) -> tuple[Order, ...]:
        """Return the open orders, oldest first."""
        return tuple(self._value(order) for order in self._orders.open(symbol))

    def account(self, settle: str) -> AccountState:
        """Return one currency's account, valued at the present mark prices."""
        return self._ledger.account_state(settle, self._order_margin(settle))

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

    def open_account(
        self,
        settle: str,
        wallet_balance: float,
        positions: Mapping[str, tuple[Decimal, float | None]],
    ) -> None:
        """Start an account over: a wallet, and signed contracts with their entry by symbol."""
        for symbol in self._ledger.settling_in(settle):
            contracts, entry_price = positions.get(symbol, (Decimal(0), None))
            position = self._ledger.positions[symbol]
            position.lots = int(contracts / self._markets[symbol].instrument.lot_size)
            position.entry_price = entry_price if position.lots else None
        self._ledger.open_wallet(settle, wallet_balance)

    def set_book(self, symbol: str, bids: Levels, asks: Levels, at: int) -> Reports:
        """Replace the others' visible book; resting orders that it crosses fill at their price."""
        market = self._markets[symbol]
        if not market.set_book(bids, asks):
            return ()
        batch = _Batch(at)
        for order in market.resting():
            if order.open_lots and order.limit_price is not None:
                executions = market.take(order.request.side, order.open_lots, order.limit_price)
                at_own_price = [Execution(order.limit_price, lots) for _, lots in executions]
                self._execute(batch, order, at_own_price, maker=True)
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
        batch = _Batch(at)
        traded = last_price
        if traded is None and self._trade_at_mark and not market.has_book:
            traded = mark_price
        if traded is not None:
            self._trade_through(batch, market, traded)
        self._liquidate(batch, market.instrument.settle)
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
        batch = _Batch(at)
        while True:
            due = [
                (market.next_funding_at, symbol)
                for symbol, market in self._markets.items()
                if market.next_funding_at is not None and market.next_funding_at <= at
            ]
            if not due:
                return self._finish(batch)
            due_at, symbol = min(due)
            market = self._markets[symbol]
            interval = round(market.funding_interval_s * _NS_PER_S)
            market.next_funding_at = due_at + interval if interval > 0 else None
            if market.funding_rate is not None:
                self._settle_funding(batch, symbol, market.funding_rate)

    def settle_funding(self, symbol: str, funding_rate: float, at: int) -> Reports:
        """Settle one funding interval of one symbol now, on mark value."""
        batch = _Batch(at)
        self._settle_funding(batch, symbol, funding_rate)
        return self._finish(batch)

    def transfer(self, settle: str, amount: float, at: int) -> Reports:
        """Move money into an account, or out of it where negative."""
        batch = _Batch(at)
        self._ledger.wallets[settle].transferred += amount
        batch.accounts[settle] = None
        return self._finish(batch)

    # what the trader does -------------------------------------------------------------------

    def place(self, request: OrderRequest, at: int) -> Reports:
        """Place an order. A refused one is kept as REJECTED; a duplicate changes nothing."""
        batch = _Batch(at)
        order = self._accept(batch, request)
        if order is None:
            return tuple(batch.reports)
        refusal = self._refusal(order)
        if refusal is not None:
            self._end(batch, order, OrderState.REJECTED, refusal)
            return self._finish(batch)
        order.state = OrderState.OPEN
        batch.reports.append(OrderChanged(at, self._value(order)))
        executions = self._liquidity(order)
        self._prevent_self_trade(batch, order, executions)
        self._execute(batch, order, executions, maker=False)
        if not order.state.terminal:
            if request.type in _IMMEDIATE:
                self._end(batch, order, OrderState.CANCELLED, Refusal.NO_LIQUIDITY)
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
        batch = _Batch(at)
        order = self._accept(batch, request)
        if order is None:
            return tuple(batch.reports)
        refusal = malformed(request, self._markets[request.symbol].instrument)
        if refusal is None:
            refusal = self._cut_to_position(order)
        if refusal is not None:
            self._end(batch, order, OrderState.REJECTED, refusal)
            return self._finish(batch)
        order.state = OrderState.OPEN
        batch.reports.append(OrderChanged(at, self._value(order)))
        lot_size = self._markets[request.symbol].instrument.lot_size
        whole = [Execution(price, int(contracts / lot_size)) for price, contracts in executions]
        self._execute(batch, order, whole, maker=False)
        if not order.state.terminal:
            self._end(batch, order, OrderState.CANCELLED, Refusal.NO_LIQUIDITY)
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
        batch = _Batch(at)
        self._end(batch, order, OrderState.CANCELLED, Refusal.CANCELLED_BY_TRADER)
        return self._finish(batch)

    def cancel_all(self, at: int, symbol: str | None = None) -> Reports:
        """Cancel every open order, of one symbol or of all."""
        batch = _Batch(at)
        for order in self._orders.open(symbol):
            self._end(batch, order, OrderState.CANCELLED, Refusal.CANCELLED_BY_TRADER)
        return self._finish(batch)

    def set_leverage(self, symbol: str, leverage: float, at: int) -> Reports:
        """Set the leverage that initial margin of a symbol is reckoned at."""
        maximum = self._ledger.terms[symbol].max_leverage(0, 1.0)
        if not 1 <= leverage <= maximum:
            return (Refused(at, Refusal.LEVERAGE_OUT_OF_RANGE, symbol, None, None),)
        batch = _Batch(at)
        self._ledger.positions[symbol].leverage = leverage
        batch.accounts[self._markets[symbol].instrument.settle] = None
        return self._finish(batch)

    # how an order comes in ------------------------------------------------------------------

    def _accept(self, batch: _Batch, request: OrderRequest) -> WorkingOrder | None:
        """Return the new order, or None where its id is taken or its symbol is not listed."""
        refusal = None
        if request.symbol not in self._markets:
            refusal = Refusal.UNKNOWN_SYMBOL
        elif self._orders.find(client_order_id=request.client_order_id) is not None:
            refusal = Refusal.DUPLICATE_CLIENT_ORDER_ID
        if refusal is not None:
            batch.reports.append(
                Refused(batch.at, refusal, request.symbol, request.client_order_id, None)
            )
            return None
        self._sequence += 1
        order = WorkingOrder(request, str(self._sequence), self._sequence, batch.at)
        instrument = self._markets[request.symbol].instrument
        if malformed(request, instrument) is None:
            order.lots = order.open_lots = int(request.contracts / instrument.lot_size)
        self._orders.add(order)
        return order

    def _refusal(self, order: WorkingOrder) -> Refusal | None:
        """Return why an order cannot be taken, and cut a reduce-only one to its position."""
        request = order.request
        market = self._markets[request.symbol]
        refusal = malformed(request, market.instrument)
        if refusal is not None:
            return refusal
        if market.mark_price is None:
            return Refusal.NO_MARK_PRICE
        if (
            request.type is OrderType.POST_ONLY
            and order.limit_price is not None
            and market.crosses(request.side, order.limit_price)
        ):
            return Refusal.POST_ONLY_WOULD_TAKE
        if request.reduce_only:
            return self._cut_to_position(order)
        return None if self._affordable(order) else Refusal.INSUFFICIENT_MARGIN

    def _cut_to_position(self, order: WorkingOrder) -> Refusal | None:
        if not order.request.reduce_only:
            return None
        order.open_lots = min(order.open_lots, self._reducible(order))
        return None if order.open_lots else Refusal.NOTHING_TO_REDUCE

    def _reducible(self, order: WorkingOrder) -> int:
        """Return the lots that an order could take off the position."""
        lots = self._ledger.positions[order.request.symbol].lots
        return max(0, -lots * order.request.side.sign)

    def _affordable(self, order: WorkingOrder) -> bool:
        """Return True when the account can margin what an order would add, its fee and its loss.

        A market order is reckoned at the best price that it meets.
        """
        request, terms = order.request, self._ledger.terms[order.request.symbol]
        market = self._markets[request.symbol]
        mark = market.mark_price
        added = order.open_lots - self._reducible(order)
        if added <= 0 or mark is None:
            return True
        opposite = Side.SELL if request.side is Side.BUY else Side.BUY
        price = order.limit_price or market.best_price(opposite) or mark
        after = self._ledger.positions[request.symbol].lots + request.side.sign * order.open_lots
        leverage = self._ledger.leverage(request.symbol, after, mark)
        needed = terms.notional(added, price) / leverage
        needed += terms.notional(added, price) * max(terms.taker_fee, terms.maker_fee)
        needed += max(0.0, -terms.pnl(request.side.sign * added, price, mark))
        settle = market.instrument.settle
        return needed <= self.account(settle).available_margin

    def _order_margin(self, settle: str) -> float:
        """Return the margin that resting orders tie up: each for what it would add by itself."""
        total = 0.0
        for symbol in self._ledger.settling_in(settle):
            for order in self._markets[symbol].resting():
                added = order.open_lots - self._reducible(order)
                if added > 0 and order.limit_price is not None:
                    total += self._ledger.initial_margin(symbol, added, order.limit_price)
        return total

    # how it trades --------------------------------------------------------------------------

    def _liquidity(self, order: WorkingOrder) -> list[Execution]:
        """Take what an incoming order meets."""
        request = order.request
        market = self._markets[request.symbol]
        if request.type is OrderType.POST_ONLY:
            return []
        if market.has_book or not self._trade_at_mark:
            return market.take(request.side, order.open_lots, order.limit_price)
        mark, limit = market.mark_price, order.limit_price
        if mark is None or (limit is not None and beyond(request.side, mark, limit)):
            return []
        return [Execution(mark, order.open_lots)]

    def _prevent_self_trade(
        self, batch: _Batch, order: WorkingOrder, executions: list[Execution]
    ) -> None:
        """Cancel our own resting orders that an incoming one would have met on its way."""
        side = order.request.side
        missing = order.open_lots > sum(lots for _, lots in executions)
        reach = order.limit_price if missing or not executions else executions[-1].price
        opposite = Side.SELL if side is Side.BUY else Side.BUY
        for own in self._markets[order.request.symbol].resting(opposite):
            if own.limit_price is None or (reach and beyond(side, own.limit_price, reach)):
                break
            self._end(batch, own, OrderState.CANCELLED, Refusal.SELF_TRADE_PREVENTED)

    def _trade_through(self, batch: _Batch, market: Market, price: float) -> None:
        """Fill the resting orders that a trade at `price` has passed by."""
        for order in market.resting():
            limit = order.limit_price
            if order.open_lots and limit is not None and price != limit:
                side = order.request.side
                if beyond(side, limit, price):
                    self._execute(batch, order, [Execution(limit, order.open_lots)], maker=True)

    def _execute(
        self, batch: _Batch, order: WorkingOrder, executions: list[Execution], *, maker: bool
    ) -> None:
        """Book an order's executions one by one, and what becomes of it and of others."""
        if not executions:
            return
        request = order.request
        terms = self._ledger.terms[request.symbol]
        rate = terms.maker_fee if maker else terms.taker_fee
        for price, available in executions:
            lots = min(available, order.open_lots)
            if request.reduce_only:
                lots = min(lots, self._reducible(order))
            if lots <= 0:
                break
            fee = terms.notional(lots, price) * rate
            order.fill(Execution(price, lots), fee)
            self._fill(batch, request.symbol, request.side, lots, price, fee, order, maker=maker)
        if order.open_lots:
            order.state = OrderState.PARTIALLY_FILLED
            order.updated_at = batch.at
            batch.reports.append(OrderChanged(batch.at, self._value(order)))
        elif order.filled_lots == order.lots:
            self._end(batch, order, OrderState.FILLED, None)
        else:
            self._end(batch, order, OrderState.CANCELLED, Refusal.REDUCE_ONLY_SHRUNK)
        self._shrink_reduce_only(batch, request.symbol)

    def _fill(
        self,
        batch: _Batch,
        symbol: str,
        side: Side,
        lots: int,
        price: float,
        fee: float,
        order: WorkingOrder | None,
        *,
        maker: bool,
    ) -> None:
        realized = self._ledger.apply_fill(symbol, side.sign * lots, price, fee)
        self._fills += 1
        market = self._markets[symbol]
        batch.accounts[market.instrument.settle] = None
        batch.reports.append(
            Filled(
                at=batch.at,
                fill_id=str(self._fills),
                symbol=symbol,
                order_id=None if order is None else order.order_id,
                client_order_id=None if order is None else order.request.client_order_id,
                side=side,
                contracts=market.lots.exact(lots),
                price=price,
                fee=fee,
                maker=maker,
                fill_type=FillType.LIQUIDATION if order is None else FillType.TRADE,
                realized_pnl=realized,
            )
        )

    def _shrink_reduce_only(self, batch: _Batch, symbol: str) -> None:
        """Cut resting reduce-only orders to what is left of the position."""
        for order in self._markets[symbol].resting():
            if not order.request.reduce_only or order.state.terminal:
                continue
            reducible = self._reducible(order)
            if order.open_lots <= reducible:
                continue
            order.open_lots = reducible
            if not reducible:
                self._end(batch, order, OrderState.CANCELLED, Refusal.REDUCE_ONLY_SHRUNK)
            else:
                order.updated_at = batch.at
                batch.reports.append(OrderChanged(batch.at, self._value(order)))

    # how it ends ----------------------------------------------------------------------------

    def _settle_funding(self, batch: _Batch, symbol: str, funding_rate: float) -> None:
        market = self._markets[symbol]
        if market.mark_price is None:
            return
        received = self._ledger.apply_funding(symbol, funding_rate, market.mark_price)
        batch.reports.append(
            FundingPaid(
                at=batch.at,
                symbol=symbol,
                funding_rate=funding_rate,
                mark_price=market.mark_price,
                contracts=self.position(symbol).contracts,
                received=received,
            )
        )
        if received:
            batch.accounts[market.instrument.settle] = None

    def _liquidate(self, batch: _Batch, settle: str) -> None:
        """Take positions over, a tier at a time, while equity is not above maintenance margin."""
        ledger = self._ledger
        if not self._insolvent(settle):
            return
        for order in self._orders.open():
            if self._markets[order.request.symbol].instrument.settle == settle:
                self._end(batch, order, OrderState.CANCELLED, Refusal.CANCELLED_BY_LIQUIDATION)
        while self._insolvent(settle):
            symbol = max(
                (s for s in ledger.settling_in(settle) if ledger.positions[s].lots),
                key=lambda s: (ledger.position_state(s).maintenance_margin, s),
            )
            lots, price = ledger.positions[symbol].lots, ledger.value_price(symbol)
            if price is None:
                return
            side = Side.SELL if lots > 0 else Side.BUY
            terms = ledger.terms[symbol]
            taken = lots_to_liquidate(terms, lots, price)
            fee = terms.notional(taken, price) * terms.taker_fee
            self._fill(batch, symbol, side, taken, price, fee, None, maker=False)
        wallet = ledger.wallets[settle]
        flat = not any(ledger.positions[s].lots for s in ledger.settling_in(settle))
        if flat and wallet.balance < 0:
            wallet.insurance_received -= wallet.balance

    def _insolvent(self, settle: str) -> bool:
        ledger = self._ledger
        if not any(ledger.positions[s].lots for s in ledger.settling_in(settle)):
            return False
        return ledger.equity(settle) <= ledger.maintenance(settle)

    def _end(
        self, batch: _Batch, order: WorkingOrder, state: OrderState, reason: Refusal | None
    ) -> None:
        order.state = state
        order.reason = reason
        order.open_lots = 0
        order.updated_at = batch.at
        self._markets[order.request.symbol].remove(order)
        self._orders.end(order)
        batch.reports.append(OrderChanged(batch.at, self._value(order)))

    def _finish(self, batch: _Batch) -> Reports:
        """Liquidate what a fill or a payment has made insolvent, then state changed accounts."""
        for settle in tuple(batch.accounts):
            self._liquidate(batch, settle)
        batch.reports.extend(
            AccountChanged(batch.at, self.account(settle)) for settle in batch.accounts
        )
        return tuple(batch.reports)

    def _value(self, order: WorkingOrder) -> Order:
        return order.value(self._markets[order.request.symbol].lots)
