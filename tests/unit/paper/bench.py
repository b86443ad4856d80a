"""A workbench: contracts, an exchange with a market, and short ways to trade on it."""

from decimal import Decimal

from terminal.model.book import Levels
from terminal.model.events import OrderState, Side
from terminal.model.instrument import Instrument, Kind, Tier, TiersIn
from terminal.model.outputs import OrderType
from terminal.venues.paper.exchange import SimulatedExchange
from terminal.venues.paper.orders import (
    AccountState,
    Filled,
    Order,
    OrderChanged,
    OrderRequest,
    Refusal,
    Reports,
)

INVERSE = "BTC/USD:BTC"
LINEAR = "BTC/USDT:USDT"


def inverse(**changes: object) -> Instrument:
    """Return a $1 inverse contract with two tiers."""
    terms: dict[str, object] = {
        "venue": "paper",
        "symbol": INVERSE,
        "kind": Kind.INVERSE,
        "contract_size": Decimal(1),
        "tick_size": Decimal("0.5"),
        "lot_size": Decimal(1),
        "min_contracts": Decimal(1),
        "base": "BTC",
        "quote": "USD",
        "settle": "BTC",
        "taker_fee": Decimal("0.0005"),
        "maker_fee": Decimal("0.0001"),
        "tiers": (
            Tier(Decimal(10), Decimal("0.005"), Decimal(0), Decimal(100)),
            Tier(None, Decimal("0.01"), Decimal("0.05"), Decimal(50)),
        ),
        "tiers_in": TiersIn.COIN,
    }
    return Instrument(**{**terms, **changes})  # type: ignore[arg-type]


def linear(**changes: object) -> Instrument:
    """Return a linear contract of 0.001 BTC in lots of 0.1 contracts."""
    terms: dict[str, object] = {
        "symbol": LINEAR,
        "kind": Kind.LINEAR,
        "contract_size": Decimal("0.001"),
        "tick_size": Decimal("0.1"),
        "lot_size": Decimal("0.1"),
        "min_contracts": Decimal("0.5"),
        "quote": "USDT",
        "settle": "USDT",
        "tiers": (Tier(None, Decimal("0.004"), Decimal(0), Decimal(100)),),
    }
    return inverse(**{**terms, **changes})


class Bench:
    """An exchange with one quiet market a contract, driven a second at a time."""

    def __init__(
        self, *instruments: Instrument, wallet: float = 2.0, mark: float = 60_000.0
    ) -> None:
        listed = instruments or (inverse(),)
        self.at = 1_000
        self.exchange = SimulatedExchange(listed, {one.settle: wallet for one in listed})
        self.symbol = listed[0].symbol
        self.last: Reports = ()
        for one in listed:
            self.mark(mark, one.symbol)
            self.book([(mark - 1, 1e6)], [(mark + 1, 1e6)], one.symbol)

    def mark(self, price: float, symbol: str = "", last_price: float | None = None) -> Reports:
        """Move the mark price."""
        self.at += 1_000
        where = symbol or self.symbol
        self.last = self.exchange.set_mark(where, price, self.at, last_price=last_price)
        return self.last

    def book(
        self, bids: list[tuple[float, float]], asks: list[tuple[float, float]], symbol: str = ""
    ) -> Reports:
        """Replace the visible book."""
        self.at += 1_000
        levels: tuple[Levels, Levels] = (tuple(bids), tuple(asks))
        self.last = self.exchange.set_book(symbol or self.symbol, *levels, self.at)
        return self.last

    def place(
        self,
        side: Side,
        contracts: str | int,
        kind: OrderType = OrderType.MARKET,
        price: str | float | None = None,
        *,
        reduce_only: bool = False,
        client_order_id: str | None = None,
        symbol: str = "",
    ) -> Order:
        """Place an order and return it as it stands afterwards."""
        self.at += 1_000
        request = OrderRequest(
            symbol=symbol or self.symbol,
            side=side,
            type=kind,
            contracts=Decimal(contracts),
            limit_price=None if price is None else Decimal(str(price)),
            reduce_only=reduce_only,
            client_order_id=client_order_id,
        )
        self.last = self.exchange.place(request, self.at)
        placed = next(r.order for r in self.last if isinstance(r, OrderChanged))
        return self.order(placed.order_id)

    def buy(self, contracts: str | int, price: str | float | None = None) -> Order:
        """Buy at market, or rest at a limit."""
        return self.place(Side.BUY, contracts, *_kind(price))

    def sell(self, contracts: str | int, price: str | float | None = None) -> Order:
        """Sell at market, or rest at a limit."""
        return self.place(Side.SELL, contracts, *_kind(price))

    def order(self, order_id: str) -> Order:
        """Return an order as it stands."""
        order = self.exchange.order(order_id=order_id)
        assert order is not None
        return order

    def refused(
        self,
        side: Side,
        contracts: str | int,
        kind: OrderType = OrderType.MARKET,
        price: str | float | None = None,
        *,
        reduce_only: bool = False,
        symbol: str = "",
    ) -> Refusal | None:
        """Place an order and return why it was rejected, None where it was not."""
        order = self.place(side, contracts, kind, price, reduce_only=reduce_only, symbol=symbol)
        return order.reason if order.state is OrderState.REJECTED else None

    def fills(self) -> list[Filled]:
        """Return the fills of the last call."""
        return [report for report in self.last if isinstance(report, Filled)]

    def position(self, symbol: str = "") -> Decimal:
        """Return the signed contracts held."""
        return self.exchange.position(symbol or self.symbol).contracts

    def account(self, symbol: str = "") -> AccountState:
        """Return the account behind a symbol."""
        instrument = self.exchange.instrument(symbol or self.symbol)
        assert instrument is not None
        return self.exchange.account(instrument.settle)


def _kind(price: str | float | None) -> tuple[OrderType, str | float | None]:
    return (OrderType.MARKET if price is None else OrderType.LIMIT), price
