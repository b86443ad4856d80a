"""Everything the engine knows, in one place that its rooms share."""

from terminal.engine.kill import KillSwitch
from terminal.engine.market.account import MarginAccount
from terminal.engine.market.leg import Leg
from terminal.engine.market.transfers import Moved
from terminal.engine.orders.ledger import OrderLedger
from terminal.engine.policy.policy import Policy
from terminal.engine.risk.rate import RateLimits
from terminal.model.outputs import Alert, AnyOutput, Gate, Level, Mode, ModeChanged
from terminal.model.reasons import Reason


class DeskState:
    """Mutable state of the whole desk. `out` collects the outputs of the step under way."""

    __slots__ = (
        "accounts",
        "at",
        "barred",
        "decision_id",
        "epoch",
        "guard",
        "kill",
        "legs",
        "mode",
        "moved",
        "orders",
        "out",
        "peak_usd",
        "peak_usd_at",
        "policy",
        "policy_hash",
        "policy_name",
        "rates",
        "sequence",
        "stamps",
        "swept_at",
        "traded_legs",
        "unattended",
    )

    def __init__(self, epoch: int) -> None:
        self.epoch = epoch
        self.at = 0
        self.sequence = 0
        self.decision_id = 0
        self.swept_at = 0
        self.barred: dict[str, str] = {}  # venues whose pre-flight has not passed, and why
        self.policy: Policy | None = None
        self.policy_name = ""
        self.policy_hash: str | None = None
        self.mode = Mode.MANUAL
        self.guard: bool | None = None  # the trader's word on manual mode; None: the policy's
        self.kill = KillSwitch()
        self.legs: dict[tuple[str, str], Leg] = {}
        self.accounts: dict[tuple[str, str], MarginAccount] = {}
        self.traded_legs: tuple[Leg, ...] = ()
        self.orders = OrderLedger()
        self.rates = RateLimits()
        self.peak_usd: float | None = None  # of all accounts together, this session
        self.peak_usd_at = 0
        self.moved: list[Moved] = []  # margin that came or went and has not been matched
        # Each venue's is replaced by a new one whenever anything may have changed there that a
        # size rests on: what was worked out from it before is then worked out anew.
        self.stamps: dict[str, int] = {}
        self.unattended = 0  # automatic orders that filled since the trader last acted
        self.out: list[AnyOutput] = []

    def account_of(self, leg: Leg) -> MarginAccount:
        """Return the margin account that backs `leg`."""
        return leg.account

    def touch(self, venue: str) -> None:
        """Note that what sizes on a venue rest on may have changed."""
        self.stamps[venue] = self.stamps.get(venue, 0) + 1

    def touch_all(self) -> None:
        """Note that what sizes anywhere rest on may have changed."""
        for leg in self.legs.values():
            self.touch(leg.venue)

    def find_traded_legs(self) -> None:
        """Work out anew which legs the policy trades: all of them where it names none."""
        policy = self.policy
        for leg in self.legs.values():
            leg.traded = policy is not None and (
                policy.symbols is None or leg.symbol in policy.symbols
            )
        self.traded_legs = tuple(leg for leg in self.legs.values() if leg.traded)
        for leg in self.legs.values():
            base = leg.instrument.base
            leg.group = tuple(
                other for other in self.traded_legs if other.instrument.base == base
            ) or (leg,)
        for account in self.accounts.values():
            account.traded_legs = tuple(leg for leg in account.legs if leg.traded)

    def next_decision_id(self) -> int:
        """Return the number of the next decision; an order's client id carries it."""
        self.decision_id += 1
        return self.decision_id

    @property
    def gate(self) -> Gate:
        """The system's word: killed, frozen where any traded leg is, running otherwise."""
        if self.kill.latched:
            return Gate.KILLED
        return Gate.FROZEN if any(leg.frozen for leg in self.traded_legs) else Gate.RUNNING

    @property
    def guarding(self) -> bool:
        """True while reduce-only protection may act on its own."""
        if self.kill.latched or self.policy is None:
            return False
        return self.mode is Mode.AUTO or self.guard_in_manual

    @property
    def guard_in_manual(self) -> bool:
        """True where protection acts in manual mode too: the trader's word, else the policy's."""
        if self.guard is not None:
            return self.guard
        return self.policy is not None and self.policy.guard_in_manual

    def set_mode(self, mode: Mode, reason: str | None) -> None:
        """Change the trader's mode and say so."""
        if mode is not self.mode:
            self.mode = mode
            self.out.append(ModeChanged(at=self.at, mode=mode, gate=self.gate, reason=reason))

    def alert(self, level: Level, reason: Reason, leg: Leg | None = None, detail: str = "") -> None:
        """Tell the trader something about a leg, or about everything."""
        venue = leg.venue if leg else None
        symbol = leg.symbol if leg else None
        self.alert_venue(level, reason, venue, symbol, detail)

    def alert_venue(
        self, level: Level, reason: Reason, venue: str | None, symbol: str | None, detail: str
    ) -> None:
        """Tell the trader something about a venue."""
        self.out.append(
            Alert(at=self.at, level=level, reason=reason, venue=venue, symbol=symbol, detail=detail)
        )
