"""What of the order in which news arrives can only be seen where it arrives."""

from terminal.model.events import AnyEvent, Fill, FillType, OrderReport, OrderState
from tests.simulation.facts.facts import Facts


def order_of_news(facts: Facts, event: AnyEvent) -> str | None:
    """Return the name of what `event`, not taken yet, is out of the usual order for; else None."""
    if isinstance(event, Fill) and event.fill_type is FillType.TRADE:
        leg = facts.legs.get((event.venue, event.symbol))
        order = leg.orders.known.get(event.client_order_id or "") if leg else None
        if order is None or event.fill_id in order.told:
            return None
        if order.state is OrderState.PENDING:
            return "fill_before_answer"
        return "fill_after_the_end" if order.state.terminal else None
    if isinstance(event, OrderReport) and event.state.terminal:
        leg = facts.legs.get((event.venue, event.symbol))
        order = leg.orders.known.get(event.client_order_id) if leg else None
        if order is not None and event.filled_contracts > sum(order.told.values()):
            return "answer_before_fill"
    return None
