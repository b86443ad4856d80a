"""One contract on one venue: its market, our position in it, and why it may stand still."""

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from terminal.engine.funding.monitor import FundingMonitor
from terminal.engine.market.adoption import Adoption
from terminal.engine.market.mark_span import MarkSpan
from terminal.engine.market.suspicion import Suspicion
from terminal.engine.market.tiers import MarginTiers, Tier
from terminal.engine.orders.order import Order
from terminal.engine.policy.policy import Policy
from terminal.engine.risk.breaker import Breaker
from terminal.engine.sizing.volatility import Volatility
from terminal.engine.snapshot import FreezeState
from terminal.model.arithmetic.contracts import notional, pnl
from terminal.model.arithmetic.entry import position_after_fill
from terminal.model.book import Levels
from terminal.model.events import Feed, Side
from terminal.model.instrument import Instrument
from terminal.model.lots import Grid
from terminal.model.outputs import Decision
from terminal.model.reasons import Reason

if TYPE_CHECKING:
    from terminal.engine.market.account import MarginAccount


class Leg:
    """Mutable state of one (venue, symbol). Lots are signed integers, times ns since the epoch."""

    __slots__ = (
        "_lot_face",
        "accepted",
        "accepted_orders",
        "account",
        "adoption",
        "asks",
        "bids",
        "book_at",
        "book_invalid",
        "book_seen",
        "breaker",
        "content",
        "contract_size",
        "decision",
        "doubted_at",
        "down_feeds",
        "entry_price",
        "expected_leverage",
        "expected_lots",
        "expected_margin_mode",
        "flattening",
        "foreign_orders",
        "frozen",
        "frozen_since",
        "funding",
        "group",
        "held",
        "index_price",
        "instrument",
        "inverse",
        "kind",
        "known_liquidation",
        "last_price",
        "lots",
        "mark_at",
        "mark_invalid",
        "mark_price",
        "mark_span",
        "minimum_lots",
        "mismatch_since",
        "moved_at",
        "orders",
        "position_lots",
        "recent_marks",
        "refusals",
        "refused_at",
        "snoozed_until_at",
        "suspicion",
        "symbol",
        "target_lots",
        "ticks",
        "tiers",
        "told",
        "traded",
        "unplaced_usd",
        "venue",
        "venue_leverage",
        "venue_liquidation_price",
        "venue_lots",
        "venue_margin_mode",
        "volatility",
        "waiting_for_book",
    )

    def __init__(
        self, instrument: Instrument, policy: Policy | None, account: "MarginAccount"
    ) -> None:
        self.account = account
        self.venue = instrument.venue
        self.symbol = instrument.symbol
        self.set_instrument(instrument)
        self.mark_price: float | None = None
        self.index_price: float | None = None
        self.last_price: float | None = None
        self.mark_at: int | None = None
        self.mark_invalid = False
        self.suspicion = Suspicion()
        self.recent_marks: list[tuple[int, float]] = []
        self.mark_span = MarkSpan()
        self.bids: Levels = ()
        self.asks: Levels = ()
        self.book_at: int | None = None
        self.book_seen = False
        self.book_invalid = False
        half_life = policy.funding_half_life if policy else 3.0
        self.funding = FundingMonitor(half_life)
        self.volatility = Volatility(60.0, 1800.0)
        self.breaker = Breaker(0.02, 1.0, 2.0)
        if policy is not None:
            self.adopt(policy)
        self.position_lots: int | None = None
        self.entry_price: float | None = None
        self.venue_lots: int | None = None
        self.venue_liquidation_price: float | None = None
        self.expected_lots: int | None = None
        self.expected_leverage: float | None = None
        self.venue_leverage: float | None = None
        self.expected_margin_mode: str | None = None
        self.venue_margin_mode: str | None = None
        self.moved_at: int | None = None
        self.doubted_at: int | None = None  # when one late word may have changed the position
        self.mismatch_since: int | None = None
        self.adoption = Adoption()
        self.foreign_orders: set[str] = set()
        self.accepted_orders: set[str] = set()
        self.flattening = False  # begun, and carried to the end whatever the margin does meanwhile
        self.refusals = 0  # in a row
        self.refused_at: int | None = None
        self.down_feeds: set[Feed] = set()
        self.held: dict[Reason, FreezeState] = {}
        self.accepted: set[Reason] = set()
        self.frozen: tuple[Reason, ...] = ()
        self.frozen_since: dict[Reason, int] = {}
        self.orders: list[Order] = []  # every order that is not settled
        self.decision: Decision | None = None
        self.target_lots: int | None = None
        self.snoozed_until_at: int | None = None
        self.unplaced_usd = 0.0
        # The venue's stamp for which it is known, the time to which it holds, and whether the leg's
        # own margin asks for no more than its caps allow.
        self.content: tuple[int, int, bool] = (-1, 0, False)
        self.told: set[Reason] = set()  # warnings given and not over
        self.waiting_for_book = False
        self.traded = False  # by the policy in force
        self.group: tuple[Leg, ...] = (self,)  # traded legs on the same coin share one target

    def set_instrument(self, instrument: Instrument) -> None:
        """Take the contract's terms, and the floats of them that every tick needs."""
        self.instrument = instrument
        self.kind = instrument.kind
        self.inverse = instrument.inverse
        self.contract_size = float(instrument.contract_size)
        self.lots = Grid(instrument.lot_size)
        self.ticks = Grid(instrument.tick_size)
        self._lot_face = self.lots.step_float * self.contract_size
        # The smallest whole number of lots that the venue takes.
        self.minimum_lots = -int(-instrument.min_contracts // instrument.lot_size)
        self.tiers = MarginTiers(instrument)
        # What our liquidation price was last worked out from, and the price.
        self.known_liquidation: tuple[tuple[float, ...], float | None] = ((), None)

    def adopt(self, policy: Policy) -> None:
        """Take the numbers of a policy from the next tick on; what was learnt is kept."""
        self.funding.set_half_life(policy.funding_half_life)
        self.volatility.set_half_lives(policy.volatility_fast_s, policy.volatility_slow_s)
        self.breaker.set_limits(policy.gap_threshold, policy.gap_window_s, policy.gap_cooldown_s)

    def expired(self, at: int) -> bool:
        """True for a dated contract whose time is over."""
        expiry = self.instrument.expiry
        return expiry is not None and at >= expiry

    @property
    def usd_of_one_lot(self) -> float:
        """USD exposure of one lot at the mark, which must be known."""
        if self.inverse:
            return self._lot_face
        assert self.mark_price is not None
        return self._lot_face * self.mark_price

    def usd_of(self, lots: int) -> float:
        """USD exposure of `lots` at the mark; before the first one at the entry; else 0."""
        price = self.mark_price or self.entry_price or 0.0
        return lots * self._lot_face * (1.0 if self.inverse else price)

    @property
    def contracts(self) -> float:
        """Our position in contracts, unsigned; 0 where it is not known."""
        return abs(self.position_lots or 0) * self.lots.step_float

    @property
    def in_flight_lots(self) -> int:
        """Signed lots that orders of ours may still add to the position."""
        if not self.orders:
            return 0
        return sum((order.signed_open_lots for order in self.orders), 0)

    def closing_lots(self, side: Side, *, reserved: bool) -> int:
        """Return the lots that orders on `side` may still fill.

        Without `reserved` those of ended orders, whose last fills may be on their way, are left
        out: for what is to close everything and cannot close too much.
        """
        return sum(
            (
                order.open_lots
                for order in self.orders
                if order.side is side and (reserved or not order.state.terminal)
            ),
            0,
        )

    def notional_of(self, lots: float) -> float:
        """Notional of `lots` (signed or not) at the mark, settlement currency."""
        assert self.mark_price is not None
        contracts = abs(lots) * self.lots.step_float
        return notional(self.kind, self.contract_size, contracts, self.mark_price)

    def unrealized_pnl(self) -> float | None:
        """Unrealised PnL at the mark, settlement currency; None where it is not known."""
        lots, entry, mark = self.position_lots, self.entry_price, self.mark_price
        if lots == 0:
            return 0.0
        if lots is None or entry is None or mark is None:
            return None
        contracts = abs(lots) * self.lots.step_float
        return pnl(self.kind, self.contract_size, 1 if lots > 0 else -1, contracts, entry, mark)

    def tier_of(self, lots: float) -> Tier | None:
        """Return the margin tier of `lots` at the mark; None where the venue gave no tiers."""
        if not self.tiers:
            return None
        assert self.mark_price is not None
        return self.tiers.of(abs(lots) * self.lots.step_float, self.mark_price)

    def maintenance_of(self, lots: float) -> float | None:
        """Maintenance margin of `lots` at the mark; None where the venue gave no tiers."""
        mark = self.mark_price
        if lots == 0 or not self.tiers.tiers or mark is None:
            return 0.0 if lots == 0 else None
        contracts = abs(lots) * self.lots.step_float
        tier = self.tiers.of(contracts, mark)
        assert tier is not None
        margin = notional(self.kind, self.contract_size, contracts, mark) * tier[1] - tier[2]
        return max(margin, 0.0)

    def adopt_position(self, lots: int, entry: float | None, at: int) -> None:
        """Make the venue's position ours, and remember what no fill has told of it."""
        self.adoption.adopt(lots - (self.position_lots or 0), at)
        self.flattening = False
        self.position_lots = lots
        self.entry_price = entry if lots else None

    def stated_already(self, signed_lots: int) -> bool:
        """True where the venue's last statement had a fill in it that we hear of only now."""
        ours, theirs = self.position_lots, self.venue_lots
        if self.mismatch_since is None or ours is None or theirs is None:
            return False
        return abs(theirs - ours - signed_lots) < abs(theirs - ours)

    def count_anew(self, anew: Callable[[int], int]) -> None:
        """Count every quantity in another lot size."""
        self.adoption.count_anew(anew)
        for name in ("position_lots", "venue_lots", "expected_lots", "target_lots"):
            lots = getattr(self, name)
            if lots is not None:
                setattr(self, name, anew(lots))

    def apply_fill(self, signed_lots: int, price: float) -> float:
        """Move the position by a fill; returns the realised PnL, settlement currency."""
        # In lots a position is a whole number, so that flat is exactly flat also in floats.
        before = float(self.position_lots or 0)
        lot_value = self.contract_size * self.lots.step_float
        _, entry, realized = position_after_fill(
            self.kind, lot_value, before, self.entry_price, float(signed_lots), price
        )
        self.position_lots = (self.position_lots or 0) + signed_lots
        self.entry_price = entry if self.position_lots else None
        if self.position_lots == self.venue_lots:
            self.mismatch_since = None
        return realized

    def exact(self, lots: int) -> Decimal:
        """Return lots as exact contracts."""
        return self.lots.exact(lots)
