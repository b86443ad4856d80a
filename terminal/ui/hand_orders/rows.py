"""What a hand order would do, before it is sent. Pure.

Position, leverage and liquidation are those after a fill at the mark price, the fee paid.
"""

from decimal import Decimal
from typing import NamedTuple

from terminal.engine.snapshot import LegState, Snapshot
from terminal.model.arithmetic.contracts import exposure_usd, fee, notional, pnl
from terminal.model.arithmetic.liquidation import distance
from terminal.model.arithmetic.margin import effective_leverage
from terminal.model.book import walk
from terminal.model.events import Side
from terminal.model.outputs import Mode, OrderType
from terminal.ui import format as fmt
from terminal.ui.convexity.holding import Holding, after_order, holding_of
from terminal.ui.panel import Focus, leg_of
from terminal.ui.words import QT_TRANSLATE_NOOP, translate


class Draft(NamedTuple):
    """An order as it stands in the form; a market order has no price."""

    contracts: float
    kind: OrderType
    price: float | None
    reduce_only: bool

    @property
    def resting(self) -> bool:
        """True where it may wait in the book."""
        return self.kind in (OrderType.LIMIT, OrderType.POST_ONLY)


class Effect(NamedTuple):
    """What one side of the draft comes to: lines of (name, now, after), and what speaks against."""

    side: Side
    words: str
    lines: tuple[tuple[str, str, str], ...]
    problem: str


class Ticket(NamedTuple):
    """Everything that the form shows for the instrument in focus."""

    focus: Focus | None
    tick_size: Decimal
    lot_size: Decimal
    mark: float | None
    buy: Effect | None
    sell: Effect | None
    problem: str
    caution: str


EMPTY = Ticket(
    None,
    Decimal(1),
    Decimal(1),
    None,
    None,
    None,
    QT_TRANSLATE_NOOP("window", "No instrument is in focus."),
    "",
)


def ticket(snapshot: Snapshot, focus: Focus | None, draft: Draft) -> Ticket:
    """Return what the form shows for `draft`."""
    leg = leg_of(snapshot, focus)
    if leg is None:
        return EMPTY
    listed = leg.instrument
    problem = _problem(snapshot, leg, draft)
    caution = ""
    if snapshot.mode is Mode.AUTO and leg.in_policy:
        caution = translate(
            "window", "Auto is armed: scaling will trade back towards its own target."
        )
    return Ticket(
        focus=focus,
        tick_size=listed.tick_size,
        lot_size=listed.lot_size,
        mark=leg.mark_price,
        buy=None if problem else effect(snapshot, leg, draft, Side.BUY),
        sell=None if problem else effect(snapshot, leg, draft, Side.SELL),
        problem=problem,
        caution=caution,
    )


def effect(snapshot: Snapshot, leg: LegState, draft: Draft, side: Side) -> Effect:
    """Return what `draft` would cost and change on `side`."""
    listed, size = leg.instrument, float(leg.instrument.contract_size)
    price, how, short = _expected_price(leg, draft, side)
    dollars = exposure_usd(listed.kind, size, draft.contracts, price)
    rate = listed.maker_fee if draft.kind is OrderType.POST_ONLY else listed.taker_fee
    cost = fee(listed.kind, size, draft.contracts, price, float(rate))
    lines = [
        (QT_TRANSLATE_NOOP("window", "Value"), "", fmt.usd(dollars, decimals=0)),
        (QT_TRANSLATE_NOOP("window", "Price"), "", fmt.price(price, listed.tick_size)),
        (QT_TRANSLATE_NOOP("window", "Fill"), "", short),
        (QT_TRANSLATE_NOOP("window", "Fee"), "", fmt.money(cost, listed.settle)),
    ]
    holding = holding_of(snapshot, leg)
    if holding is not None:
        after = after_order(holding, side.sign * draft.contracts)
        lines += _changes(leg, holding, after)
    amount = fmt.contracts(draft.contracts, listed.lot_size)
    words = f"{side.value.capitalize()} {amount} {listed.symbol}, {how}"
    return Effect(side, words, tuple(lines), _reduce_problem(leg, draft, side))


