"""The table of this session's orders, newest first. Pure."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import zip_longest

import msgspec

from terminal.engine.snapshot import OrderStateRow, Snapshot
from terminal.model.events import OrderState
from terminal.model.outputs import Purpose
from terminal.ui import format as show
from terminal.ui.reason_words import order_reason
from terminal.ui.tables.column import Column, Kind
from terminal.ui.tables.shapes import order_side, side_tone
from terminal.ui.words import QT_TRANSLATE_NOOP, translate, translated

_WORKING = frozenset(
    {OrderState.PENDING, OrderState.OPEN, OrderState.PARTIALLY_FILLED, OrderState.UNKNOWN}
)
_STATE_TONES = {
    OrderState.PENDING: "target",
    OrderState.OPEN: "accent",
    OrderState.PARTIALLY_FILLED: "accent",
    OrderState.FILLED: "text",
    OrderState.UNKNOWN: "alarm",
    OrderState.NOT_FOUND: "warning",
    OrderState.REJECTED: "warning",
}
_PURPOSE_TONES = {
    Purpose.RESTORE: "warning",
    Purpose.FLATTEN: "alarm",
    Purpose.KILL: "alarm",
}


class OrderRow(msgspec.Struct, frozen=True, gc=False):
    """One order with the steps that its figures are written in; None where not listed."""

    order: OrderStateRow
    tick_size: Decimal | None
    lot_size: Decimal | None

    @property
    def key(self) -> str:
        """What makes the row the same one later."""
        return self.order.client_order_id

    @property
    def working(self) -> bool:
        """True while the order may still trade."""
        return self.order.state in _WORKING


def order_rows(snapshot: Snapshot, before: Sequence[OrderRow] = ()) -> list[OrderRow]:
    """Return the session's orders, newest first.

    Rows of `before` that still say the same are returned as they are: of thousands of orders a
    handful changes between two turns.
    """
    steps = {
        (leg.instrument.venue, leg.instrument.symbol): (
            leg.instrument.tick_size,
            leg.instrument.lot_size,
        )
        for leg in snapshot.legs
    }
    unlisted = (None, None)
    rows: list[OrderRow] = []
    for order, known in zip_longest(snapshot.orders, reversed(before)):
        if order is None:
            break
        tick_size, lot_size = steps.get((order.venue, order.symbol), unlisted)
        same = known is not None and known.order == order and known.tick_size == tick_size
        rows.append(known if same else OrderRow(order, tick_size, lot_size))
    rows.reverse()
    return rows


def _price(row: OrderRow, value: Decimal | float | None) -> str:
    if value is None:
        return show.UNKNOWN
    return show.price(value, row.tick_size) if row.tick_size is not None else f"{value:,}"


def _lots(row: OrderRow, value: Decimal) -> str:
    return show.contracts(value, row.lot_size) if row.lot_size is not None else f"{value:,}"


def _limit(row: OrderRow) -> str:
    return "market" if row.order.limit_price is None else _price(row, row.order.limit_price)


def _reason(row: OrderRow) -> str:
    return order_reason(row.order.reason)


COLUMNS: tuple[Column[OrderRow], ...] = (
    Column(
        QT_TRANSLATE_NOOP("window", "Time"),
        lambda r: r.order.created_at,
        lambda r: show.clock_time(r.order.created_at),
        8,
        Kind.TIME,
        lambda _: "text_secondary",
        QT_TRANSLATE_NOOP("window", "When the order was made"),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Symbol"),
        lambda r: r.order.symbol,
        lambda r: r.order.symbol,
        15,
        Kind.TEXT,
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "State"),
        lambda r: r.order.state.value,
        lambda r: show.words(r.order.state.value),
        12,
        Kind.TEXT,
        lambda r: _STATE_TONES.get(r.order.state, "text_faint"),
        QT_TRANSLATE_NOOP(
            "window",
            "Unknown: the venue has not said yet whether the order exists; it is asked, "
            "never sent again",
        ),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Purpose"),
        lambda r: r.order.purpose.value,
        lambda r: show.words(r.order.purpose.value),
        7,
        Kind.TEXT,
        lambda r: _PURPOSE_TONES.get(r.order.purpose, "text"),
        QT_TRANSLATE_NOOP("window", "Why the order exists"),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Side"),
        lambda r: r.order.side.value,
        lambda r: translated(order_side(r.order.side)),
        6,
        Kind.TEXT,
        lambda r: side_tone(order_side(r.order.side)),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Contracts"),
        lambda r: r.order.contracts,
        lambda r: _lots(r, r.order.contracts),
        10,
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Filled"),
        lambda r: r.order.filled_contracts,
        lambda r: _lots(r, r.order.filled_contracts),
        10,
        tone=lambda r: "text" if r.order.filled_contracts else "text_faint",
        help=QT_TRANSLATE_NOOP("window", "Contracts filled so far"),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Limit"),
        lambda r: r.order.limit_price,
        _limit,
        10,
        help=QT_TRANSLATE_NOOP("window", "Limit price, USD per coin, exactly as sent"),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Average"),
        lambda r: r.order.average_price,
        lambda r: _price(r, r.order.average_price),
        10,
        help=QT_TRANSLATE_NOOP("window", "Average price of the fills"),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Reduce-only"),
        lambda r: r.order.reduce_only,
        lambda r: translate("window", "reduce-only") if r.order.reduce_only else "",
        10,
        Kind.TEXT,
        lambda _: "text_secondary",
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Type"),
        lambda r: r.order.type.value,
        lambda r: show.words(r.order.type.value),
        8,
        Kind.TEXT,
        lambda _: "text_secondary",
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Venue"),
        lambda r: r.order.venue,
        lambda r: r.order.venue,
        7,
        Kind.TEXT,
        lambda _: "text_secondary",
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Updated"),
        lambda r: r.order.updated_at,
        lambda r: show.clock_time(r.order.updated_at),
        8,
        Kind.TIME,
        lambda _: "text_secondary",
        QT_TRANSLATE_NOOP("window", "When its state last changed"),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Reason"),
        lambda r: r.order.reason,
        _reason,
        22,
        Kind.TEXT,
        lambda _: "text_secondary",
        QT_TRANSLATE_NOOP("window", "What the venue or the gate said"),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Decision"),
        lambda r: r.order.decision_id,
        lambda r: str(r.order.decision_id),
        8,
        tone=lambda _: "text_faint",
        help=QT_TRANSLATE_NOOP("window", "The decision in the journal that explains the order"),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Order id"),
        lambda r: r.order.client_order_id,
        lambda r: r.order.client_order_id,
        16,
        Kind.TEXT,
        lambda _: "text_faint",
        QT_TRANSLATE_NOOP("window", "Client order id: unique across restarts"),
    ),
)
