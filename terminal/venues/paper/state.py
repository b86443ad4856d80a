"""What the simulated exchange keeps between calls, and what it gathers during one."""

from terminal.model.events import Side
from terminal.venues.paper.margin import Ledger
from terminal.venues.paper.matching import Market, WorkingOrder
from terminal.venues.paper.orders import Order, OrderChanged, Report
from terminal.venues.paper.registry import OrderRegistry


class Batch:
    """The reports of one call, and the accounts that it changed."""

    __slots__ = ("accounts", "at", "reports")

    def __init__(self, at: int) -> None:
        self.at = at
        self.reports: list[Report] = []
        self.accounts: dict[str, None] = {}  # a set that keeps its order


class ExchangeState:
    """Markets, money and orders, with the counters that number orders and fills from 1."""

    def __init__(self, remembered_orders: int, *, trade_at_mark_without_book: bool) -> None:
        self.ledger = Ledger()
        self.orders = OrderRegistry(remembered_orders)
        self.trade_at_mark = trade_at_mark_without_book
        self.orders_numbered = 0
        self.fills_numbered = 0

    @property
    def markets(self) -> dict[str, Market]:
        """Return every listed market by its symbol."""
        return self.ledger.markets

    def settle_of(self, symbol: str) -> str:
        """Return the currency that a symbol settles in."""
        return self.ledger.markets[symbol].instrument.settle

    def value(self, order: WorkingOrder) -> Order:
        """Return an order as it stands."""
        return order.value(self.markets[order.request.symbol].lots)

    def report(self, batch: Batch, order: WorkingOrder) -> None:
        """Stamp an order with the time of its change and report it."""
        order.updated_at = batch.at
        batch.reports.append(OrderChanged(batch.at, self.value(order)))

    def reducible(self, order: WorkingOrder) -> int:
        """Return the lots that an order could take off its symbol's position."""
        lots = self.ledger.positions[order.request.symbol].lots
        return max(0, -lots * order.request.side.sign)


def opposite(side: Side) -> Side:
    """Return the other side."""
    return Side.SELL if side is Side.BUY else Side.BUY
