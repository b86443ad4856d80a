"""What must hold of a run, judged from the journal, the recording and the exchanges' own books."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import msgspec

from terminal.engine.engine import Engine
from terminal.model.events import Fill, FillType, Session
from terminal.model.outputs import OrderIntent
from terminal.storage.journal import JournalReader, RecordKind, verify
from terminal.venues.replay.session_file import read_session
from tests.simulation.invariants.watch import Watch
from tests.soak.makes import Loopback, name_of

_PAGE = 5_000
_KEEP_ORDERS = 400


def violations_in(recording: Path) -> tuple[int, list[str]]:
    """Replay a recorded session under the simulation's invariants: events seen, what was broken.

    The invariants are checked from the events alone, by code that knows nothing of the engine.
    """
    watch = Watch(None)
    engine: Engine | None = None
    events = 0
    for event in read_session(recording):
        events += 1
        if isinstance(event, Session):
            engine = Engine(epoch=event.epoch)
            watch.scene.epoch = event.epoch
        assert engine is not None, "a recording begins with its session"
        watch.before(event)
        outputs = engine.step(event)
        watch.after(event, outputs, engine)
        if len(watch.scene.orders) > 2 * _KEEP_ORDERS:
            del watch.scene.orders[:_KEEP_ORDERS]  # older than anything that is asked of them
    return events, [f"{v.name}: {v.detail}" for v in watch.violations]


def journal_findings(directory: Path, servers: Mapping[str, Loopback]) -> list[str]:
    """Return what does not hold between the journal and what reached the exchanges."""
    findings = [str(finding) for finding in verify(directory).findings]
    intents: dict[str, OrderIntent] = {}
    filled: dict[str, dict[str, float]] = defaultdict(dict)
    reader = JournalReader(directory)
    try:
        after = 0
        while rows := reader.after(after, _PAGE):
            after = rows[-1].sequence
            for row in rows:
                if row.kind == RecordKind.ORDER_INTENT:
                    intent = msgspec.json.decode(row.payload, type=OrderIntent)
                    if intent.client_order_id in intents:
                        findings.append(f"{intent.client_order_id}: two intents")
                    intents[intent.client_order_id] = intent
                elif row.kind == RecordKind.FILL:
                    fill = msgspec.json.decode(row.payload, type=Fill)
                    if fill.fill_type is FillType.TRADE and fill.client_order_id in intents:
                        filled[fill.client_order_id][fill.fill_id] = fill.contracts
    finally:
        reader.close()
    for name, server in servers.items():
        findings += [
            f"{link} reached {name} without an intent on disk"
            for link in server.ids_received
            if link not in intents
        ]
        findings += _fills_agree(name, server, intents, filled)
    return findings


def _fills_agree(
    name: str,
    server: Loopback,
    intents: Mapping[str, OrderIntent],
    filled: Mapping[str, Mapping[str, float]],
) -> list[str]:
    findings = []
    for order in server.exchange.orders():
        link = name_of(server, order)
        if link is None or link not in intents:
            continue
        told = Decimal(repr(sum(filled.get(link, {}).values())))
        if told != order.filled_contracts:
            findings.append(f"{link} at {name}: {told} in the journal, {order.filled_contracts}")
    return findings
