"""Events as a session file has them, for one inverse contract on one venue."""

from decimal import Decimal
from typing import Any

from terminal.model.events import (
    Account,
    BookUpdate,
    Fill,
    FillType,
    Funding,
    FundingSettled,
    InstrumentListed,
    Mark,
    PositionReport,
    Side,
    listed,
)
from terminal.model.instrument import Instrument, Kind, Tier, TiersIn
from terminal.model.outputs import OrderIntent, OrderType, Purpose
from tests.virtual_clock import SECOND

START = 1_700_000_000 * SECOND
SYMBOL = "BTC/USD:BTC"
WHERE: dict[str, Any] = {"venue": "recorded", "symbol": SYMBOL}


def at(seconds: float) -> int:
    return START + round(seconds * SECOND)


def contract(**changes: Any) -> Instrument:
    terms: dict[str, Any] = {
        **WHERE,
        "kind": Kind.INVERSE,
        "contract_size": Decimal(1),
        "tick_size": Decimal("0.5"),
        "lot_size": Decimal(1),
        "min_contracts": Decimal(1),
        "base": "BTC",
        "quote": "USD",
        "settle": "BTC",
        "taker_fee": Decimal("0.0005"),
        "tiers": (Tier(None, Decimal("0.005"), Decimal(0), Decimal(100)),),
        "tiers_in": TiersIn.COIN,
    }
    return Instrument(**{**terms, **changes})


def instrument(seconds: float = 0, **changes: Any) -> InstrumentListed:
    return listed(at(seconds), contract(**changes))


def mark(seconds: float, price: float) -> Mark:
    return Mark(at=at(seconds), **WHERE, mark_price=price)


def book(seconds: float, bid: float, ask: float, depth: float = 1e6) -> BookUpdate:
    return BookUpdate(at=at(seconds), **WHERE, bids=((bid, depth),), asks=((ask, depth),))


def funding(seconds: float, rate: float, next_s: float, interval_s: float = 28_800.0) -> Funding:
    return Funding(
        at=at(seconds),
        **WHERE,
        funding_rate=rate,
        next_funding_at=at(next_s),
        interval_s=interval_s,
    )


def settled(seconds: float, rate: float, amount: float | None = None) -> FundingSettled:
    return FundingSettled(at=at(seconds), **WHERE, funding_rate=rate, amount=amount)


def account(
    seconds: float,
    wallet: float,
    contracts: float = 0.0,
    entry: float = 60_000.0,
    leverage: float | None = None,
) -> Account:
    held = PositionReport(symbol=SYMBOL, contracts=contracts, entry_price=entry, leverage=leverage)
    return Account(
        at=at(seconds),
        venue="recorded",
        settle="BTC",
        wallet_balance=wallet,
        equity=wallet,
        positions=(held,) if contracts else (),
    )


def fill(seconds: float, side: Side | None, contracts: float, price: float, fee: float) -> Fill:
    return Fill(
        at=at(seconds),
        **WHERE,
        client_order_id="theirs",
        contracts=contracts,
        price=price,
        fee=fee,
        fill_id=str(seconds),
        fill_type=FillType.TRADE,
        side=side,
    )


def intent(
    seconds: float,
    side: Side,
    contracts: float,
    kind: OrderType = OrderType.MARKET,
    price: float | None = None,
    *,
    reduce_only: bool = False,
    name: str = "ours",
) -> OrderIntent:
    return OrderIntent(
        at=at(seconds),
        client_order_id=name,
        decision_id=1,
        **WHERE,
        side=side,
        contracts=Decimal(str(contracts)),
        reduce_only=reduce_only,
        type=kind,
        limit_price=None if price is None else Decimal(str(price)),
        purpose=Purpose.SCALE,
    )
