"""Orders that the journal knows were to be sent and whose end it does not know."""

from pathlib import Path

import msgspec

from terminal.model.events import Fill, FillType, OrderReport, OrderState, RecoveredOrder
from terminal.model.outputs import OrderIntent
from terminal.storage.journal.reader import JournalReader
from terminal.storage.journal.records import RecordKind, Row

_LOOK_BACK = 20_000  # rows of these kinds: weeks of trading, read in a tenth of a second
_KINDS = (RecordKind.ORDER_INTENT, RecordKind.ORDER, RecordKind.FILL)
# A venue that does not find an order this long after it was sent will not find it later.
_PROOF_AFTER_NS = 60_000_000_000

_intent = msgspec.json.Decoder(OrderIntent)
_report = msgspec.json.Decoder(OrderReport)
_fill = msgspec.json.Decoder(Fill)


def unresolved_orders(directory: Path, at: int) -> list[RecoveredOrder]:
    """Return them, oldest first, as events of time `at` for the engine."""
    reader = JournalReader(directory)
    try:
        rows = reader.latest(_LOOK_BACK, _KINDS)
    finally:
        reader.close()
    working: dict[str, OrderIntent] = {}
    filled: dict[str, dict[str, float]] = {}
    for row in reversed(rows):
        _follow(row, working, filled)
    return [recovered(intent, at) for intent in working.values()]


def _follow(row: Row, working: dict[str, OrderIntent], filled: dict[str, dict[str, float]]) -> None:
    try:
        if row.kind == RecordKind.ORDER_INTENT:
            intent = _intent.decode(row.payload)
            working[intent.client_order_id] = intent
        elif row.kind == RecordKind.ORDER:
            report = _report.decode(row.payload)
            if report.client_order_id in working and _ends(report, working):
                del working[report.client_order_id]
        else:
            _add_fill(_fill.decode(row.payload), working, filled)
    except msgspec.MsgspecError:
        # A row of another version: what it says of an order is not known, so nothing is resolved.
        return


def _ends(report: OrderReport, working: dict[str, OrderIntent]) -> bool:
    if report.state is OrderState.NOT_FOUND:
        return report.at - working[report.client_order_id].at > _PROOF_AFTER_NS
    return report.state.terminal


def _add_fill(
    fill: Fill, working: dict[str, OrderIntent], filled: dict[str, dict[str, float]]
) -> None:
    name = fill.client_order_id
    if name is None or name not in working or fill.fill_type is not FillType.TRADE:
        return
    told = filled.setdefault(name, {})
    told[fill.fill_id] = fill.contracts
    whole = float(working[name].contracts)
    if sum(told.values()) >= whole * (1 - 1e-9):
        del working[name]


def recovered(intent: OrderIntent, at: int) -> RecoveredOrder:
    """Return what the engine is told at `at` of an order whose end the journal does not know."""
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
