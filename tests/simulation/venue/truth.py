"""What is really so at the venue: position, orders and money, in the plainest arithmetic."""

from dataclasses import dataclass, field

from terminal.model.arithmetic.contracts import notional, pnl
from terminal.model.arithmetic.entry import position_after_fill
from terminal.model.arithmetic.liquidation import liquidation_price
from terminal.model.events import OrderState, Side
from terminal.model.instrument import Instrument, Tier
from terminal.model.outputs import OrderIntent

LIVE = (OrderState.OPEN, OrderState.PARTIALLY_FILLED)


@dataclass(slots=True)
class VenueOrder:
    """An order as the venue has it; lots are unsigned."""

    intent: OrderIntent
    lots: int
    filled: int = 0
    state: OrderState = OrderState.OPEN
    average: float = 0.0


@dataclass(slots=True)
class Truth:
    """One contract on one venue. Times are ns since the epoch, money is settlement currency."""

    instrument: Instrument
    wallet: float
    price: float
    lots: int = 0
    entry: float | None = None
    leverage: float = 10.0
    margin_mode: str = "cross"
    orders: dict[str, VenueOrder] = field(default_factory=dict)
    in_transit: dict[str, OrderIntent] = field(default_factory=dict)
    foreign: set[str] = field(default_factory=set)  # open orders of somebody else
    outside_at: int = 0  # when somebody else last changed the position
    down_until: int = 0  # it neither hears nor speaks
    maintained_until: int = 0  # it takes cancels only

    @property
    def name(self) -> str:
        """The venue's name."""
        return self.instrument.venue

    @property
    def position(self) -> float:
        """The position in contracts, signed."""
        return self.contracts(self.lots)

    def contracts(self, lots: int) -> float:
        """Return so many lots in contracts."""
        return float(lots * self.instrument.lot_size)

    def live_orders(self) -> list[VenueOrder]:
        """Return our orders that are in the book."""
        return [order for order in self.orders.values() if order.state in LIVE]

    def expired(self, at: int) -> bool:
        """True once a dated contract has come to its end."""
        return self.instrument.expiry is not None and at >= self.instrument.expiry

    def closable(self, side: Side) -> int:
        """Return the lots that an order on `side` may fill where it only reduces."""
        return max(-side.sign * self.lots, 0)

    def move(self, side: Side, lots: int) -> float:
        """Trade at the present price; returns the fee."""
        terms = self.instrument
        after, entry, realized = position_after_fill(
            terms.kind,
            float(terms.contract_size * terms.lot_size),
            float(self.lots),
            self.entry,
            float(lots * side.sign),
            self.price,
        )
        fee = self.value(self.contracts(lots)) * float(terms.taker_fee)
        self.lots, self.entry = int(after), entry
        self.wallet += realized - fee
        return fee

    def value(self, contracts: float) -> float:
        """Return what so many contracts are worth at the present price."""
        terms = self.instrument
        return notional(terms.kind, float(terms.contract_size), contracts, self.price)

    def equity(self) -> float:
        """Wallet and unrealised PnL."""
        terms = self.instrument
        if not self.lots or self.entry is None:
            return self.wallet
        side = 1 if self.lots > 0 else -1
        size, contracts = float(terms.contract_size), abs(self.position)
        return self.wallet + pnl(terms.kind, size, side, contracts, self.entry, self.price)

    def _tier(self, contracts: float) -> Tier:
        terms = self.instrument
        size = contracts * float(terms.contract_size)
        coin = size / self.price if terms.inverse else size
        return next(tier for tier in terms.tiers if tier.up_to is None or coin <= tier.up_to)

    def maintenance(self) -> float:
        """Return the position's maintenance margin at the present price."""
        contracts = abs(self.position)
        tier = self._tier(contracts)
        return self.value(contracts) * float(tier.maintenance_rate) - float(tier.deduction)

    def liquidation_price(self) -> float | None:
        """Return the position's liquidation price, None where there is none."""
        terms = self.instrument
        if self.entry is None:
            return None
        contracts = abs(self.position)
        tier = self._tier(contracts)
        return liquidation_price(
            terms.kind,
            float(terms.contract_size),
            1 if self.lots > 0 else -1,
            contracts,
            self.entry,
            self.wallet,
            float(tier.maintenance_rate),
            float(tier.deduction),
        )
