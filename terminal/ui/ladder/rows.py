"""What the price ladder shows, from a snapshot. Pure; prices are whole groups of ticks here."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from enum import StrEnum
from math import ceil, floor, log10
from typing import NamedTuple

from terminal.engine.snapshot import LegState, OrderStateRow
from terminal.model.book import Levels, walk
from terminal.model.events import Side
from terminal.model.outputs import Action, Decision
from terminal.ui import format as fmt
from terminal.ui.trade_notes import LastTrade
from terminal.ui.words import QT_TRANSLATE_NOOP, translate

# A float price divided by its tick misses the whole number by rounding only.
_ROUNDING = 1e-6
_OWN_CHARACTERS = 6


class Marker(StrEnum):
    """A price worth knowing, by the tag that stands beside it."""

    MARK = QT_TRANSLATE_NOOP("window", "MARK")
    INDEX = QT_TRANSLATE_NOOP("window", "INDEX")
    LAST = QT_TRANSLATE_NOOP("window", "LAST")
    ENTRY = QT_TRANSLATE_NOOP("window", "ENTRY")
    LIQUIDATION = QT_TRANSLATE_NOOP("window", "LIQ")


class LadderRow(NamedTuple):
    """One price. Contracts as text, bars as shares of the widest, `eaten` as a share too.

    `number` is the price in whole groups of ticks. `total` is what stands between the best price
    and this one on its side of the book, and `total_bar` its share of all that is in sight.
    `traded` is the last trade's size where it was here, and `traded_side` which side its taker
    took: +1 bought, −1 sold, 0 where nobody said.
    """

    number: int
    price: str
    side: int  # +1 bid side, −1 ask side, 0 inside the spread
    bid: str
    bid_bar: float
    ask: str
    ask_bar: float
    eaten: float
    own_bid: str
    own_ask: str
    markers: tuple[Marker, ...]
    total: str = ""
    total_bar: float = 0.0
    traded: str = ""
    traded_side: int = 0


class Ladder(NamedTuple):
    """The visible part of the ladder, highest price first, and what is said about it.

    `trades` is what is to be said of the public trades: nothing while they come.
    """

    rows: tuple[LadderRow, ...]
    spread: str
    next_order: str
    stale: bool
    age: str
    trades: str = ""


EMPTY = Ladder((), fmt.UNKNOWN, "", stale=False, age=fmt.UNKNOWN)


class Grouping(NamedTuple):
    """How prices become rows: `step` USD each, `decimals` shown."""

    step: float
    decimals: int

    def down(self, price: float) -> int:
        """Return the row at or below a price: where a bid is counted."""
        return floor(price / self.step + _ROUNDING)

    def up(self, price: float) -> int:
        """Return the row at or above a price: where an ask is counted."""
        return ceil(price / self.step - _ROUNDING)

    def text(self, row: int) -> str:
        """Return a row's price with exactly its decimals."""
        return fmt.number(row * self.step, self.decimals)


def grouping(tick_size: Decimal, ticks: int) -> Grouping:
    """Return rows of `ticks` ticks each."""
    step = tick_size * ticks
    exponent = step.normalize().as_tuple().exponent
    return Grouping(float(step), max(0, -exponent) if isinstance(exponent, int) else 0)


def centre_row(leg: LegState, group: Grouping) -> int | None:
    """Return the row in the middle of the market: between the best prices, else at the mark."""
    if leg.bids and leg.asks:
        return round((leg.bids[0][0] + leg.asks[0][0]) / 2 / group.step)
    return round(leg.mark_price / group.step) if leg.mark_price else None


def ladder_rows(
    leg: LegState,
    orders: Iterable[OrderStateRow],
    group: Grouping,
    *,
    top: int,
    count: int,
    stale: bool,
    last: LastTrade | None = None,
    trades: str = "",
) -> Ladder:
    """Return `count` rows downwards from row `top`; an order's size has the lot's decimals.

    `last` is the last public trade, where those are told: else the venue's last price stands in.
    """
    bids, asks = _grouped(leg.bids, group.down), _grouped(leg.asks, group.up)
    best_bid = group.down(leg.bids[0][0]) if leg.bids else None
    best_ask = group.up(leg.asks[0][0]) if leg.asks else None
    eaten = eaten_rows(leg, group)
    own_bids, own_asks = _own(leg, orders, group)
    markers = _markers(leg, group, leg.last_price if last is None else last.price)
    traded_row = None if last is None else round(last.price / group.step)
    visible = range(top, top - count, -1)
    totals = {**_totals(asks, up=True), **_totals(bids, up=False)}
    deepest = max((totals.get(r, 0.0) for r in visible), default=0.0) or 1.0
    widest = max((max(bids.get(r, 0.0), asks.get(r, 0.0)) for r in visible), default=0.0) or 1.0
    lot = leg.instrument.lot_size
    rows = []
    for row in visible:
        bid, ask = bids.get(row, 0.0), asks.get(row, 0.0)
        traded = last if row == traded_row else None
        side = 0
        if best_bid is not None and row <= best_bid:
            side = 1
        elif best_ask is not None and row >= best_ask:
            side = -1
        rows.append(
            LadderRow(
                number=row,
                price=group.text(row),
                side=side,
                bid=_size(bid, lot),
                bid_bar=bid / widest,
                ask=_size(ask, lot),
                ask_bar=ask / widest,
                eaten=eaten.get(row, 0.0) / widest,
                own_bid=_own_size(own_bids.get(row, 0.0), lot),
                own_ask=_own_size(own_asks.get(row, 0.0), lot),
                markers=markers.get(row, ()),
                total=_size(totals.get(row, 0.0), lot),
                total_bar=totals.get(row, 0.0) / deepest,
                traded="" if traded is None else _traded(traded, lot),
                traded_side=0 if traded is None else traded.side,
            )
        )
    return Ladder(tuple(rows), spread(leg), next_order(leg), stale, fmt.age(leg.book_age_s), trades)


