"""One seed's run: the engine, its venues and markets, the trader, and the watcher of invariants."""

from collections import Counter
from dataclasses import dataclass, replace
from random import Random

from terminal.model.events import (
    AnyEvent,
    Clock,
    Command,
    CommandName,
    Feed,
    Side,
    listed,
)
from terminal.model.outputs import AnyOutput, CancelIntent, OrderIntent, OrderQuery
from terminal.storage.journal.unresolved import recovered
from tests.simulation.invariants.scene import Violation
from tests.simulation.invariants.watch import Watch
from tests.simulation.luck import Luck
from tests.simulation.market import Market
from tests.simulation.mischief import Mischief
from tests.simulation.missed import overslept
from tests.simulation.process import Process
from tests.simulation.scenario import SECOND, START, Faults, Scenario, scenario_of
from tests.simulation.schedule import Schedule
from tests.simulation.trader import Trader
from tests.simulation.transfers import TransfersMade
from tests.simulation.venue.model_venue import ModelVenue

_BEAT_NS = 2_200_000_000
# The end: nothing goes wrong any more, held freezes are resumed, then nothing new is begun.
_CALM_NS = 44 * SECOND
_REST_NS = 10 * SECOND


@dataclass(frozen=True, slots=True)
class Run:
    """What came of a seed: `trace` is a hash over every event and output, in order.

    `session` is what the last process heard, where it was to be kept; `happened` is how often
    each mishap came about, `asked` how often each invariant applied.
    """

    seed: int
    trace: str
    events: int
    orders: int
    violations: tuple[Violation, ...]
    session: tuple[AnyEvent, ...]
    happened: tuple[tuple[str, int], ...]
    asked: tuple[tuple[str, int], ...]


