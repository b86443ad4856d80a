"""One seed's run: the engine, its venues and markets, the trader, and the watcher of invariants."""

import hashlib
from dataclasses import dataclass, replace
from random import Random

from terminal.engine.engine import Engine
from terminal.model.errors import UserError
from terminal.model.events import (
    AnyEvent,
    Clock,
    Command,
    CommandName,
    Feed,
    RecoveredOrder,
    listed,
)
from terminal.model.outputs import AnyOutput, CancelIntent, OrderIntent, OrderQuery
from terminal.model.session import encode
from tests.simulation.invariants import Invariants, Violation
from tests.simulation.market import Market
from tests.simulation.model_venue import ModelVenue
from tests.simulation.scenario import SECOND, START, Faults, Scenario, scenario_of
from tests.simulation.schedule import Schedule

_TICK_NS = 1_700_000_000
_CALM_NS = 30 * SECOND


@dataclass(frozen=True, slots=True)
class Run:
    """What came of a seed: `trace` is a hash over every event and output, in order."""

    seed: int
    trace: str
    events: int
    orders: int
    violations: tuple[Violation, ...]
    session: tuple[AnyEvent, ...]


class World:
    """Builds and runs one scenario."""

    def __init__(self, scenario: Scenario, *, keep_session: bool) -> None:
        self.scenario = scenario
        self._random = Random(f"world {scenario.seed}")
        self._schedule = Schedule()
        self._engine = Engine(epoch=1)
        self._epoch = 1
        self._hash = hashlib.sha256()
        self._session: list[AnyEvent] | None = [] if keep_session else None
        self._events = 0
        self._orders = 0
        self._intents: dict[str, OrderIntent] = {}
        self._killed = False
        self._end = START + scenario.duration_ns
        self._calm_from = self._end - _CALM_NS
        self.venues: dict[str, ModelVenue] = {}
        self._markets: dict[str, Market] = {}
        for instrument in scenario.instruments:
            wallet = scenario.wallet if instrument.inverse else scenario.wallet * 60_000
            venue = ModelVenue(
                instrument,
                wallet,
                scenario.faults,
                Random(f"venue {scenario.seed} {instrument.venue}"),
                self._schedule.at,
                self._schedule.at,
            )
            self.venues[instrument.venue] = venue
            self._markets[instrument.venue] = Market(
                scenario,
                instrument,
                venue,
                Random(f"market {scenario.seed} {instrument.venue}"),
                self._schedule.at,
            )
        self.invariants = Invariants(scenario, self.venues)

    def run(self) -> Run:
        """Run to the end, or to the first violation."""
        self._start(START)
        self._schedule.at(START + SECOND, self._beat)
        # The last seconds see no new order, so that the last ones can settle.
        self._schedule.at(self._end - 8 * SECOND, self._rest)
        while (next_ := self._schedule.next()) is not None:
            time, happening = next_
            if time > self._end or self.invariants.violations:
                break
            if callable(happening):
                happening(time)
            else:
                self._step(happening)
        if not self.invariants.violations:
            self.invariants.at_rest(self._engine.snapshot(), killed=self._killed)
        return Run(
            self.scenario.seed,
            self._hash.hexdigest(),
            self._events,
            self._orders,
            tuple(self.invariants.violations),
            tuple(self._session or ()),
        )

    def _start(self, at: int) -> None:
        """What the program does at every start: list, state, reconcile, always in manual."""
        for instrument in self.scenario.instruments:
            self._step(listed(at, instrument))
        if self._killed:
            self._command(at, CommandName.KILL, reason="latched before")
        self._command(at, CommandName.SET_POLICY, policy=self.scenario.policy)
        for venue in self.venues.values():
            venue.state_account(at)
            venue.list_orders(at)
        for market in self._markets.values():
            market.funding(at)
        if self.scenario.auto:
            self._schedule.at(at + SECOND // 2, self._arm)

    def _arm(self, at: int) -> None:
        self._command(at, CommandName.AUTO)

    def _rest(self, at: int) -> None:
        self._command(at, CommandName.MANUAL)

    def _beat(self, at: int) -> None:
        """One round of the world, about every 0.7 s."""
        calm = at >= self._calm_from
        if calm:
            self._calm_down()
        elapsed = _TICK_NS / SECOND
        for name, market in self._markets.items():
            market.tick(at, elapsed)
            if self._random.random() < 0.2:
                market.funding(at)
            if market.hears(Feed.ACCOUNT, at) and (calm or self._random.random() < 0.5):
                self.venues[name].state_account(at)
            if self._random.random() < 0.1:
                self.venues[name].list_orders(at)
        self._schedule.at(at + _TICK_NS // 3, Clock(at=at + _TICK_NS // 3))
        if not calm:
            self._mischief(at, elapsed)
            self._trader(at)
        self._schedule.at(at + _TICK_NS, self._beat)

    def _calm_down(self) -> None:
        """Nothing goes wrong any more, so that everything can come to rest."""
        quiet = Faults()
        if self.scenario.faults == quiet:
            return
        self.scenario = self.invariants.scenario = _without_faults(self.scenario)
        for name, venue in self.venues.items():
            venue.faults = quiet
            self._markets[name].calm()

    def _mischief(self, at: int, elapsed_s: float) -> None:
        faults = self.scenario.faults
        for venue in self.venues.values():
            if self._chance(faults.external_change_per_s * elapsed_s):
                venue.trade_by_hand(at)
            if self._chance(faults.foreign_order_per_s * elapsed_s):
                venue.order_by_hand(at)
            if self._chance(faults.liquidation_per_s * elapsed_s):
                venue.liquidate(at)
            if self._chance(faults.leverage_change_per_s * elapsed_s):
                venue.truth.leverage += 1.0
        if self._chance(faults.kill_per_s * elapsed_s):
            self._kill(at)
        if self._chance(faults.restart_per_s * elapsed_s):
            self._restart(at)

    def _kill(self, at: int) -> None:
        self._killed = True
        self._command(at, CommandName.KILL, flatten=self._random.random() < 0.5)
        if self._random.random() < 0.5:
            later = at + int(self._random.uniform(5, 40) * SECOND)
            self._schedule.at(later, self._reset)

    def _reset(self, at: int) -> None:
        if self._killed:
            self._killed = False
            self._command(at, CommandName.RESET, reason="looked into it")

    def _restart(self, at: int) -> None:
        """The process dies and comes back: all it knew is gone but its epoch and the latch."""
        self._epoch += 1
        self._engine = Engine(epoch=self._epoch)
        unresolved = self.invariants.unresolved_orders()
        self.invariants.restarted(self._epoch)
        self._start(at)
        for intent in unresolved:
            self._step(_recovered(at, intent))

    def _trader(self, at: int) -> None:
        dice = self._random.random()
        if dice < 0.02:
            name = self._random.choice((CommandName.AUTO, CommandName.AUTO, CommandName.MANUAL))
            self._command(at, name)
        elif dice < 0.04:
            self._command(at, CommandName.EXECUTE)
        elif dice < 0.07:
            self._command(at, CommandName.RESUME)
        elif dice < 0.08:
            self._command(
                at, CommandName.OVERRIDE_FUNDING, reason="seen elsewhere", duration_s=20.0
            )
        elif dice < 0.083:
            side = self._random.choice(("long", "short"))
            self._command(at, CommandName.SET_SIDE, side=side)

    def _chance(self, probability: float) -> bool:
        return probability > 0 and self._random.random() < probability

    def _command(self, at: int, name: CommandName, **arguments: object) -> None:
        self._step(Command(at=at, name=name, **arguments))  # type: ignore[arg-type]

    def _step(self, event: AnyEvent) -> None:
        self._events += 1
        if self._session is not None:
            self._session.append(event)
        self.invariants.before(event)
        try:
            outputs = self._engine.step(event)
        except UserError as error:
            outputs = []
            self.invariants.refused(event, error)
        self._hash.update(encode(event))
        for output in outputs:
            self._hash.update(encode(output))
        self.invariants.after(event, outputs, self._engine)
        for output in outputs:
            self._carry_out(event.at, output)

    def _carry_out(self, at: int, output: AnyOutput) -> None:
        if isinstance(output, OrderIntent):
            self._orders += 1
            self._intents[output.client_order_id] = output
            self.venues[output.venue].receive(at, output)
        elif isinstance(output, CancelIntent):
            self.venues[output.venue].cancel(at, output)
        elif isinstance(output, OrderQuery):
            self.venues[output.venue].query(at, self._intents[output.client_order_id])


def _without_faults(scenario: Scenario) -> Scenario:
    return replace(scenario, faults=Faults())


def _recovered(at: int, intent: OrderIntent) -> RecoveredOrder:
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


def run(seed: int, *, keep_session: bool = False) -> Run:
    """Run one seed."""
    return World(scenario_of(seed), keep_session=keep_session).run()
