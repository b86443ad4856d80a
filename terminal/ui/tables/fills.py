"""The table of fills and funding payments, newest first. Pure."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

import msgspec

from terminal.engine.snapshot import Snapshot
from terminal.model.events import Fill, FillType, FundingSettled, Side
from terminal.model.instrument import Instrument
from terminal.ui import format as show
from terminal.ui.desk import Pushed
from terminal.ui.tables.column import Column, Kind
from terminal.ui.tables.shapes import order_side, side_tone, signed_tone
from terminal.ui.words import QT_TRANSLATE_NOOP, translated

_TYPE_TONES = {"trade": "text", "funding": "target", "liquidation": "alarm", "adl": "alarm"}


class FillRow(msgspec.Struct, frozen=True, gc=False):
    """One execution or funding payment. Figures that it does not have are None.

    `cash` is what it did to the balance beside PnL, in settlement currency: the fee (negative
    when paid) or the funding payment (negative when paid).
    """

    number: int
    at: int
    venue: str
    symbol: str
    type: str
    side: Side | None
    contracts: float | None
    price: float | None
    rate: float | None
    cash: float | None
    fill_id: str
    client_order_id: str | None
    instrument: Instrument | None

    @property
    def key(self) -> int:
        """What makes the row the same one later."""
        return self.number

    @property
    def exposure_coin(self) -> float | None:
        """Return what was traded in the base coin, at the fill's price."""
        if self.instrument is None or self.contracts is None or not self.price:
            return None
        value = self.contracts * float(self.instrument.contract_size)
        return value / self.price if self.instrument.inverse else value


def fill_rows(
    pushed: Iterable[Pushed], snapshot: Snapshot, sides: Mapping[str, Side], first: int
) -> list[FillRow]:
    """Return what of `pushed` belongs into the table, oldest first, numbered from `first`.

    `sides` gives the side of our own orders, by client order id, for fills that do not say.
    """
    listed = {
        (leg.instrument.venue, leg.instrument.symbol): leg.instrument for leg in snapshot.legs
    }
    rows: list[FillRow] = []
    for event in pushed:
        number = first + len(rows)
        if isinstance(event, Fill):
            rows.append(_of_fill(number, event, listed, sides))
        elif isinstance(event, FundingSettled) and event.amount is not None:
            rows.append(_of_payment(number, event, listed))
    return rows


def _of_fill(
    number: int,
    fill: Fill,
    listed: Mapping[tuple[str, str], Instrument],
    sides: Mapping[str, Side],
) -> FillRow:
    side = fill.side or sides.get(fill.client_order_id or "")
    return FillRow(
        number=number,
        at=fill.at,
        venue=fill.venue,
        symbol=fill.symbol,
        type=fill.fill_type.value,
        side=None if fill.fill_type is FillType.FUNDING else side,
        contracts=fill.contracts,
        price=fill.price,
        rate=None,
        cash=-fill.fee,
        fill_id=fill.fill_id,
        client_order_id=fill.client_order_id,
        instrument=listed.get((fill.venue, fill.symbol)),
    )


def _of_payment(
    number: int, payment: FundingSettled, listed: Mapping[tuple[str, str], Instrument]
) -> FillRow:
    return FillRow(
        number=number,
        at=payment.at,
        venue=payment.venue,
        symbol=payment.symbol,
        type=FillType.FUNDING.value,
        side=None,
        contracts=None,
        price=None,
        rate=payment.funding_rate,
        cash=payment.amount,
        fill_id="",
        client_order_id=None,
        instrument=listed.get((payment.venue, payment.symbol)),
    )


def _lots(row: FillRow) -> str:
    if row.contracts is None:
        return ""
    lot = row.instrument.lot_size if row.instrument else None
    return show.contracts(row.contracts, lot) if lot else f"{row.contracts:,}"


def _price(row: FillRow) -> str:
    if row.price is None:
        return ""
    tick: Decimal | None = row.instrument.tick_size if row.instrument else None
    return show.price(row.price, tick) if tick else f"{row.price:,}"


def _coin(row: FillRow) -> str:
    if row.contracts is None:
        return ""
    return show.coin(row.exposure_coin, row.instrument.base if row.instrument else "")


def _cash(row: FillRow) -> str:
    return show.money(row.cash, row.instrument.settle if row.instrument else "", signed=True)


def _side(row: FillRow) -> str:
    return "" if row.contracts is None else translated(order_side(row.side))


COLUMNS: tuple[Column[FillRow], ...] = (
    Column(
        QT_TRANSLATE_NOOP("window", "Time"),
        lambda r: r.at,
        lambda r: show.clock_time(r.at),
        8,
        Kind.TIME,
        lambda _: "text_secondary",
        QT_TRANSLATE_NOOP("window", "When it happened"),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Symbol"), lambda r: r.symbol, lambda r: r.symbol, 15, Kind.TEXT
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Type"),
        lambda r: r.type,
        lambda r: r.type,
        9,
        Kind.TEXT,
        lambda r: _TYPE_TONES.get(r.type, "warning"),
        QT_TRANSLATE_NOOP(
            "window",
            "Only a trade is an order of ours; funding, liquidation and ADL are the venue's doing",
        ),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Side"),
        _side,
        _side,
        6,
        Kind.TEXT,
        lambda r: side_tone(order_side(r.side)),
    ),
    Column(QT_TRANSLATE_NOOP("window", "Contracts"), lambda r: r.contracts, _lots, 10),
    Column(
        QT_TRANSLATE_NOOP("window", "Price"),
        lambda r: r.price,
        _price,
        10,
        help=QT_TRANSLATE_NOOP("window", "USD per coin"),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Coin"),
        lambda r: r.exposure_coin,
        _coin,
        14,
        help=QT_TRANSLATE_NOOP("window", "Amount in the base coin"),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Rate"),
        lambda r: r.rate,
        lambda r: "" if r.rate is None else show.rate(r.rate),
        9,
        help=QT_TRANSLATE_NOOP("window", "Funding rate of the interval that was settled"),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Fee / funding"),
        lambda r: r.cash,
        _cash,
        17,
        tone=lambda r: signed_tone(r.cash),
        help=QT_TRANSLATE_NOOP(
            "window", "What it did to the balance, in settlement currency: negative is paid"
        ),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Venue"),
        lambda r: r.venue,
        lambda r: r.venue,
        7,
        Kind.TEXT,
        lambda _: "text_secondary",
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Order id"),
        lambda r: r.client_order_id,
        lambda r: r.client_order_id or "",
        16,
        Kind.TEXT,
        lambda _: "text_faint",
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Fill id"),
        lambda r: r.fill_id,
        lambda r: r.fill_id,
        16,
        Kind.TEXT,
        lambda _: "text_faint",
        QT_TRANSLATE_NOOP("window", "The venue's own id of the execution"),
    ),
)
