"""A desk to try the engine on: events at virtual seconds in, outputs collected."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from terminal.engine.engine import Engine
from terminal.engine.market.leg import Leg
from terminal.model.events import (
    Account,
    AnyEvent,
    BookUpdate,
    Clock,
    Command,
    CommandName,
    Feed,
    FeedChanged,
    FeedState,
    Fill,
    FillType,
    Funding,
    FundingSettled,
    InstrumentListed,
    KillConfirmation,
    Mark,
    OpenOrders,
    OrderReport,
    OrderState,
    PositionReport,
    Side,
)
from terminal.model.instrument import Kind, Tier, TiersIn
from terminal.model.outputs import (
    Alert,
    AnyOutput,
    CancelIntent,
    Decision,
    Freeze,
    OrderIntent,
    OrderQuery,
    Unfreeze,
)
from terminal.model.reasons import Reason

VENUE = "deriv"
SYMBOL = "BTC/USD:BTC"
LINEAR = "BTC/USDT:USDT"
DATED = "BTC/USD:BTC-240628"
SECOND = 1_000_000_000
START = 1_704_067_200 * SECOND
HOUR = 3600.0

Output = TypeVar("Output", bound=AnyOutput)

# Wide enough that only what a test sets can bind.
POLICY: dict[str, object] = {
    "side": "long",
    "target_leverage": 5.0,
    "margin_basis": "wallet",
    "gap_threshold": 1.0,
    "price_collar": 0.02,
    "repeat_limit": 1000,
    "max_messages_per_second": 1000.0,
}
TIERS = (Tier(None, Decimal("0.005"), Decimal(0), Decimal(100)),)


def contract(
    symbol: str = SYMBOL, venue: str = VENUE, *, at: int = START, **changed: Any
) -> InstrumentListed:
    """Return a listing: the inverse $1 contract, or a linear one of 0.001 coin by its symbol."""
    inverse = symbol.split(":")[1].startswith("BTC")
    terms: dict[str, Any] = {
        "kind": Kind.INVERSE if inverse else Kind.LINEAR,
        "contract_size": Decimal(1) if inverse else Decimal("0.001"),
        "tick_size": Decimal("0.5"),
        "lot_size": Decimal(1),
        "min_contracts": Decimal(1),
        "base": "BTC",
        "quote": "USD" if inverse else "USDT",
        "settle": "BTC" if inverse else "USDT",
        "taker_fee": Decimal("0.0005"),
        "tiers": TIERS,
        "tiers_in": TiersIn.COIN,
    }
    return InstrumentListed(at=at, venue=venue, symbol=symbol, **(terms | changed))


class Desk:
    """An engine, a virtual clock in seconds, and everything that the engine said.

    The account it states by itself is `wallet` plus nothing: pass `equity` where that matters.
    """

    def __init__(self, epoch: int = 7) -> None:
        self.engine = Engine(epoch=epoch)
        self.seconds = 0.0
        self.events: list[AnyEvent] = []
        self.said: list[AnyOutput] = []
        self._fills = 0

    # time and events

    @property
    def now(self) -> int:
        return START + round(self.seconds * SECOND)

    def wait(self, seconds: float) -> "Desk":
        """Let time pass without telling the engine."""
        self.seconds += seconds
        return self

    def take(self, event: AnyEvent) -> list[AnyOutput]:
        self.events.append(event)
        outputs = self.engine.step(event)
        self.said.extend(outputs)
        return outputs

    def clock(self, after: float = 0.0) -> list[AnyOutput]:
        self.seconds += after
        return self.take(Clock(at=self.now))

    def listing(self, symbol: str = SYMBOL, venue: str = VENUE, **changed: Any) -> list[AnyOutput]:
        return self.take(contract(symbol, venue, at=self.now, **changed))

    def mark(
        self, price: float, symbol: str = SYMBOL, venue: str = VENUE, after: float = 0.0
    ) -> list[AnyOutput]:
        self.seconds += after
        return self.take(Mark(at=self.now, venue=venue, symbol=symbol, mark_price=price))

    def book(
        self,
        bids: Sequence[tuple[float, float]],
        asks: Sequence[tuple[float, float]],
        symbol: str = SYMBOL,
        venue: str = VENUE,
    ) -> list[AnyOutput]:
        return self.take(
            BookUpdate(at=self.now, venue=venue, symbol=symbol, bids=tuple(bids), asks=tuple(asks))
        )

    def funding(
        self,
        rate: float = 0.0,
        symbol: str = SYMBOL,
        venue: str = VENUE,
        *,
        due_in: float = 4 * HOUR,
        interval_s: float = 8 * HOUR,
    ) -> list[AnyOutput]:
        return self.take(
            Funding(
                at=self.now,
                venue=venue,
                symbol=symbol,
                funding_rate=rate,
                next_funding_at=self.now + round(due_in * SECOND),
                interval_s=interval_s,
            )
        )

    def settled(
        self, rate: float, symbol: str = SYMBOL, venue: str = VENUE, after: float = 0.0
    ) -> list[AnyOutput]:
        self.seconds += after
        return self.take(FundingSettled(at=self.now, venue=venue, symbol=symbol, funding_rate=rate))

    def account(
        self,
        wallet: float,
        position: float | Iterable[PositionReport] = 0.0,
        entry: float | None = None,
        *,
        equity: float | None = None,
        maintenance: float | None = None,
        settle: str = "BTC",
        symbol: str = SYMBOL,
        venue: str = VENUE,
        as_of: int | None = None,
        **report: Any,
    ) -> list[AnyOutput]:
        """State the account; without `equity` it is wallet + the position's PnL at our mark."""
        if isinstance(position, int | float):
            positions: tuple[PositionReport, ...] = ()
            if position:
                positions = (
                    PositionReport(
                        symbol=symbol, contracts=float(position), entry_price=entry, **report
                    ),
                )
        else:
            positions = tuple(position)
        if equity is None:
            equity = wallet + sum(self._pnl(venue, one) for one in positions)
        return self.take(
            Account(
                at=self.now,
                venue=venue,
                settle=settle,
                wallet_balance=wallet,
                equity=equity,
                positions=positions,
                maintenance_margin=maintenance,
                as_of=as_of,
            )
        )

    def _pnl(self, venue: str, report: PositionReport) -> float:
        leg = self.engine._state.legs.get((venue, report.symbol))
        if leg is None:
            return 0.0
        entry, mark = report.entry_price, leg.mark_price
        if entry is None or mark is None or not entry > 0:
            return 0.0
        if leg.instrument.inverse:
            return report.contracts * leg.contract_size * (1 / entry - 1 / mark)
        return report.contracts * leg.contract_size * (mark - entry)

    def report(
        self,
        order: OrderIntent | str,
        state: OrderState,
        filled: float = 0.0,
        price: float | None = None,
        reason: str | None = None,
        symbol: str = SYMBOL,
        venue: str = VENUE,
    ) -> list[AnyOutput]:
        name, venue, symbol = self._named(order, venue, symbol)
        return self.take(
            OrderReport(
                at=self.now,
                venue=venue,
                symbol=symbol,
                client_order_id=name,
                state=state,
                filled_contracts=filled,
                average_price=price,
                reason=reason,
            )
        )

    def fill(
        self,
        order: OrderIntent | str | None,
        contracts: float,
        price: float,
        *,
        fee: float = 0.0,
        fill_id: str | None = None,
        fill_type: FillType = FillType.TRADE,
        side: Side | None = None,
        symbol: str = SYMBOL,
        venue: str = VENUE,
    ) -> list[AnyOutput]:
        name: str | None = None
        if order is not None:
            name, venue, symbol = self._named(order, venue, symbol)
        self._fills += 1
        return self.take(
            Fill(
                at=self.now,
                venue=venue,
                symbol=symbol,
                client_order_id=name,
                contracts=contracts,
                price=price,
                fee=fee,
                fill_id=fill_id or f"f{self._fills}",
                fill_type=fill_type,
                side=side,
            )
        )

    def fill_whole(self, order: OrderIntent, price: float | None = None) -> list[AnyOutput]:
        """Fill all of an order, at the mark where no price is given."""
        mark = self.leg(order.symbol, order.venue).mark_price
        assert mark is not None
        return self.fill(order, float(order.contracts), price if price is not None else mark)

    def open_orders(self, *names: str, symbol: str = SYMBOL, venue: str = VENUE) -> list[AnyOutput]:
        return self.take(
            OpenOrders(at=self.now, venue=venue, symbol=symbol, client_order_ids=names)
        )

    def feed(
        self, feed: Feed, state: FeedState, symbol: str | None = SYMBOL, venue: str = VENUE
    ) -> list[AnyOutput]:
        return self.take(
            FeedChanged(at=self.now, venue=venue, feed=feed, state=state, symbol=symbol)
        )

    def confirm(self, *, confirmed: bool = True, venue: str = VENUE) -> list[AnyOutput]:
        return self.take(KillConfirmation(at=self.now, venue=venue, confirmed=confirmed))

    def command(self, name: CommandName, **arguments: Any) -> list[AnyOutput]:
        return self.take(Command(at=self.now, name=name, **arguments))

    def policy(self, **keys: object) -> list[AnyOutput]:
        return self.command(CommandName.SET_POLICY, policy=POLICY | keys)

    def auto(self) -> list[AnyOutput]:
        return self.command(CommandName.AUTO)

    # what came of it

    def leg(self, symbol: str = SYMBOL, venue: str = VENUE) -> Leg:
        return self.engine._state.legs[venue, symbol]

    @property
    def orders(self) -> list[OrderIntent]:
        """Return every order sent so far."""
        return only(self.said, OrderIntent)

    @property
    def decision(self) -> Decision:
        """Return the latest decision."""
        return only(self.said, Decision)[-1]

    def position(self, symbol: str = SYMBOL, venue: str = VENUE) -> Decimal | None:
        for leg in self.engine.snapshot().legs:
            if (leg.instrument.symbol, leg.instrument.venue) == (symbol, venue):
                return leg.position_contracts
        raise AssertionError(f"no leg {venue} {symbol}")

    def frozen(self, symbol: str = SYMBOL, venue: str = VENUE) -> tuple[Reason, ...]:
        return self.leg(symbol, venue).frozen

    def wallet(self, settle: str = "BTC", venue: str = VENUE) -> float | None:
        return self.engine._state.accounts[venue, settle].wallet_balance

    def _named(self, order: OrderIntent | str, venue: str, symbol: str) -> tuple[str, str, str]:
        if isinstance(order, str):
            return order, venue, symbol
        return order.client_order_id, order.venue, order.symbol


