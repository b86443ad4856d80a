"""The engine's requests put to a simulated exchange, and its answers as events."""

from collections.abc import Callable

from terminal.model.events import AnyEvent, KillConfirmation, OpenOrders, OrderReport, OrderState
from terminal.model.outputs import CancelIntent, OrderIntent, OrderQuery
from terminal.venues.paper.exchange import SimulatedExchange
from terminal.venues.paper.orders import Reports
from terminal.venues.paper.translate import account_event, events_of, order_event, request_of


class OrderEntry:
    """One simulated exchange under the name of a venue; every method returns what to tell.

    `on_reports` hears every report of the exchange before it becomes events.
    """

    def __init__(self, venue: str, exchange: SimulatedExchange) -> None:
        self.venue = venue
        self.exchange = exchange
        self.on_reports: Callable[[Reports], None] = lambda reports: None

    def place(self, intent: OrderIntent, at: int) -> list[AnyEvent]:
        """Place one order."""
        return self.told(self.exchange.place(request_of(intent), at))

    def refuse(self, intent: OrderIntent, reason: str, at: int) -> list[AnyEvent]:
        """Report an order as rejected without the exchange having seen it."""
        return [
            self._unfilled(intent.symbol, intent.client_order_id, OrderState.REJECTED, at, reason)
        ]

    def cancel(self, intent: CancelIntent, at: int) -> list[AnyEvent]:
        """Cancel one order, or everything on a symbol or the venue where ids are absent."""
        if intent.client_order_id is None:
            return self.told(self.exchange.cancel_all(at, intent.symbol))
        if self.exchange.order(intent.client_order_id) is None:
            if intent.symbol is None:
                return []
            return [self._not_found(intent.symbol, intent.client_order_id, at)]
        return self.told(self.exchange.cancel(at, intent.client_order_id))

    def query(self, query: OrderQuery, at: int) -> list[AnyEvent]:
        """Tell what became of an order."""
        order = self.exchange.order(query.client_order_id)
        if order is None:
            return [self._not_found(query.symbol, query.client_order_id, at)]
        return [order_event(order, self.venue, at)]

    def kill(self, at: int) -> list[AnyEvent]:
        """Cancel everything and confirm that nothing is open."""
        events = self.told(self.exchange.cancel_all(at))
        left = len(self.exchange.open_orders())
        detail = f"{left} orders open" if left else "no order open"
        return [
            *events,
            KillConfirmation(at=at, venue=self.venue, confirmed=left == 0, detail=detail),
        ]

    def statement(self, at: int) -> list[AnyEvent]:
        """State every account and every open order, for the engine to reconcile with."""
        events: list[AnyEvent] = [
            account_event(account, self.venue, at) for account in self.exchange.accounts()
        ]
        for instrument in self.exchange.instruments:
            orders = self.exchange.open_orders(instrument.symbol)
            ids = tuple(order.client_order_id or order.order_id for order in orders)
            events.append(
                OpenOrders(at=at, venue=self.venue, symbol=instrument.symbol, client_order_ids=ids)
            )
        return events

    def told(self, reports: Reports) -> list[AnyEvent]:
        """Return reports as events."""
        self.on_reports(reports)
        return events_of(reports, self.venue, self.exchange)

    def _not_found(self, symbol: str, client_order_id: str, at: int) -> OrderReport:
        return self._unfilled(symbol, client_order_id, OrderState.NOT_FOUND, at)

    def _unfilled(
        self,
        symbol: str,
        client_order_id: str,
        state: OrderState,
        at: int,
        reason: str | None = None,
    ) -> OrderReport:
        return OrderReport(
            at=at,
            venue=self.venue,
            symbol=symbol,
            client_order_id=client_order_id,
            state=state,
            filled_contracts=0.0,
            reason=reason,
        )
