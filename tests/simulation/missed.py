"""What becomes of news and of orders while the program sleeps or is not there."""

import msgspec

from terminal.model.events import AnyEvent, OrderReport, OrderState, RecoveredOrder
from terminal.model.outputs import OrderIntent


def overslept(event: AnyEvent, at: int) -> AnyEvent:
    """Return what is heard of an event at waking: an answer to a question has timed out."""
    if isinstance(event, OrderReport) and event.state is OrderState.NOT_FOUND:
        event = msgspec.structs.replace(event, state=OrderState.UNKNOWN)
    return msgspec.structs.replace(event, at=at)


def recovered(at: int, intent: OrderIntent) -> RecoveredOrder:
    """Return what the next instance is told of an order whose end the journal does not know."""
    return RecoveredOrder(
        at=at,
        venue=intent.venue,
        symbol=intent.symbol,
        client_order_id=intent.client_order_id,
        decision_id=intent.decision_id,
        side=intent.side,
        contracts=intent.contracts,
        reduce_only=intent.reduce_only,
        type=intent.type.value,
        limit_price=intent.limit_price,
        purpose=intent.purpose.value,
        sent_at=intent.at,
    )
