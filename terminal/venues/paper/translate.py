"""The simulated exchange's reports as engine events."""

from collections.abc import Iterable

from terminal.model.events import (
    Account,
    AnyEvent,
    Fill,
    FundingSettled,
    OrderReport,
    OrderState,
    PositionReport,
)
from terminal.model.outputs import OrderIntent
from terminal.venues.paper.exchange import SimulatedExchange
from terminal.venues.paper.orders import (
    AccountChanged,
    AccountState,
    Filled,
    FundingPaid,
    Order,
    OrderChanged,
    OrderRequest,
    Refused,
    Report,
)


def request_of(intent: OrderIntent) -> OrderRequest:
    """Return what an order intent asks of the exchange."""
    return OrderRequest(
        symbol=intent.symbol,
        side=intent.side,
        type=intent.type,
        contracts=intent.contracts,
        limit_price=intent.limit_price,
        reduce_only=intent.reduce_only,
        client_order_id=intent.client_order_id,
    )


def events_of(reports: Iterable[Report], venue: str, exchange: SimulatedExchange) -> list[AnyEvent]:
    """Return what the engine is to be told, in the order of the reports."""
    return [event for report in reports for event in _events_of(report, venue, exchange)]


def account_event(account: AccountState, venue: str, at: int) -> Account:
    """Return one account as the engine hears of it."""
    return Account(
        at=at,
        venue=venue,
        settle=account.settle,
        wallet_balance=account.wallet_balance,
        equity=account.equity,
        positions=tuple(
            PositionReport(
                symbol=position.symbol,
                contracts=float(position.contracts),
                entry_price=position.entry_price,
                liquidation_price=position.liquidation_price,
                leverage=position.leverage,
                margin_mode="cross",
            )
            for position in account.positions
        ),
        maintenance_margin=account.maintenance_margin,
        as_of=at,
    )


def order_event(order: Order, venue: str, at: int) -> OrderReport:
    """Return one order of ours as the engine hears of it."""
    return OrderReport(
        at=at,
        venue=venue,
        symbol=order.symbol,
        client_order_id=order.client_order_id or order.order_id,
        state=order.state,
        filled_contracts=float(order.filled_contracts),
        average_price=order.average_price,
        reason=None if order.reason is None else order.reason.value,
    )


def _events_of(report: Report, venue: str, exchange: SimulatedExchange) -> Iterable[AnyEvent]:
    match report:
        case OrderChanged(at, order):
            yield order_event(order, venue, at)
        case AccountChanged(at, account):
            yield account_event(account, venue, at)
        case Filled():
            yield Fill(
                at=report.at,
                venue=venue,
                symbol=report.symbol,
                client_order_id=report.client_order_id,
                contracts=float(report.contracts),
                price=report.price,
                fee=report.fee,
                fill_id=report.fill_id,
                fill_type=report.fill_type,
                side=report.side,
            )
        case FundingPaid():
            yield FundingSettled(
                at=report.at,
                venue=venue,
                symbol=report.symbol,
                funding_rate=report.funding_rate,
                amount=report.received,
            )
        case Refused():
            yield from _refused(report, venue, exchange)


def _refused(report: Refused, venue: str, exchange: SimulatedExchange) -> Iterable[AnyEvent]:
    """Tell how the order really stands: a refused duplicate says nothing against the first one."""
    order = exchange.order(report.client_order_id, report.order_id)
    if order is not None:
        yield order_event(order, venue, report.at)
    elif report.client_order_id is not None and report.symbol is not None:
        yield OrderReport(
            at=report.at,
            venue=venue,
            symbol=report.symbol,
            client_order_id=report.client_order_id,
            state=OrderState.REJECTED,
            filled_contracts=0.0,
            reason=report.reason.value,
        )
