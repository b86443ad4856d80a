"""What is looked at before automatic trading may begin, and what a venue tells of itself and us.

Words between the rooms: a venue states them, the application judges arming by them, the window
and the command line show them.
"""

from enum import StrEnum

import msgspec

# Every venue is held with these words from the start until its first report is there.
NOT_MADE_YET = "its pre-flight has not been made yet"


class CheckState(StrEnum):
    """GREEN is fine; RED keeps auto from being armed; the other two are for the trader to weigh.

    UNKNOWN is what the venue does not tell, and never counts as fine.
    """

    GREEN = "green"
    WARNING = "warning"
    RED = "red"
    UNKNOWN = "unknown"


class Check(StrEnum):
    """The lines of a pre-flight, in the order in which they are shown."""

    CONNECTION = "connection"
    TRIED = "tried"
    CLOCK = "clock"
    KEY = "key"
    ACCOUNT = "account"
    MARKET = "market"
    CONTRACT_SIZE = "contract size"
    TIERS = "margin tiers"
    POSITION_MODE = "position mode"
    MARGIN_MODE = "margin mode"
    LEVERAGE = "leverage"
    LIQUIDATION = "liquidation price"
    FUNDING = "funding payment"
    EXTERNAL = "other orders and positions"


class CheckLine(msgspec.Struct, frozen=True, gc=False):
    """One line: what was looked at, what was found, and what to do where that is not fine.

    `apart` is how far two figures that ought to agree differ, as a share: how much is too much
    the policy says, and `state` is by its default until somebody who knows the policy judges.
    """

    check: Check
    state: CheckState
    found: str
    remedy: str = ""
    symbol: str | None = None
    apart: float | None = None

    @property
    def words(self) -> str:
        """The line as one sentence, for a reason."""
        where = f" of {self.symbol}" if self.symbol else ""
        return f"{self.check.value}{where}: {self.found}" + (
            f"; {self.remedy}" if self.remedy else ""
        )


class PreflightReport(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One venue's pre-flight at `at` (ns).

    A venue that is not `present` (it cannot be reached, or is only watched) neither refuses
    arming nor passes: nothing is scaled there.
    """

    venue: str
    at: int
    lines: tuple[CheckLine, ...]
    present: bool = True
    account_uid: str = ""

    @property
    def red(self) -> tuple[CheckLine, ...]:
        """The lines that keep auto from being armed."""
        return tuple(line for line in self.lines if line.state is CheckState.RED)

    @property
    def passed(self) -> bool:
        """True where automatic orders may go to this venue."""
        return self.present and not self.red


class KeyReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a venue tells of an API key; None is what it does not tell, and never "no".

    `may_withdraw` covers every right by which money leaves the account, transfers included.
    `expires_at` is ns since the epoch, `permissions` are the venue's own words.
    """

    may_trade: bool | None = None
    may_withdraw: bool | None = None
    bound_to_addresses: bool | None = None
    expires_at: int | None = None
    uid: str = ""
    permissions: tuple[str, ...] = ()


class DeadManState(StrEnum):
    """Whether the venue itself will cancel our orders should we fall silent."""

    OFF = "off"
    ARMED = "armed"
    LAPSING = "lapsing"  # not refreshed on purpose: something here is not well
    REFUSED = "refused"
    UNSUPPORTED = "unsupported"


class DeadMan(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The dead-man switch at a venue, by the venue's own answer.

    `until_at` (ns) is when it fires unless refreshed; None where the venue watches the connection
    instead of a clock, as `detail` then says.
    """

    state: DeadManState
    until_at: int | None = None
    detail: str = ""
