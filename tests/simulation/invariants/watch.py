"""Watches one run: every event before the engine takes it, every output after."""

from collections import Counter
from collections.abc import Mapping

from terminal.engine.engine import Engine
from terminal.model.errors import UserError
from terminal.model.events import (
    AnyEvent,
    Command,
    CommandName,
    Fill,
    KillConfirmation,
    OpenOrders,
    OrderReport,
    OrderState,
)
from terminal.model.outputs import (
    Alert,
    AnyOutput,
    CancelIntent,
    Decision,
    Freeze,
    Mode,
    ModeChanged,
    OrderIntent,
    OrderQuery,
    Purpose,
)
from terminal.model.reasons import Reason
from terminal.model.session import encode
from tests.simulation.invariants.counting import check_counted, tells_what_was_stated
from tests.simulation.invariants.freezing import check_freeze
from tests.simulation.invariants.latch import check_cancel, check_kill
from tests.simulation.invariants.money import check_advice, check_said
from tests.simulation.invariants.orders import check_order, clicked
from tests.simulation.invariants.protection import check_protection
from tests.simulation.invariants.rest import check_end, check_given_up, check_snapshot
from tests.simulation.invariants.scene import Scene, Violation
from tests.simulation.invariants.sharing import check_shared
from tests.simulation.invariants.sizes import check_decision
from tests.simulation.invariants.trading import check_trading
from tests.simulation.venue.model_venue import ModelVenue

_SNAPSHOT_EVERY = 64


