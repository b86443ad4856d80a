"""What every venue is to the rest of the program.

A venue turns its wire into engine events and order intents into orders. It holds no opinion:
what to trade, when to freeze and what a report means is the engine's.
"""

from collections.abc import Awaitable, Callable
from typing import Protocol, runtime_checkable

from terminal.model.checks import DeadMan, PreflightReport
from terminal.model.events import AnyEvent
from terminal.model.outputs import CancelIntent, OrderIntent, OrderQuery
from terminal.model.trades import TradeWord

Emit = Callable[[AnyEvent], None]
TellTrades = Callable[[TradeWord], None]
Clock = Callable[[], int]
Clearance = Callable[[OrderIntent], Awaitable[str | None]]


class Venue(Protocol):
    """One exchange (or its stand-in), living on the engine's event loop.

    `emit` hands one event to the engine at once and in order; the venue stamps every event with
    `clock()`, ns since the epoch. None of the order methods raises for what happens on the wire:
    the outcome always comes back as an `OrderReport`, UNKNOWN where it is not known.
    """

    @property
    def name(self) -> str:
        """The venue's name, as events carry it."""

    @property
    def live(self) -> bool:
        """True where orders move real money."""

    async def run(self, emit: Emit) -> None:
        """Connect, list instruments and stream events until cancelled; reconnects by itself."""

    async def submit(self, intent: OrderIntent) -> None:
        """Send one order, once. Returns when the venue answered or the outcome is unknown."""

    async def cancel(self, intent: CancelIntent) -> None:
        """Cancel one order, or everything on a symbol or the venue where ids are absent."""

    async def query(self, query: OrderQuery) -> None:
        """Ask what became of an order and report it."""

    async def kill(self) -> None:
        """Cancel everything at the venue and report a `KillConfirmation`."""

    async def close(self) -> None:
        """Close every connection; nothing of the venue runs afterwards."""


@runtime_checkable
class TellsItsState(Protocol):
    """A venue that can be looked over before automatic orders go to it.

    A live one that cannot is never traded on automatically.
    """

    async def preflight(self, target_leverage: float | None) -> PreflightReport:
        """Look at everything anew, by reads only; never raises for what happens on the wire."""


@runtime_checkable
class HasDeadMan(Protocol):
    """A venue that may cancel our orders by itself should we fall silent."""

    async def arm_dead_man(self, timeout_s: float) -> DeadMan:
        """Arm or refresh it; what the venue answered. Never raises for the wire."""

    async def disarm_dead_man(self) -> DeadMan:
        """Take it back; what the venue answered. Never raises for the wire."""


@runtime_checkable
class HoldsOrders(Protocol):
    """A venue that makes an order ready, waits for its turn, and asks before its bytes leave."""

    def ask_before_sending(self, clearance: Clearance) -> None:
        """Await `clearance` last of all, once; an order that it gives a reason for is DEAD of it.

        Until it has answered that nothing stands against it no byte of the order may leave.
        """


@runtime_checkable
class TellsTrades(Protocol):
    """A venue that can tell what is traded there, or why it cannot.

    Trades are for the eye: they never reach the engine, and nothing waits for them.
    """

    def watch_trades(self, tell: TellTrades) -> None:
        """Tell of public trades and of their feed from now on, whatever run is under way.

        Returns at once; `tell` is called on the engine's loop and never raises.
        """