class World:
    """Builds and runs one scenario."""

    def __init__(self, scenario: Scenario, *, keep_session: bool) -> None:
        self.scenario = scenario
        self.happened: Counter[str] = Counter()
        self.killed = False
        self.flatten = False
        self._random = Random(f"world {scenario.seed}")
        self._schedule = Schedule()
        self._orders = 0
        self._intents: dict[str, OrderIntent] = {}
        self._asleep_until = 0
        self._end = START + scenario.duration_ns
        self.calm_from = self._end - _CALM_NS
        self.venues: dict[str, ModelVenue] = {}
        self.markets: dict[str, Market] = {}
        for instrument in scenario.instruments:
            self._open(instrument.venue)
        self.asked: Counter[str] = Counter()
        self.watch = Watch(self.venues, self.asked)
        self._process = Process(self.watch, self.happened, keep_session=keep_session)
        self._mischief = Mischief(self, self._luck(f"mischief {scenario.seed}"))
        self._transfers = TransfersMade(self, self._luck(f"transfers {scenario.seed}"))
        self._trader = Trader(self.command, scenario, Random(f"trader {scenario.seed}"))

    def _luck(self, name: str) -> Luck:
        return Luck(self.scenario.faults, Random(name), self.happened)

    def _open(self, name: str) -> None:
        scenario = self.scenario
        terms = next(item for item in scenario.instruments if item.venue == name)
        venue = ModelVenue(
            terms,
            scenario.wallet * (1 if terms.inverse else scenario.start_price),
            scenario.start_price,
            self._luck(f"venue {scenario.seed} {name}"),
            self._schedule.at,
            self._schedule.at,
        )
        worth = float(terms.contract_size * terms.lot_size)
        worth *= 1.0 if terms.inverse else scenario.start_price
        if lots := int(scenario.start_usd / worth):
            venue.truth.move(Side.BUY if lots > 0 else Side.SELL, abs(lots))
        self.venues[name] = venue
        luck = self._luck(f"market {scenario.seed} {name}")
        self.markets[name] = Market(scenario, venue, luck, self._schedule.at)
        if terms.expiry is not None:
            self._schedule.at(terms.expiry, venue.clearing.settle)

    def run(self) -> Run:
        """Run to the end, or to the first violation."""
        self._start(START)
        self._schedule.at(START + SECOND, self._beat)
        self._schedule.at(self.calm_from + 12 * SECOND, self._recover)
        self._schedule.at(self.calm_from + 18 * SECOND, self._recover)
        self._schedule.at(self._end - _REST_NS, self._rest)
        while (next_ := self._schedule.next()) is not None:
            time, happening = next_
            if time > self._end or self.watch.violations:
                break
            if callable(happening):
                happening(time)
            elif time < self._asleep_until:
                self._schedule.at(self._asleep_until, overslept(happening, self._asleep_until))
            else:
                self.step(happening)
        if not self.watch.violations:
            self.watch.at_end(self._process.engine)
        return Run(
            self.scenario.seed,
            self._process.trace,
            self._process.events,
            self._orders,
            tuple(self.watch.violations),
            tuple(self._process.heard),
            tuple(sorted(self.happened.items())),
            tuple(sorted(self.asked.items())),
        )

    def _start(self, at: int) -> None:
        """What the program does at every start: list, state, reconcile, always in manual."""
        self._process.start(at)
        for venue in self.venues.values():
            self.step(listed(at, venue.instrument))
        if self.killed:
            self.command(at, CommandName.KILL, reason="latched before", flatten=self.flatten)
        self.command(at, CommandName.SET_POLICY, policy=self.scenario.policy)
        for venue in self.venues.values():
            venue.statements.state_account(at)
            venue.statements.list_orders(at)
        if self.scenario.early:
            self._trader.order_by_hand(at)
        for market in self.markets.values():
            market.funding(at)
        if self.scenario.auto:
            self._schedule.at(at + SECOND // 2, self._arm)

    def _arm(self, at: int) -> None:
        if at < self._end - _REST_NS:
            self.command(at, CommandName.AUTO)

    def _recover(self, at: int) -> None:
        """The trader looks at what is frozen and lets it go on."""
        if self.killed and not self.flatten:
            self.reset(at)
        self.command(at, CommandName.RESUME)
        if self.scenario.auto:
            self._arm(at)

    def _rest(self, at: int) -> None:
        """The last seconds see no new order, so that the last ones can settle."""
        self.watch.at_rest(self._process.engine)
        self.command(at, CommandName.MANUAL)

    def _beat(self, at: int) -> None:
        """One round of the world."""
        calm = at >= self.calm_from
        if calm:
            self._calm_down()
        elapsed = _BEAT_NS / SECOND
        for name, market in self.markets.items():
            venue = self.venues[name]
            market.tick(at, elapsed)
            if calm or self._random.random() < 0.2:
                market.funding(at)
            if market.hears(Feed.ACCOUNT, at) and (calm or self._random.random() < 0.5):
                venue.statements.state_account(at)
            if self._random.random() < 0.1:
                venue.statements.list_orders(at)
        self._schedule.at(at + _BEAT_NS // 3, Clock(at=at + _BEAT_NS // 3))
        if not calm:
            self._mischief.beat(at, elapsed)
            self._transfers.beat(at, elapsed)
            self._trader.beat(at)
        self._schedule.at(at + _BEAT_NS, self._beat)

    def _calm_down(self) -> None:
        """Nothing goes wrong any more, so that everything can come to rest."""
        quiet = Faults()
        if self.scenario.faults == quiet:
            return
        self.scenario = replace(self.scenario, faults=quiet)
        for name, venue in self.venues.items():
            venue.luck.faults = quiet
            venue.truth.down_until = venue.truth.maintained_until = 0
            venue.statements.misstates_liquidation = False
            self.markets[name].calm()

    # what can be done to the process -------------------------------------------------------

    def at(self, time: int, happening: "object") -> None:
        """Let something come about at `time`."""
        self._schedule.at(time, happening)  # type: ignore[arg-type]

    def kill(self, at: int, *, flatten: bool) -> None:
        """The trader presses the kill switch."""
        self.killed = True
        self.flatten = self.flatten or flatten
        self.command(at, CommandName.KILL, flatten=flatten)

    def reset(self, at: int) -> None:
        """The trader opens the latch again."""
        if self.killed:
            self.killed = self.flatten = False
            self.command(at, CommandName.RESET, reason="looked into it")

    def restart(self, at: int) -> None:
        """The process dies and comes back: all it knew is gone but its epoch and the latch."""
        if at < self._asleep_until:
            self._schedule.at(self._asleep_until, self.restart)
            return
        unresolved = self.watch.unresolved_orders()
        if unresolved:
            self.happened["restart_with_order_unresolved"] += 1
        self._start(at)
        for intent in unresolved:
            self.step(recovered(intent, at))

    def asleep(self, at: int) -> bool:
        """True while the machine sleeps."""
        return at < self._asleep_until

    def sleep(self, until: int) -> None:
        """The machine sleeps: what comes meanwhile is heard at once when it wakes."""
        self._asleep_until = max(self._asleep_until, until)
        for venue in self.venues.values():
            venue.lateness.oversleep(self._asleep_until)
        if self.watch.unresolved_orders():
            self.happened["sleep_with_order_unresolved"] += 1
        if self.scenario.supervised:
            self.at(until, self._wake)

    def _wake(self, at: int) -> None:
        """What the program does where its clock has leapt: disarm, and ask everything anew."""
        self.command(at, CommandName.MANUAL, reason="slept")
        for venue in self.venues.values():
            venue.statements.state_account(at)
            venue.statements.list_orders(at)

    def relist(self, at: int, venue: ModelVenue) -> None:
        """Tell the contract's terms anew."""
        self.at(at, listed(at, venue.instrument))

    def command(self, at: int, name: CommandName, **arguments: object) -> None:
        """The trader gives a command, unless the machine sleeps."""
        at = max(at, self._asleep_until)
        self.step(Command(at=at, name=name, **arguments))  # type: ignore[arg-type]

    def step(self, event: AnyEvent) -> None:
        """Let the engine take an event and carry out what it says."""
        for output in self._process.step(event):
            self._carry_out(event.at, output)

    def _carry_out(self, at: int, output: AnyOutput) -> None:
        if isinstance(output, OrderIntent):
            self._orders += 1
            self._intents[output.client_order_id] = output
            self.venues[output.venue].gateway.receive(at, output)
            self._mischief.order_left(at)
        elif isinstance(output, CancelIntent):
            self.venues[output.venue].gateway.cancel(at, output)
        elif isinstance(output, OrderQuery):
            self.venues[output.venue].gateway.query(at, self._intents[output.client_order_id])


def run(seed: int, *, keep_session: bool = False) -> Run:
    """Run one seed."""
    return run_scenario(scenario_of(seed), keep_session=keep_session)


def run_scenario(scenario: Scenario, *, keep_session: bool = False) -> Run:
    """Run one world, a seed's or one that was made of it."""
    return World(scenario, keep_session=keep_session).run()
