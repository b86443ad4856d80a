"""What must hold whatever happens: checked after every event."""

from dataclasses import dataclass
from decimal import Decimal
from math import isfinite

from terminal.engine.engine import Engine
from terminal.engine.snapshot import LegState, Snapshot
from terminal.model.errors import UserError
from terminal.model.events import (
    AnyEvent,
    Command,
    CommandName,
    OrderReport,
    OrderState,
)
from terminal.model.outputs import (
    Action,
    AnyOutput,
    CancelIntent,
    Decision,
    Mode,
    ModeChanged,
    OrderIntent,
    Purpose,
)
from tests.simulation.facts import Facts, LegFacts
from tests.simulation.model_venue import ModelVenue
from tests.simulation.scenario import SECOND, Scenario

_LIVE = (OrderState.OPEN, OrderState.PARTIALLY_FILLED)


@dataclass(frozen=True, slots=True)
class Violation:
    """An invariant that did not hold."""

    name: str
    at: int
    detail: str


class Invariants:
    """Watches one run. It reads events, outputs and the venues' truth, never the engine's state."""

    def __init__(self, scenario: Scenario, venues: dict[str, ModelVenue]) -> None:
        self.scenario = scenario
        self.violations: list[Violation] = []
        self._venues = venues
        self._keys = [(item.venue, item.symbol) for item in scenario.instruments]
        self._facts = Facts(self._keys)
        self._sent: set[str] = set()
        self._sent_at: list[int] = []
        self._side = 1 if scenario.policy["side"] == "long" else -1
        self._epoch = 1

    def unresolved_orders(self) -> list[OrderIntent]:
        """Return the orders that a journal would know of and whose end it would not."""
        return [intent for leg in self._facts.legs.values() for intent in leg.working_orders()]

    def restarted(self, epoch: int) -> None:
        """The process came back: it knows nothing of before but the latch."""
        killed = self._facts.killed
        self._facts = Facts(self._keys)
        self._facts.killed = killed
        self._epoch = epoch
        self._sent_at.clear()
        self._side = 1 if self.scenario.policy["side"] == "long" else -1

    def _broken(self, name: str, at: int, detail: str) -> None:
        self.violations.append(Violation(name, at, detail))

    def before(self, event: AnyEvent) -> None:
        """Learn from an event."""
        self._facts.take(event)
        if isinstance(event, Command) and event.name is CommandName.SET_SIDE:
            self._side = 1 if event.side == "long" else -1
        if isinstance(event, Command) and event.name is CommandName.SET_POLICY:
            self._side = 1 if self.scenario.policy["side"] == "long" else -1

    def refused(self, event: AnyEvent, error: UserError) -> None:
        """Nothing in a run is malformed: the engine has to take every event."""
        self._broken("every event is taken", event.at, f"{type(event).__name__}: {error}")

    def after(self, event: AnyEvent, outputs: list[AnyOutput], engine: Engine) -> None:
        """Check what the engine made of an event."""
        decisions = {
            output.decision_id: output for output in outputs if isinstance(output, Decision)
        }
        for output in outputs:
            if isinstance(output, Decision):
                self._decision(output)
            elif isinstance(output, OrderIntent):
                self._order(event, output, decisions)
            elif isinstance(output, ModeChanged) and output.mode is Mode.AUTO:
                self._armed(event)
        if isinstance(event, Command) and event.name is CommandName.KILL:
            self._kill_cancels(event, outputs)
        if isinstance(event, OrderReport) and event.state in (
            OrderState.NOT_FOUND,
            OrderState.REJECTED,
        ):
            self._given_up(event, engine)

    def _armed(self, event: AnyEvent) -> None:
        if not (isinstance(event, Command) and event.name is CommandName.AUTO):
            self._broken("only the trader arms auto", event.at, "")

    def _kill_cancels(self, event: Command, outputs: list[AnyOutput]) -> None:
        cancelled = {
            output.venue
            for output in outputs
            if isinstance(output, CancelIntent) and output.symbol is None
        }
        if cancelled != set(self._venues):
            self._broken("the kill switch cancels everywhere at once", event.at, str(cancelled))

    def _given_up(self, event: OrderReport, engine: Engine) -> None:
        """An order that the engine holds to be refused or dead must not live at the venue."""
        for row in engine.snapshot().orders:
            if row.state not in (OrderState.DEAD, OrderState.REJECTED):
                continue
            truth = self._venues[row.venue].truth
            there = truth.orders.get(row.client_order_id)
            if row.client_order_id in truth.in_transit or (
                there is not None and (there.filled > 0 or there.state in _LIVE)
            ):
                self._broken(
                    "what is given up for dead is dead", event.at, f"{row.client_order_id}"
                )

    # decisions --------------------------------------------------------------------------------

    def _decision(self, decision: Decision) -> None:
        inputs = decision.inputs
        numbers = [decision.raw_size_coin, *(step.value for step in decision.steps)]
        numbers += [inputs.margin, inputs.margin_usd, inputs.mark_price, inputs.funding_rate]
        if any(number is not None and not isfinite(number) for number in numbers):
            self._broken("nothing non-finite leaves the engine", decision.at, str(decision))
        if decision.raw_size_coin is None or decision.target_contracts is None:
            return
        if inputs.margin_usd is None or inputs.mark_price is None or inputs.funding_rate is None:
            self._broken("a size names its inputs", decision.at, str(decision))
            return
        self._size(decision, inputs.margin_usd, inputs.mark_price, inputs.funding_rate)

    def _size(self, decision: Decision, margin_usd: float, mark: float, rate: float) -> None:
        facts = self._facts.legs[decision.venue, decision.symbol]
        inputs = decision.inputs
        leverage = float(str(self.scenario.policy["target_leverage"]))
        multiplier = inputs.leverage_multiplier or 0.0
        size = margin_usd * leverage * multiplier / (mark * (1 + rate))
        raw, target = decision.raw_size_coin or 0.0, decision.target_contracts or Decimal(0)
        if abs(raw - size) > 1e-9 * max(size, 1e-9):
            self._broken("the size is the formula's", decision.at, f"{raw} is not {size}")
        instrument = self._venues[decision.venue].instrument
        contracts = size / float(instrument.contract_size)
        if instrument.inverse:
            contracts *= mark
        if abs(float(target)) > contracts * (1 + 1e-9):
            self._broken("rounding is towards zero", decision.at, f"{target} of {contracts}")
        if target * self._side < 0:
            self._broken("the side is the trader's", decision.at, f"{target}")
        plain = {"funding_treatment", "funding_input"}.isdisjoint(self.scenario.policy)
        if plain and rate != facts.funding_rate:
            self._broken("the rate is the running one", decision.at, f"{rate}")
        cap = self.scenario.policy.get("max_contracts")
        if cap is not None and abs(float(target)) > float(str(cap)):
            self._broken("a target keeps within its cap", decision.at, f"{target} of {cap}")

    # orders -----------------------------------------------------------------------------------

    def _order(self, event: AnyEvent, order: OrderIntent, decisions: dict[int, Decision]) -> None:
        facts = self._facts.legs[order.venue, order.symbol]
        self._explained(order, decisions)
        self._on_grid(order)
        if self._facts.killed and not (order.purpose is Purpose.KILL and order.reduce_only):
            self._broken("after the latch only reductions leave", order.at, str(order))
        if order.purpose is Purpose.SCALE:
            self._scaling(event, order, facts, decisions)
        elif not order.reduce_only and order.purpose is not Purpose.MANUAL:
            self._broken("protection only reduces", order.at, str(order))
        if order.reduce_only:
            self._reduces(order, facts)
        else:
            self._within_caps(order, facts)
        facts.orders[order.client_order_id] = (order, OrderState.PENDING)

    def _explained(self, order: OrderIntent, decisions: dict[int, Decision]) -> None:
        if order.client_order_id in self._sent:
            self._broken("one intent is one order", order.at, order.client_order_id)
        self._sent.add(order.client_order_id)
        if f"{self._epoch:05d}" not in order.client_order_id:
            self._broken("an order carries its instance", order.at, order.client_order_id)
        decision = decisions.get(order.decision_id)
        if decision is None or decision.action is not Action.ORDER:
            self._broken("every order is explained by one decision", order.at, str(order))

    def _on_grid(self, order: OrderIntent) -> None:
        instrument = self._venues[order.venue].instrument
        whole = order.contracts > 0 and order.contracts % instrument.lot_size == 0
        priced = order.limit_price is None or (
            order.limit_price > 0 and order.limit_price % instrument.tick_size == 0
        )
        if not (whole and priced):
            self._broken("orders are on the grid", order.at, str(order))

    def _scaling(
        self,
        event: AnyEvent,
        order: OrderIntent,
        facts: LegFacts,
        decisions: dict[int, Decision],
    ) -> None:
        clicked = isinstance(event, Command) and event.name is CommandName.EXECUTE
        if not (self._facts.auto or clicked):
            self._broken("nothing scales unless armed", order.at, str(order))
        stale = facts.stale(order.at)
        if stale is not None:
            self._broken("nothing scales on stale data", order.at, stale)
        if facts.in_gap(order.at):
            self._broken("a gap freezes scaling", order.at, str(order))
        working = [item for item in facts.working_orders() if item.purpose is Purpose.SCALE]
        if working:
            self._broken("one scaling order at a time", order.at, working[0].client_order_id)
        if facts.unknown_orders():
            self._broken("an unknown order stops scaling", order.at, str(facts.unknown_orders()))
        self._moves_to_target(order, decisions.get(order.decision_id))
        self._priced(order, facts)
        self._paced(order, facts)

    def _moves_to_target(self, order: OrderIntent, decision: Decision | None) -> None:
        if decision is None or decision.target_contracts is None:
            self._broken("a scaling order has a target", order.at, str(order))
            return
        current = (decision.current_contracts or 0) + decision.in_flight_contracts
        missing = decision.target_contracts - current
        signed = order.contracts * order.side.sign
        if signed * missing <= 0 or abs(signed) > abs(missing):
            self._broken("an order moves to its target", order.at, f"{signed} of {missing}")
        if (current + signed) * current < 0:
            self._broken("an order does not flip the side", order.at, f"{signed} on {current}")
        shrinks = signed * current < 0
        if shrinks != order.reduce_only:
            self._broken("a reduction is reduce-only", order.at, str(order))

    def _priced(self, order: OrderIntent, facts: LegFacts) -> None:
        if order.limit_price is None or facts.mark is None:
            self._broken("a scaling order has a limit", order.at, str(order))
            return
        away = float(order.limit_price) / facts.mark - 1
        if away * order.side.sign > 0.02 + 1e-9:
            self._broken("a limit keeps within the collar", order.at, f"{away:+.4f}")

    def _paced(self, order: OrderIntent, facts: LegFacts) -> None:
        self._sent_at.append(order.at)
        limit = self.scenario.policy.get("max_orders_per_minute")
        if limit is not None:
            recent = [at for at in self._sent_at if at > order.at - 60 * SECOND]
            if len(recent) > int(str(limit)):
                self._broken("orders a minute are bounded", order.at, str(len(recent)))
        most = self.scenario.policy.get("max_order_usd")
        if most is not None and facts.mark is not None:
            instrument = self._venues[order.venue].instrument
            usd = float(order.contracts * instrument.contract_size)
            usd *= 1.0 if instrument.inverse else facts.mark
            if usd > float(str(most)) * (1 + 1e-9):
                self._broken("an order keeps within its cap", order.at, f"{usd} USD")

    def _reduces(self, order: OrderIntent, facts: LegFacts) -> None:
        truth = self._venues[order.venue].truth
        lot = float(self._venues[order.venue].instrument.lot_size)
        if truth.outside_at > order.at - 60 * SECOND:
            return
        most = max(abs(truth.lots) * lot, abs(facts.stated_contracts))
        if float(order.contracts) > most + 1e-9:
            self._broken("a reduce-only order never grows", order.at, f"{order} of {most}")

    def _within_caps(self, order: OrderIntent, facts: LegFacts) -> None:
        cap = self.scenario.policy.get("max_contracts")
        venue = self._venues[order.venue]
        if cap is None or venue.truth.outside_at > order.at - 60 * SECOND:
            return
        lot = venue.instrument.lot_size
        sign = order.side.sign
        worst = venue.truth.lots * sign * lot + order.contracts
        for other in venue.truth.in_transit.values():
            if other.side.sign == sign:
                worst += other.contracts
        for there in venue.truth.orders.values():
            if there.state in _LIVE and there.intent.side.sign == sign:
                worst += (there.lots - there.filled) * lot
        if float(worst) > float(str(cap)) + 1e-9:
            self._broken("caps hold at the venue, in flight counted", order.at, f"{worst} of {cap}")

    # rest -------------------------------------------------------------------------------------

    def at_rest(self, snapshot: Snapshot, *, killed: bool) -> None:
        """Check what must hold once nothing goes wrong any more and all is told."""
        for leg in snapshot.legs:
            self._agrees(snapshot, leg)
        for row in snapshot.orders:
            there = self._venues[row.venue].truth.orders.get(row.client_order_id)
            filled = there.filled if there else 0
            lots = row.filled_contracts / self._venues[row.venue].instrument.lot_size
            if lots != filled:
                detail = f"{row.client_order_id}: {lots} of {filled}"
                self._broken("every fill counts once", snapshot.at, detail)
        if snapshot.kill.latched != killed:
            self._broken("the latch is the trader's", snapshot.at, "")

    def _agrees(self, snapshot: Snapshot, leg: LegState) -> None:
        venue = self._venues[leg.instrument.venue]
        truth = venue.truth.lots * leg.instrument.lot_size
        if leg.position_contracts != truth:
            detail = f"{leg.position_contracts} here, {truth} at the venue"
            self._broken("the position is the venue's", snapshot.at, detail)
        live = sum(
            (order.lots - order.filled) * order.intent.side.sign
            for order in venue.truth.orders.values()
            if order.state in _LIVE
        )
        moving = sum(
            int(order.contracts / leg.instrument.lot_size) * order.side.sign
            for order in venue.truth.in_transit.values()
        )
        in_flight = leg.in_flight_contracts / leg.instrument.lot_size
        if not moving and not live and in_flight:
            self._broken("a reservation ends", snapshot.at, f"{in_flight} lots in flight")
        self._protected(snapshot, leg)

    def _protected(self, snapshot: Snapshot, leg: LegState) -> None:
        """Margin above the restore level is reduced, frozen or not, while the guard is on."""
        guarded = snapshot.mode is Mode.AUTO or snapshot.guard_in_manual
        if snapshot.kill.latched or not guarded or snapshot.margin_levels is None:
            return
        for account in snapshot.accounts:
            if account.venue != leg.instrument.venue or account.utilisation is None:
                continue
            if account.utilisation > snapshot.margin_levels.restore + 0.02:
                detail = f"utilisation {account.utilisation:.3f}"
                self._broken("margin is restored", snapshot.at, detail)