class Watch:
    """Watches one run. It reads events, outputs and the venues' truth, never the engine's state."""

    def __init__(
        self,
        venues: Mapping[str, ModelVenue] | None,
        asked: Counter[str] | None = None,
        snapshot_every: int = _SNAPSHOT_EVERY,
    ) -> None:
        self.scene = Scene(venues, asked)
        self._snapshot_every = snapshot_every
        self._count = 0
        self._was_auto = False

    @property
    def violations(self) -> list[Violation]:
        """What was found."""
        return self.scene.violations

    def unresolved_orders(self) -> list[OrderIntent]:
        """Return the orders that a journal would know of and whose end it would not."""
        return [
            order.intent
            for leg in self.scene.facts.legs.values()
            for order in leg.orders.working.values()
        ]

    def before(self, event: AnyEvent) -> None:
        """Learn from an event."""
        self._was_auto = self.scene.facts.auto
        self.scene.facts.take(event)

    def refused(self, event: AnyEvent, error: UserError) -> None:
        """Nothing in a run is malformed: the engine has to take every event.

        But an order by hand may be one that nothing can be made of, before a price is known.
        """
        if isinstance(event, Command) and event.name is CommandName.ORDER:
            return
        detail = f"{type(event).__name__}: {error}"
        self.scene.broken("every event is taken", event.at, detail)

    def failed(self, event: AnyEvent, error: Exception) -> None:
        """The engine raised what no caller is told to expect."""
        detail = f"{type(event).__name__}: {type(error).__name__}: {error}"
        self.scene.broken("the engine never fails", event.at, detail)

    def after(self, event: AnyEvent, outputs: list[AnyOutput], engine: Engine) -> None:
        """Check what the engine made of an event."""
        scene = self.scene
        check_said(scene, outputs)
        decisions: dict[int, Decision] = {}
        for output in outputs:
            if isinstance(output, Decision):
                decisions[output.decision_id] = output
                check_decision(scene, event, output)
            elif isinstance(output, OrderIntent):
                self._order(event, output, decisions)
                if len(scene.facts.legs) > 1:
                    check_shared(scene, engine.snapshot(), output)
            elif isinstance(output, Freeze):
                check_freeze(scene, output)
            elif isinstance(output, CancelIntent):
                check_cancel(scene, output)
            elif isinstance(output, OrderQuery):
                self._query(output)
            elif isinstance(output, ModeChanged):
                self._mode(event, output)
        if isinstance(event, Command):
            check_kill(scene, event, outputs)
            self._refused_to_arm(event, outputs)
            self._ordered_too_early(event, outputs)
        elif isinstance(event, OpenOrders):
            self._other_instance(event)
        elif isinstance(event, OrderReport) and event.state in (
            OrderState.NOT_FOUND,
            OrderState.REJECTED,
        ):
            check_given_up(scene, engine.snapshot(), event.client_order_id)
        elif isinstance(event, Fill) and tells_what_was_stated(scene, event):
            check_counted(scene, engine.snapshot(), event)
        self._count += 1
        if self._count % self._snapshot_every == 0 or isinstance(event, KillConfirmation):
            snapshot = engine.snapshot()
            check_snapshot(scene, snapshot)
            check_advice(scene, snapshot)

    def _order(self, event: AnyEvent, order: OrderIntent, decisions: dict[int, Decision]) -> None:
        check_order(self.scene, event, order, decisions)
        decision = decisions.get(order.decision_id)
        if order.purpose in (Purpose.RESTORE, Purpose.FLATTEN) and decision is not None:
            check_protection(self.scene, event, order, decision)
        automatic = order.purpose is Purpose.SCALE and not clicked(event)
        self.scene.facts.sent(order, automatic=automatic)

    def _refused_to_arm(self, event: Command, outputs: list[AnyOutput]) -> None:
        """Auto may be refused where nothing could be traded: every contract is over."""
        refused = any(
            isinstance(one, Alert) and one.reason is Reason.COMMAND_REFUSED for one in outputs
        )
        if event.name is not CommandName.AUTO or self.scene.facts.killed:
            return
        legs = self.scene.facts.legs.values()
        over = all(leg.expired(event.at) for leg in legs)
        self.scene.forbid("the trader arms auto", refused and not over, event.at, outputs)
        if refused and over:
            self.scene.facts.auto = self._was_auto

    def _ordered_too_early(self, event: Command, outputs: list[AnyOutput]) -> None:
        """Before the first price the trader may get out by hand, and nothing else."""
        if event.name is not CommandName.ORDER:
            return
        # A shortened session may have lost the listing of what is ordered.
        leg = self.scene.facts.legs.get((event.venue or "", event.symbol or ""))
        if leg is not None and leg.prices.mark is None:
            sent = [one for one in outputs if isinstance(one, OrderIntent) and not one.reduce_only]
            self.scene.forbid("nothing is sent before the first price", sent, event.at, sent)

    def _other_instance(self, event: OpenOrders) -> None:
        others = self.scene.leg(event.venue, event.symbol).orders.other_instance()
        if others:
            auto = self.scene.facts.auto
            self.scene.forbid("another instance disarms", auto, event.at, sorted(others))

    def _query(self, query: OrderQuery) -> None:
        self.scene.forbid(
            "only orders of ours are asked about",
            query.client_order_id not in self.scene.leg(query.venue, query.symbol).orders.known,
            query.at,
            query,
        )

    def _mode(self, event: AnyEvent, change: ModeChanged) -> None:
        armed = isinstance(event, Command) and event.name is CommandName.AUTO
        if change.mode is Mode.AUTO:
            self.scene.forbid("only the trader arms auto", not armed, event.at)
        if change.mode is Mode.MANUAL:
            self.scene.facts.auto = False  # the engine may always disarm
            if change.reason == Reason.MAX_UNATTENDED and self.scene.facts.guard is None:
                self.scene.facts.guard = True  # what auto let act stays on

    def at_rest(self, engine: Engine) -> None:
        """Check, while still armed, what must hold once nothing goes wrong any more."""
        check_trading(self.scene, engine.snapshot())

    def at_end(self, engine: Engine) -> None:
        """Check what must hold once all is told."""
        snapshot = engine.snapshot()
        check_snapshot(self.scene, snapshot)
        check_end(self.scene, snapshot)
        for leg in snapshot.legs:
            if leg.decision is not None:
                encode(leg.decision)
