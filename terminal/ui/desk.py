"""What the window needs from the other side: state to show, and a way to ask for something.

State is pulled and conflated (`snapshot`), events are pushed and lossless (`drain`), commands go
the other way (`send`). Every method returns at once; none of them may wait for the engine.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple, Protocol

import msgspec

from terminal.engine.snapshot import Snapshot
from terminal.model.checks import DeadMan, PreflightReport
from terminal.model.events import CommandName, Fill, FundingSettled, OrderReport
from terminal.model.outputs import AnyOutput
from terminal.model.trades import PublicTrades, TradeFeedChanged

Pushed = AnyOutput | Fill | FundingSettled | OrderReport | PublicTrades | TradeFeedChanged


class JournalRow(NamedTuple):
    """One line of the journal as the window lists it, whoever keeps it; `at` is ns."""

    sequence: int
    at: int
    kind: str
    venue: str
    symbol: str
    text: str


class VenueState(StrEnum):
    """How a venue is doing: yet to say its first word, delivering, lost, refusing us, or over."""

    CONNECTING = "connecting"
    LIVE = "live"
    UNAVAILABLE = "unavailable"
    REFUSED = "refused"
    ENDED = "ended"


class VenueHealth(msgspec.Struct, frozen=True, gc=False):
    """One venue's state, since when (ns) and why, in words for the trader."""

    name: str
    state: VenueState
    since_at: int
    detail: str = ""
    dead_man: DeadMan | None = None


class Health(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How well the engine's loop keeps up, and whether the venues deliver.

    Milliseconds over a recent window; None is unknown.
    """

    loop_lag_p50_ms: float | None = None
    loop_lag_p99_ms: float | None = None
    tick_to_order_p50_ms: float | None = None
    tick_to_order_p99_ms: float | None = None
    events_per_second: float | None = None
    venues: tuple[VenueHealth, ...] = ()
    preflights: tuple[PreflightReport, ...] = ()


class Desk(Protocol):
    """The engine's side of the window, safe to call from the window's thread."""

    @property
    def paper(self) -> bool:
        """True where no order can move real money."""

    @property
    def title(self) -> str:
        """What the desk trades on, for the banner and the window title: "Paper", "Bybit"."""

    def now(self) -> int:
        """Return the desk's present time, ns since the epoch (virtual where the market is)."""

    def snapshot(self) -> Snapshot | None:
        """Return the latest state, None before the first, and ask for a fresh one."""

    def drain(self) -> list[Pushed]:
        """Return what was pushed since the last call, in order, losing nothing.

        Public trades come with it, all of one contract as one item; of those the oldest go where
        there are too many.
        """

    def send(self, name: CommandName, **arguments: object) -> None:
        """Ask for something deliberate; `arguments` are those of `terminal.model.events.Command`.

        The desk stamps the command and hands it to the engine. KILL latches before anything else.
        """

    def presets(self) -> Mapping[str, Mapping[str, object]]:
        """Return the policies that can be chosen: label → table of policy keys."""

    def scenarios(self) -> tuple[str, ...]:
        """Return what can be practised on paper ("gap", "spike", "feed loss"…); empty when live."""

    def scenario(self, name: str) -> None:
        """Make the paper market do what `name` says."""

    def journal_rows(self, limit: int, kind: str | None = None) -> list[JournalRow]:
        """Return the newest journal rows, newest first, of one kind where `kind` is given."""

    def health(self) -> Health:
        """Return how well the engine's loop keeps up."""