def spread(leg: LegState) -> str:
    """Return the spread in price and in basis points of the mid price."""
    if not (leg.bids and leg.asks):
        return fmt.UNKNOWN
    bid, ask = leg.bids[0][0], leg.asks[0][0]
    points = fmt.number((ask - bid) / ((ask + bid) / 2) * 1e4, 1)
    return translate("window", "{price}  ·  {points} bp").format(
        price=fmt.price(ask - bid, leg.instrument.tick_size), points=points
    )


def eaten_rows(leg: LegState, group: Grouping) -> dict[int, float]:
    """Return what the staged order would take from the book, in contracts by row."""
    decision = leg.decision
    remaining = _staged(decision)
    if decision is None or not remaining:
        return {}
    buying = remaining > 0
    remaining = abs(remaining)
    eaten: dict[int, float] = {}
    row_of = group.up if buying else group.down
    for price, contracts in leg.asks if buying else leg.bids:
        taken = min(contracts, remaining)
        row = row_of(price)
        eaten[row] = eaten.get(row, 0.0) + taken
        remaining -= taken
        if remaining <= 0:
            break
    return eaten


def next_order(leg: LegState) -> str:
    """Return in words what the staged order would do to the book; empty when none is staged."""
    contracts = _staged(leg.decision)
    if not contracts:
        return ""
    buying = contracts > 0
    levels = leg.asks if buying else leg.bids
    met = walk(levels, abs(contracts), buying=buying)
    name = translate("window", "Buy") if buying else translate("window", "Sell")
    size = fmt.contracts(abs(contracts), leg.instrument.lot_size)
    if met.average_price is None or not levels:
        return f"{name} {size}"
    slip = abs(met.average_price / levels[0][0] - 1) * 1e4
    if met.filled_contracts < abs(contracts):
        return translate("window", "{name} {size}: beyond the visible book").format(
            name=name, size=size
        )
    return translate("window", "{name} {size}: {number} bp from best").format(
        name=name, size=size, number=fmt.number(slip, 1)
    )


def _staged(decision: Decision | None) -> float:
    if decision is None or decision.action not in (Action.RECOMMEND, Action.ORDER):
        return 0.0
    return float(decision.order_contracts or 0)


def _grouped(levels: Levels, row_of: Callable[[float], int]) -> dict[int, float]:
    sums: dict[int, float] = {}
    for price, contracts in levels:
        row = row_of(price)
        sums[row] = sums.get(row, 0.0) + contracts
    return sums


def _totals(sizes: dict[int, float], *, up: bool) -> dict[int, float]:
    """Return the running sum from the best price outwards, by row."""
    totals, total = {}, 0.0
    for row in sorted(sizes, reverse=not up):
        total += sizes[row]
        totals[row] = total
    return totals


def _own(
    leg: LegState, orders: Iterable[OrderStateRow], group: Grouping
) -> tuple[dict[int, float], dict[int, float]]:
    bids: dict[int, float] = {}
    asks: dict[int, float] = {}
    listed = leg.instrument
    for order in orders:
        if order.state.terminal or order.limit_price is None:
            continue
        if order.symbol != listed.symbol or order.venue != listed.venue:
            continue
        buying = order.side is Side.BUY
        row = (group.down if buying else group.up)(float(order.limit_price))
        own = bids if buying else asks
        own[row] = own.get(row, 0.0) + float(order.contracts - order.filled_contracts)
    return bids, asks


def _markers(
    leg: LegState, group: Grouping, last_price: float | None
) -> dict[int, tuple[Marker, ...]]:
    markers: dict[int, tuple[Marker, ...]] = {}
    held = bool(leg.position_contracts)
    for marker, price in (
        (Marker.MARK, leg.mark_price),
        (Marker.LAST, last_price),
        (Marker.INDEX, leg.index_price),
        (Marker.ENTRY, leg.entry_price if held else None),
        (Marker.LIQUIDATION, leg.liquidation_price if held else None),
    ):
        if price is not None and price > 0:
            row = round(price / group.step)
            markers[row] = (*markers.get(row, ()), marker)
    return markers


def _size(contracts: float, lot: Decimal) -> str:
    """Return a size: exact up to six figures, shortened beyond, nothing for nothing."""
    if contracts <= 0:
        return ""
    if contracts >= 1_000_000 or (contracts >= 100_000 and log10(float(lot)) < 0):
        return fmt.compact(contracts)
    return fmt.contracts(contracts, lot)


def _traded(last: LastTrade, lot: Decimal) -> str:
    """Return a trade's size with the way that its taker went: the shape says it without colour."""
    return f"{'▲' if last.side > 0 else '▼'} {_size(last.contracts, lot)}"


def _own_size(contracts: float, lot: Decimal) -> str:
    """Return an own order's size: exact where the little room allows it; the table is exact."""
    if contracts <= 0:
        return ""
    text = fmt.contracts(contracts, lot)
    return text if len(text) <= _OWN_CHARACTERS else fmt.compact(contracts)
