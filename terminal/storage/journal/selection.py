"""Which of the things that happen are journalled, and as what.

Prices, books and the clock are not: a recorded session has them. Every intent, report, fill,
command, freeze and alert is. A decision is journalled when it caused an order, when its action,
reason or binding constraint changed, and, where only its target moved (it moves with every tick
of the mark price), once a second for each contract.
"""

from collections.abc import Sequence

from terminal.model.events import (
    AnyEvent,
    Command,
    CommandName,
    FeedChanged,
    Fill,
    FillType,
    FundingSettled,
    KillConfirmation,
    OrderReport,
    Session,
)
from terminal.model.outputs import (
    Alert,
    AnyOutput,
    CancelIntent,
    Decision,
    Freeze,
    ModeChanged,
    OrderIntent,
    Unfreeze,
)
from terminal.storage.journal.records import Record, RecordKind

_TARGET_INTERVAL_NS = 1_000_000_000

_OUTPUT_KINDS: dict[type, RecordKind] = {
    CancelIntent: RecordKind.CANCEL_INTENT,
    Freeze: RecordKind.FREEZE,
    Unfreeze: RecordKind.UNFREEZE,
    Alert: RecordKind.ALERT,
    ModeChanged: RecordKind.MODE,
}
_EVENT_KINDS: dict[type, RecordKind] = {
    OrderReport: RecordKind.ORDER,
    FundingSettled: RecordKind.FUNDING,
    FeedChanged: RecordKind.FEED,
    KillConfirmation: RecordKind.KILL,
    Session: RecordKind.SESSION,
}
_COMMAND_KINDS = {
    CommandName.SET_POLICY: RecordKind.POLICY,
    CommandName.SET_SIDE: RecordKind.POLICY,
    CommandName.SET_GUARD: RecordKind.POLICY,
    CommandName.OVERRIDE_FUNDING: RecordKind.OVERRIDE,
    CommandName.END_OVERRIDE: RecordKind.OVERRIDE,
    CommandName.KILL: RecordKind.KILL,
    CommandName.RESET: RecordKind.KILL,
}


class Selection:
    """Remembers what was last journalled of each contract's decisions."""

    def __init__(self) -> None:
        self._last: dict[tuple[str, str], tuple[Decision, int]] = {}

    def of_event(self, event: AnyEvent) -> Record | None:
        """Return the record of an event, None where it is not journalled."""
        if isinstance(event, Command):
            kind = _COMMAND_KINDS.get(event.name, RecordKind.COMMAND)
            return Record(event.at, kind, event)
        if isinstance(event, Fill):
            funding = event.fill_type is FillType.FUNDING
            return Record(event.at, RecordKind.FUNDING if funding else RecordKind.FILL, event)
        if isinstance(event, FundingSettled) and event.amount is None:
            return None  # the market's history, not a payment of ours
        of_event = _EVENT_KINDS.get(type(event))
        return Record(event.at, of_event, event) if of_event is not None else None

    def of_outputs(self, outputs: Sequence[AnyOutput]) -> list[Record]:
        """Return the records of one step's outputs, in order; intents are the caller's.

        An order intent is left out because it must be durable before it is sent: see
        `intent_record`.
        """
        records: list[Record] = []
        causes: set[int] | None = None
        for output in outputs:
            if isinstance(output, Decision):
                if causes is None:
                    causes = {o.decision_id for o in outputs if isinstance(o, OrderIntent)}
                if self._worth_keeping(output, output.decision_id in causes):
                    records.append(Record(output.at, RecordKind.DECISION, output))
            elif (kind := _OUTPUT_KINDS.get(type(output))) is not None:
                records.append(Record(output.at, kind, output))
        return records

    def _worth_keeping(self, decision: Decision, caused_an_order: bool) -> bool:
        key = (decision.venue, decision.symbol)
        last, kept_at = self._last.get(key, (None, 0))
        if not caused_an_order and last is not None and _same(decision, last):
            moved = decision.target_contracts != last.target_contracts
            if not moved or decision.at - kept_at < _TARGET_INTERVAL_NS:
                return False
        self._last[key] = (decision, decision.at)
        return True


def intent_record(intent: OrderIntent) -> Record:
    """Return the record of an order that is about to be sent."""
    return Record(intent.at, RecordKind.ORDER_INTENT, intent)


def _same(decision: Decision, last: Decision) -> bool:
    return (
        decision.action is last.action
        and decision.reason is last.reason
        and decision.bound_by is last.bound_by
    )
