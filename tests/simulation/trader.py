"""What the trader does meanwhile: arms, clicks, overrides, orders by hand, changes the policy."""

from collections.abc import Callable
from random import Random

from terminal.model.events import CommandName
from terminal.model.instrument import Instrument
from tests.simulation.policies import policy_of
from tests.simulation.scenario import Scenario


class Trader:
    """Gives a command now and then. `command` takes time, name and arguments."""

    def __init__(self, command: Callable[..., None], scenario: Scenario, random: Random) -> None:
        self._command = command
        self._scenario = scenario
        self._random = random
        self._lively = random.random() < 0.5

    def beat(self, at: int) -> None:
        """Do something, or nothing, as nearly always."""
        dice = self._random.random()
        if dice < 0.02:
            name = self._random.choice((CommandName.AUTO, CommandName.AUTO, CommandName.MANUAL))
            self._command(at, name)
        elif dice < 0.04:
            self._command(at, CommandName.EXECUTE)
        elif dice < 0.07:
            self._command(at, CommandName.RESUME)
        elif dice < 0.08:
            self._override(at)
        elif dice < 0.083:
            side = self._random.choice(("long", "short"))
            self._command(at, CommandName.SET_SIDE, side=side)
        elif dice < 0.11 and self._lively:
            self._seldom(at)

    def _override(self, at: int) -> None:
        if self._random.random() < 0.2:
            self._command(at, CommandName.END_OVERRIDE)
            return
        box = self._random.choice((20.0, 20.0, None))
        self._command(at, CommandName.OVERRIDE_FUNDING, reason="seen elsewhere", duration_s=box)

    def _seldom(self, at: int) -> None:
        terms = self._random.choice(self._scenario.instruments)
        name = self._random.choice(
            (
                CommandName.ORDER,
                CommandName.ORDER,
                CommandName.CANCEL_ALL,
                CommandName.SNOOZE,
                CommandName.SET_GUARD,
                CommandName.SET_POLICY,
            )
        )
        if name is CommandName.ORDER:
            self._order(at, terms)
        elif name is CommandName.SET_GUARD:
            self._command(at, name, enabled=self._random.random() < 0.7)
        elif name is CommandName.SET_POLICY:
            self._command(at, name, policy=policy_of(self._random, self._scenario.instruments))
        else:
            self._command(at, name)

    def order_by_hand(self, at: int) -> None:
        """Send an order by hand on some contract."""
        self._order(at, self._random.choice(self._scenario.instruments))

    def _order(self, at: int, terms: Instrument) -> None:
        worth = float(terms.contract_size) * (1 if terms.inverse else 60_000)
        resting = self._random.random() < 0.3
        self._command(
            at,
            CommandName.ORDER,
            venue=terms.venue,
            symbol=terms.symbol,
            side=self._random.choice(("buy", "sell")),
            contracts=self._random.uniform(100, 50_000) / worth,
            order_type="limit" if resting else "market",
            limit_price=60_000.0 if resting else None,
            reduce_only=self._random.random() < 0.5,
        )
