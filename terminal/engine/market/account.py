"""One settlement currency on one venue, and what its margin comes to at the present marks."""

from typing import NamedTuple

from terminal.engine.market.leg import Leg
from terminal.engine.market.transfers import Transfers
from terminal.engine.market.venue_clock import VenueClock
from terminal.model.arithmetic.contracts import notional, pnl
from terminal.model.events import Account, PositionReport

_NOISE = 1e-9
_ALIKE = 0.01
_BELIEVED_AFTER_NS = 10_000_000_000


class Standing(NamedTuple):
    """What an account's margin comes to at one moment; None is unknown."""

    equity: float | None
    maintenance_margin: float | None
    utilisation: float | None


class MarginAccount:
    """Margin of one (venue, settlement currency). Money is in settlement currency.

    Between two statements of the venue, equity and maintenance margin follow the marks and our
    own fills. What a statement has beyond wallet + PnL is carried along unchanged; where its
    maintenance margin exceeds ours, ours is scaled up to it: the larger of the two counts.
    """

    __slots__ = (
        "_beyond_heard",
        "_beyond_pnl",
        "_maintenance_ratio",
        "_stated_maintenance_share",
        "as_of",
        "at",
        "invalid",
        "legs",
        "level",
        "locked_at",
        "loss_locked",
        "owner",
        "peak_equity",
        "reports",
        "settle",
        "stated_equity",
        "traded_legs",
        "transfers",
        "unconfirmed",
        "venue",
        "venue_clock",
        "wallet_balance",
    )

    def __init__(self, venue: str, settle: str) -> None:
        self.venue = venue
        self.settle = settle
        self.owner = (venue, settle)
        self.legs: list[Leg] = []
        self.traded_legs: tuple[Leg, ...] = ()  # those that the policy trades
        self.wallet_balance: float | None = None
        self.stated_equity: float | None = None
        self.at: int | None = None
        self.as_of: int | None = None  # the venue's own time of the last statement
        self.venue_clock = VenueClock()
        self.reports: dict[str, PositionReport] | None = None  # its positions by symbol
        self.invalid = False
        self.transfers = Transfers()
        # What the venue's equity falls short of its own wallet and profit, while that may be one
        # late figure or the other: increases count the smaller of the two.
        self.unconfirmed = 0.0
        self._beyond_pnl = 0.0
        self._beyond_heard: list[tuple[int, float]] = []
        self._maintenance_ratio = 1.0
        self._stated_maintenance_share: float | None = None
        self.level = 0  # how many of the margin levels utilisation stands above
        self.peak_equity: float | None = None
        self.loss_locked = False
        self.locked_at: int | None = None

    def state(self, event: Account) -> None:
        """Take the venue's statement; the legs' marks must be those of the moment."""
        self.wallet_balance = event.wallet_balance
        self.stated_equity = event.equity
        self.at = event.at
        self.invalid = False
        reports = {report.symbol: report for report in event.positions}
        unrealized = 0.0
        value = 0.0
        ours = 0.0
        complete = True
        for leg in self.legs:
            report = reports.get(leg.symbol)
            if report is None or report.contracts == 0:
                continue
            if leg.mark_price is None or report.entry_price is None:
                complete = False
                continue
            contracts = abs(report.contracts)
            side = 1 if report.contracts > 0 else -1
            unrealized += pnl(
                leg.kind, leg.contract_size, side, contracts, report.entry_price, leg.mark_price
            )
            value += notional(leg.kind, leg.contract_size, contracts, leg.mark_price)
            ours += leg.maintenance_of(leg.lots.nearest(report.contracts)) or 0.0
        known = {leg.symbol for leg in self.legs}
        ours_alone = all(report.contracts == 0 or name in known for name, report in reports.items())
        beyond = event.equity - event.wallet_balance - unrealized
        if abs(beyond) <= _NOISE * max(abs(event.equity), abs(event.wallet_balance)):
            beyond = 0.0
        self._beyond_pnl = self.unconfirmed = 0.0
        if complete:
            self._beyond_pnl = self._lasting(event.at, beyond, doubt=value > 0 and ours_alone)
            self.unconfirmed = max(self._beyond_pnl - beyond, 0.0)
        self._take_maintenance(event.maintenance_margin, ours, value)

    def _lasting(self, at: int, beyond: float, *, doubt: bool) -> float:
        """Return how much of what equity has beyond wallet + PnL is there to stay.

        While there is a position, a statement made at another mark than ours, or of an equity
        from before a move, looks like such a difference. Only what every statement of the last
        seconds had is believed: otherwise a loss would be hidden by an old statement, or counted
        twice when the mark follows a new one.
        """
        if not doubt:
            self._beyond_heard.clear()
        self._beyond_heard.append((at, beyond))
        while len(self._beyond_heard) > 1 and self._beyond_heard[1][0] <= at - _BELIEVED_AFTER_NS:
            del self._beyond_heard[0]
        lowest = min(heard for _, heard in self._beyond_heard)
        highest = max(heard for _, heard in self._beyond_heard)
        return lowest if lowest > 0 else min(highest, 0.0)

    def _take_maintenance(self, stated: float | None, ours: float, value: float) -> None:
        self._maintenance_ratio = 1.0
        self._stated_maintenance_share = None
        if stated is None or value <= 0:
            return
        if ours > 0:
            self._maintenance_ratio = max(1.0, stated / ours)
        else:
            self._stated_maintenance_share = stated / value

    def equity(self) -> float | None:
        """Wallet + unrealised PnL at the marks; None where a part is unknown."""
        if self.wallet_balance is None:
            return None
        equity = self.wallet_balance + self._beyond_pnl
        for leg in self.legs:
            if leg.position_lots == 0:
                continue
            unrealized = leg.unrealized_pnl()
            if unrealized is None:
                return None
            equity += unrealized
        return equity

    def borne_out(self) -> bool:
        """True where wallet and PnL at our marks make the equity that the venue itself stated."""
        ours, theirs = self.equity(), self.stated_equity
        if ours is None or theirs is None:
            return False
        return abs(ours - self._beyond_pnl - theirs) <= _ALIKE * max(abs(ours), abs(theirs))

    def maintenance_margin(self) -> float | None:
        """Maintenance margin of all positions at the marks; None where it is unknown."""
        if self.wallet_balance is None:
            return None
        total = 0.0
        for leg in self.legs:
            if leg.position_lots:
                part = self.maintenance_of(leg, leg.position_lots)
                if part is None:
                    return None
                total += part
        return total

    def maintenance_of(self, leg: Leg, lots: float) -> float | None:
        """Maintenance margin of `lots` of one leg, on this account's footing."""
        if lots == 0:
            return 0.0
        if leg.mark_price is None:
            return None
        if self._stated_maintenance_share is not None:
            return leg.notional_of(lots) * self._stated_maintenance_share
        ours = leg.maintenance_of(lots)
        return None if ours is None else ours * self._maintenance_ratio

    def utilisation(self) -> float | None:
        """Maintenance margin / equity; infinite at or below no equity; None where unknown."""
        return self.standing().utilisation

    def standing(self) -> Standing:
        """Return equity, maintenance margin and utilisation together, at the marks."""
        equity = self.equity()
        maintenance = self.maintenance_margin()
        if equity is None or maintenance is None:
            utilisation = None
        elif maintenance == 0:
            utilisation = 0.0
        else:
            utilisation = maintenance / equity if equity > 0 else float("inf")
        return Standing(equity, maintenance, utilisation)

    def usd_price(self) -> float | None:
        """USD for one unit of the settlement currency; None where no mark tells it."""
        for leg in self.legs:
            if not leg.inverse:
                return 1.0
            if leg.mark_price is not None:
                return leg.mark_price
        return None