def _changes(leg: LegState, holding: Holding, after: Holding) -> list[tuple[str, str, str]]:
    listed = leg.instrument
    return [
        (
            QT_TRANSLATE_NOOP("window", "Position"),
            fmt.contracts(holding.contracts, listed.lot_size, signed=True),
            fmt.contracts(after.contracts, listed.lot_size, signed=True),
        ),
        (
            QT_TRANSLATE_NOOP("window", "Leverage"),
            fmt.leverage(_leverage(holding)),
            fmt.leverage(_leverage(after)),
        ),
        (
            QT_TRANSLATE_NOOP("window", "Liquidation"),
            fmt.price(_liquidation(holding), listed.tick_size),
            fmt.price(_liquidation(after), listed.tick_size),
        ),
        (
            QT_TRANSLATE_NOOP("window", "To liquidation"),
            fmt.percent(_distance(holding), 1),
            fmt.percent(_distance(after), 1),
        ),
    ]


def _problem(snapshot: Snapshot, leg: LegState, draft: Draft) -> str:
    listed = leg.instrument
    if snapshot.kill.latched:
        return translate("window", "The kill switch is latched: reset it first.")
    if snapshot.policy is None:
        return translate("window", "Choose a policy first: its limits hold for hand orders too.")
    if leg.mark_price is None:
        return translate("window", "No mark price is known.")
    if draft.contracts < float(listed.min_contracts):
        least = fmt.contracts(listed.min_contracts, listed.lot_size)
        return translate("window", "Contracts: give {least} or more.").format(least=least)
    if draft.resting and not draft.price:
        return translate("window", "A resting order needs a price.")
    return ""


def _reduce_problem(leg: LegState, draft: Draft, side: Side) -> str:
    if not draft.reduce_only:
        return ""
    held = leg.position_contracts
    if held is None:
        return translate("window", "The position is not known.")
    if not held or (held > 0) == (side is Side.BUY):
        return translate("window", "This would not reduce the position.")
    return ""


def _expected_price(leg: LegState, draft: Draft, side: Side) -> tuple[float, str, str]:
    """Return the price to reckon with, how it comes about in words, and in few words."""
    tick, mark = leg.instrument.tick_size, leg.mark_price or 0.0
    levels = leg.asks if side is Side.BUY else leg.bids
    if draft.price is not None and draft.kind is not OrderType.MARKET:
        limit = fmt.price(draft.price, tick)
        crosses = bool(levels) and (draft.price - levels[0][0]) * side.sign >= 0
        if crosses and draft.kind is OrderType.POST_ONLY:
            return (
                draft.price,
                translate("window", "post only at {limit}, which would cross").format(limit=limit),
                translate("window", "would cross"),
            )
        if crosses:
            return (
                draft.price,
                translate("window", "up to {limit}, the rest waits there").format(limit=limit),
                translate("window", "at once"),
            )
        return draft.price, translate("window", "resting at {limit}").format(limit=limit), "rests"
    met = walk(levels, draft.contracts, buying=side is Side.BUY)
    if met.average_price is None:
        return (
            mark,
            translate("window", "at market; the book is not known"),
            translate("window", "no book"),
        )
    worse = abs(met.average_price / levels[0][0] - 1) * 1e4
    about = translate("window", "at market ≈ {price}").format(
        price=fmt.price(met.average_price, tick)
    )
    if met.filled_contracts < draft.contracts:
        return (
            met.average_price,
            translate("window", "{about}, more than the book shows").format(about=about),
            translate("window", "beyond book"),
        )
    return (
        met.average_price,
        translate("window", "{about}, {worse:.1f} bp").format(about=about, worse=worse),
        translate("window", "{worse:.1f} bp worse").format(worse=worse),
    )


def _leverage(holding: Holding) -> float | None:
    listed = holding.instrument
    value = notional(listed.kind, holding.contract_size, holding.size, holding.mark)
    gained = pnl(
        listed.kind, holding.contract_size, holding.side, holding.size, holding.entry, holding.mark
    )
    return effective_leverage(value, holding.wallet + gained)


def _liquidation(holding: Holding) -> float | None:
    return holding.liquidation_at(holding.mark) if holding.size else None


def _distance(holding: Holding) -> float | None:
    return distance(holding.side, holding.mark, _liquidation(holding))
