"""An engine that says what it is told to say, a venue that does what it is told to do."""

import asyncio
from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import TypeVar

from terminal.engine.snapshot import (
    KillState,
    OrderStateRow,
    PolicyState,
    PortfolioState,
    Snapshot,
)
from terminal.model.events import (
    AnyEvent,
    KillConfirmation,
    Mark,
    OrderState,
    Side,
)
from terminal.model.outputs import (
    AnyOutput,
    CancelIntent,
    Gate,
    Mode,
    OrderIntent,
    OrderQuery,
    OrderType,
    Purpose,
)
from terminal.venues.base import Emit

START = 1_704_067_200 * 1_000_000_000
SYMBOL = "BTC/USD:BTC"

Kind = TypeVar("Kind")
Answer = Callable[[AnyEvent], list[AnyOutput]]


def mark(at: int = START, venue: str = "fake") -> Mark:
    return Mark(at=at, venue=venue, symbol=SYMBOL, mark_price=60_000.0)


def intent(
    order_id: str = "st1n1", *, purpose: Purpose = Purpose.SCALE, venue: str = "fake"
) -> OrderIntent:
    return OrderIntent(
        at=START,
        client_order_id=order_id,
        decision_id=1,
        venue=venue,
        symbol=SYMBOL,
        side=Side.BUY,
        contracts=Decimal(10),
        reduce_only=purpose.protective,
        type=OrderType.IOC_LIMIT,
        limit_price=Decimal(60_100),
        purpose=purpose,
    )


def order_row(order_id: str, state: OrderState, purpose: Purpose) -> OrderStateRow:
    return OrderStateRow(
        client_order_id=order_id,
        decision_id=1,
        venue="fake",
        symbol=SYMBOL,
        side=Side.BUY,
        type=OrderType.IOC_LIMIT,
        purpose=purpose,
        contracts=Decimal(10),
        filled_contracts=Decimal(0),
        limit_price=None,
        average_price=None,
        reduce_only=False,
        state=state,
        reason=None,
        created_at=START,
        updated_at=START,
    )


class ScriptedEngine:
    """Answers each type of event as `script` has it; remembers every event."""

    def __init__(self) -> None:
        self.events: list[AnyEvent] = []
        self.script: dict[type, Answer] = {}
        self.orders: tuple[OrderStateRow, ...] = ()
        self.policy: PolicyState | None = None

    def step(self, event: AnyEvent) -> list[AnyOutput]:
        self.events.append(event)
        answer = self.script.get(type(event))
        return [] if answer is None else answer(event)

    def snapshot(self) -> Snapshot:
        return Snapshot(
            at=self.events[-1].at if self.events else START,
            sequence=len(self.events),
            mode=Mode.MANUAL,
            gate=Gate.RUNNING,
            kill=KillState(False, None, None, ()),
            guard_in_manual=False,
            policy=self.policy,
            margin_levels=None,
            portfolio=PortfolioState(
                equity_usd=None,
                exposure_usd=None,
                effective_leverage=None,
                target_leverage=None,
                utilisation=None,
                unplaced_usd=0.0,
                transfers=(),
            ),
            accounts=(),
            legs=(),
            orders=self.orders,
        )

    def heard(self, kind: type[Kind]) -> list[Kind]:
        return [event for event in self.events if isinstance(event, kind)]


async def _nothing(*_: object) -> None:
    """What a venue does unless told otherwise."""


class FakeVenue:
    """Records what it is asked for; `on_…` let something happen."""

    live = False

    def __init__(self, name: str = "fake") -> None:
        self.name = name
        self.emit: Emit | None = None
        self.asked: list[str] = []
        self.runs = 0
        self.closed = False
        self.running = asyncio.Event()
        self.on_run: Callable[[Emit], Awaitable[None]] = _nothing
        self.on_submit: Callable[[OrderIntent], Awaitable[None]] = _nothing
        self.on_kill: Callable[[], Awaitable[None]] = self.confirm

    async def run(self, emit: Emit) -> None:
        self.emit = emit
        self.runs += 1
        self.running.set()
        try:
            await self.on_run(emit)
            await asyncio.Event().wait()
        finally:
            self.running.clear()

    async def submit(self, intent: OrderIntent) -> None:
        self.asked.append(f"submit {intent.client_order_id}")
        await self.on_submit(intent)

    async def cancel(self, intent: CancelIntent) -> None:
        self.asked.append(f"cancel {intent.client_order_id or 'all'}")

    async def query(self, query: OrderQuery) -> None:
        self.asked.append(f"query {query.client_order_id}")

    async def kill(self) -> None:
        self.asked.append("kill")
        await self.on_kill()

    async def confirm(self) -> None:
        self.say(confirmed=True)

    def say(self, *, confirmed: bool) -> None:
        assert self.emit is not None
        self.emit(KillConfirmation(at=START, venue=self.name, confirmed=confirmed))

    async def close(self) -> None:
        self.closed = True