def only(outputs: Iterable[AnyOutput], kind: type[Output]) -> list[Output]:
    return [output for output in outputs if isinstance(output, kind)]


def intents(outputs: Iterable[AnyOutput]) -> list[OrderIntent]:
    return only(outputs, OrderIntent)


def decisions(outputs: Iterable[AnyOutput]) -> list[Decision]:
    return only(outputs, Decision)


def cancels(outputs: Iterable[AnyOutput]) -> list[CancelIntent]:
    return only(outputs, CancelIntent)


def queries(outputs: Iterable[AnyOutput]) -> list[OrderQuery]:
    return only(outputs, OrderQuery)


def alerts(outputs: Iterable[AnyOutput]) -> list[Reason]:
    return [alert.reason for alert in only(outputs, Alert)]


def freezes(outputs: Iterable[AnyOutput]) -> list[Reason]:
    return [freeze.reason for freeze in only(outputs, Freeze)]


def unfreezes(outputs: Iterable[AnyOutput]) -> list[Reason]:
    return [unfreeze.reason for unfreeze in only(outputs, Unfreeze)]


def ready(
    *,
    wallet: float = 2.0,
    position: float = 0.0,
    entry: float | None = None,
    mark: float = 60_000.0,
    rate: float = 0.0,
    auto: bool = True,
    terms: dict[str, Any] | None = None,
    symbol: str = SYMBOL,
    settle: str = "BTC",
    **policy: object,
) -> Desk:
    """Return a desk whose feeds have all spoken, in auto unless told otherwise."""
    desk = Desk()
    desk.listing(symbol, **(terms or {}))
    desk.mark(mark, symbol)
    desk.funding(rate, symbol)
    desk.account(wallet, position, entry or mark, settle=settle, symbol=symbol)
    desk.policy(**policy)
    if auto:
        desk.auto()
    return desk


def keep_alive(
    desk: Desk,
    seconds: float,
    price: float,
    wallet: float,
    position: float = 0.0,
    entry: float | None = None,
    *,
    rate: float = 0.0,
    step: float = 1.0,
) -> list[AnyOutput]:
    """Let `seconds` pass with fresh mark, funding and account all the while."""
    said: list[AnyOutput] = []
    for _ in range(round(seconds / step)):
        said.extend(desk.mark(price, after=step))
        said.extend(desk.funding(rate))
        said.extend(desk.account(wallet, position, entry))
    return said
