"""Everything that lives on the engine's loop, put together, run, and taken down in order."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from terminal.app.account_guard import AccountGuard
from terminal.app.clock import AnchoredClock
from terminal.app.contracts import EngineLike, JournalLike, VenuePlan
from terminal.app.dead_man import DeadManKeeper
from terminal.app.dispatcher import Dispatcher, Pushed
from terminal.app.former_orders import FormerOrders
from terminal.app.gauges import Gauges
from terminal.app.interpreter import Garbage
from terminal.app.kill_control import KillControl
from terminal.app.latch import Latch
from terminal.app.preflight import Preflights
from terminal.app.preflight_terms import terms_of
from terminal.app.pulse import Pulse
from terminal.app.recorder import Recorder
from terminal.app.scarcity import Scarcity, scarce
from terminal.app.supervision import Supervisor
from terminal.app.task_scope import TaskScope
from terminal.engine.snapshot import Snapshot
from terminal.model.events import (
    AnyEvent,
    Command,
    CommandName,
    RecoveredOrder,
    Session,
)
from terminal.model.outputs import AnyOutput, Level
from terminal.model.reasons import Reason
from terminal.storage.account_book import AccountBook
from terminal.ui.desk import VenueHealth
from terminal.venues.base import Venue

_CANCEL_TIMEOUT_S = 3.0
_FLUSH_TIMEOUT_S = 2.0
_CLOSE_TIMEOUT_S = 3.0

_log = logging.getLogger(__name__)


class Policy(msgspec.Struct, frozen=True):
    """A policy to begin with: its label and its keys."""

    name: str
    keys: dict[str, Any]


class Parts(msgspec.Struct, frozen=True):
    """What the engine room is made of."""

    engine: EngineLike
    epoch: int
    journal: JournalLike
    latch: Latch
    clock: AnchoredClock
    plans: Sequence[VenuePlan]
    policy: Policy | None = None
    unresolved: Sequence[RecoveredOrder] = ()
    recorder: Recorder | None = None
    accounts: AccountBook | None = None
    dead_man_s: float = 0.0


class EngineRoom:
    """Built and used on the engine's loop only."""

    def __init__(
        self, parts: Parts, push: Callable[[Pushed], None], gauges: Gauges, garbage: Garbage
    ) -> None:
        self._parts = parts
        self._clock = parts.clock
        self._scope = TaskScope(self._task_failed)
        self._dispatcher = Dispatcher(
            engine=parts.engine,
            journal=parts.journal,
            clock=self._clock.now,
            scope=self._scope,
            push=push,
            gauges=gauges,
            recorder=parts.recorder,
        )
        self._dispatcher.observe(self._see)
        self._kill = KillControl(
            latch=parts.latch,
            dispatcher=self._dispatcher,
            clock=self._clock.now,
            scope=self._scope,
        )
        self._supervisor = Supervisor(
            dispatcher=self._dispatcher, clock=self._clock.now, scope=self._scope
        )
        guard = None
        if parts.accounts is not None:
            guard = AccountGuard(parts.accounts, self._dispatcher.way_out.set_read_only)
            guard.begin(parts.plans, parts.unresolved)
        self._former = FormerOrders(
            parts.unresolved, dispatcher=self._dispatcher, clock=self._clock.now, guard=guard
        )
        self.preflights = Preflights(
            dispatcher=self._dispatcher,
            clock=self._clock.now,
            scope=self._scope,
            terms=lambda: terms_of(self.snapshot()),
            accounts=guard,
        )
        self._rows_at_failure: int | None = None
        self._dead_man = DeadManKeeper(
            dispatcher=self._dispatcher,
            clock=self._clock.now,
            scope=self._scope,
            snapshot=self.snapshot,
            journal_well=self._journal_well,
            timeout_s=parts.dead_man_s,
        )
        scarcity = Scarcity(dispatcher=self._dispatcher, clock=self._clock.now, look=scarce)
        self._pulse = Pulse(
            clock=self._clock,
            dispatcher=self._dispatcher,
            kill=self._kill,
            supervisor=self._supervisor,
            gauges=gauges,
            garbage=garbage,
            beats=(self.preflights.beat, self._dead_man.beat, scarcity.beat),
        )
        self._moved = asyncio.Event()
        self.venues: dict[str, Venue] = {}

    def start(self) -> None:
        """Begin: the latch of an earlier run first, then the policy, then the venues."""
        self._dispatcher.emit(Session(at=self._clock.now(), epoch=self._parts.epoch))
        self.venues = {plan.name: plan.make(self._clock.now) for plan in self._parts.plans}
        self._dispatcher.attach(self.venues)
        self._kill.attach(self.venues)
        self.preflights.attach(self.venues)
        self._dead_man.attach(self.venues)
        self._kill.watch()
        self._former.start()
        if (damage := self._parts.journal.damage) is not None:
            detail = f"the journal is damaged, no order will be sent: {damage}"
            self._dispatcher.alert(Level.ALARM, Reason.JOURNAL_FAILED, detail=detail)
        if (policy := self._parts.policy) is not None:
            self.command(
                Command(
                    at=self._clock.now(),
                    name=CommandName.SET_POLICY,
                    policy=policy.keys,
                    reason=policy.name,
                )
            )
        names = ", ".join(
            f"{v.name} ({'live' if v.live else 'paper'})" for v in self.venues.values()
        )
        _log.info("started as number %d on %s", self._parts.epoch, names)
        self._supervisor.start(self.venues)
        self._scope.start("pulse", self._pulse.run())

    def command(self, command: Command) -> None:
        """Obey the trader; the switch that stops everything takes its own way."""
        stamped = msgspec.structs.replace(command, at=self._clock.now())
        if stamped.name is CommandName.KILL:
            self._kill.press(stamped)
        elif stamped.name is CommandName.AUTO and self._parts.journal.damage is not None:
            self.alert_refused("auto: the journal is damaged, so no order may be sent")
        elif stamped.name is CommandName.AUTO:
            self.preflights.arm(stamped)
        else:
            self._dispatcher.emit(stamped)

    def practise(self, scenario: str) -> None:
        """Have the paper markets do what they know under a name."""
        for venue in self.venues.values():
            play = getattr(venue, "scenario", None)
            if play is not None:
                play(scenario)

    def snapshot(self) -> Snapshot:
        """Return the state at this moment."""
        return self._parts.engine.snapshot()

    def alert_refused(self, detail: str) -> None:
        """Tell the trader that something was not done."""
        self._dispatcher.alert(Level.WARNING, Reason.COMMAND_REFUSED, detail=detail)

    @property
    def venue_health(self) -> tuple[VenueHealth, ...]:
        """How each venue is doing; may be read from any thread."""
        dead_men = self._dead_man.states
        return tuple(
            msgspec.structs.replace(health, dead_man=dead_men.get(health.name))
            for health in self._supervisor.watch.health
        )

    def internal_error(self, detail: str, error: BaseException | None = None) -> None:
        """Something of ours broke: say so and leave automatic trading."""
        self._dispatcher.internal_error(detail, error)

    def journal_failed(self, detail: str) -> None:
        """Writing the journal began to fail: say so and leave automatic trading."""
        self._rows_at_failure = self._parts.journal.rows
        self._dispatcher.alert(Level.ALARM, Reason.JOURNAL_FAILED, detail=detail)
        self._dispatcher.disarm(Reason.JOURNAL_FAILED.value)

    def _journal_well(self) -> bool:
        """True where the journal is whole and has taken records since it last failed."""
        failed_at = self._rows_at_failure
        journal = self._parts.journal
        return journal.damage is None and (failed_at is None or journal.rows > failed_at)

    async def stop(self) -> None:
        """Stop in order: auto, own orders, journal on disk, sockets, tasks, files."""
        _log.info("stopping")
        self._dispatcher.close_doors()
        self._dispatcher.disarm("shut_down")
        try:
            self._cancel_protective_orders()
            await self._until_nothing_is_open()
        except Exception:  # noqa: BLE001 — whatever it is, what is open has to be closed
            _log.exception("the orders' end could not be awaited")
        await self._flush()
        await self._kill.settle(_FLUSH_TIMEOUT_S)
        try:
            await self._dead_man.stand_down()
        except Exception:  # noqa: BLE001 — then it fires, and cancels what nobody watches
            _log.exception("the dead-man switches were not taken back")
        late = await self._supervisor.stop(_CLOSE_TIMEOUT_S)
        late += await self._scope.close(_CLOSE_TIMEOUT_S)
        if late:
            _log.error("did not end in time: %s", ", ".join(late))
        if self._parts.recorder is not None:
            self._parts.recorder.close()
        self._parts.journal.close()

    def _cancel_protective_orders(self) -> None:
        """Cancel what going to manual left alone, by id: the trader's other orders stay."""
        for order in self.snapshot().orders:
            if order.purpose.protective and not order.state.terminal:
                self._dispatcher.emit(
                    Command(
                        at=self._clock.now(),
                        name=CommandName.CANCEL,
                        client_order_id=order.client_order_id,
                        reason="shut_down",
                    )
                )

    async def _until_nothing_is_open(self) -> None:
        try:
            async with asyncio.timeout(_CANCEL_TIMEOUT_S):
                while any(not order.state.terminal for order in self.snapshot().orders):
                    self._moved.clear()
                    await self._moved.wait()  # at the latest with the next beat of the pulse
        except TimeoutError:
            _log.error("orders may still be open at a venue")

    async def _flush(self) -> None:
        try:
            async with asyncio.timeout(_FLUSH_TIMEOUT_S):
                await self._parts.journal.flush()
        except Exception as error:  # noqa: BLE001 — a bad disk must not keep sockets open
            _log.error("the journal could not be flushed: %s", error)

    def _see(self, event: AnyEvent, _: list[AnyOutput]) -> None:
        self._moved.set()
        if isinstance(event, Command) and event.name is CommandName.SET_POLICY:
            policy = self.snapshot().policy
            keys = policy.keys if policy is not None else {}
            self._dispatcher.way_out.durable_intents = keys.get("durable_intents") is not False

    def _task_failed(self, name: str, error: BaseException) -> None:
        self.internal_error(f"{name}: {type(error).__name__}; the log has the details", error)
