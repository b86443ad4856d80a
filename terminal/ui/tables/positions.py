"""The table of positions: one row for each instrument, flat ones included. Pure."""

from decimal import Decimal

import msgspec

from terminal.engine.snapshot import LegState, Snapshot
from terminal.model.instrument import Instrument
from terminal.ui import format as show
from terminal.ui.tables.column import Column, Kind
from terminal.ui.tables.shapes import position_side, side_tone, signed_tone
from terminal.ui.words import QT_TRANSLATE_NOOP, translate, translated

# The distance to liquidation is a share of price; below these it is worth a colour.
_NEAR = 0.10
_VERY_NEAR = 0.05


class PositionRow(msgspec.Struct, frozen=True, gc=False):
    """One position. PnL in both currencies; None is unknown.

    `difference` is what remains to trade: target − (position + in flight), in contracts.
    `basis` is mark over index − 1, `expires_s` the time left in whole minutes, None for a
    perpetual.
    """

    instrument: Instrument
    contracts: Decimal | None
    exposure_coin: float | None
    exposure_usd: float | None
    entry_price: float | None
    mark_price: float | None
    pnl_coin: float | None
    pnl_usd: float | None
    liquidation_price: float | None
    venue_liquidation_price: float | None
    liquidation_distance: float | None
    target: Decimal | None
    difference: Decimal | None
    basis: float | None = None
    expires_s: float | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What makes the row the same one later: venue and symbol."""
        return self.instrument.venue, self.instrument.symbol


def position_rows(snapshot: Snapshot) -> list[PositionRow]:
    """Return one row for each leg, those with a position first."""
    rows = [_row(leg, snapshot.at) for leg in snapshot.legs]
    return sorted(rows, key=lambda row: not row.contracts)


def _row(leg: LegState, at: int) -> PositionRow:
    pnl, mark = leg.unrealized_pnl, leg.mark_price
    in_settlement = None if pnl is None or not mark else (pnl, pnl * mark, pnl / mark)
    pnl_coin = pnl_usd = None
    if in_settlement is not None:
        plain, times_mark, by_mark = in_settlement
        inverse = leg.instrument.inverse
        pnl_coin, pnl_usd = (plain, times_mark) if inverse else (by_mark, plain)
    held, target = leg.position_contracts, leg.target_contracts
    difference = None
    if held is not None and target is not None:
        difference = target - held - leg.in_flight_contracts
    return PositionRow(
        instrument=leg.instrument,
        contracts=held,
        exposure_coin=leg.exposure_coin,
        exposure_usd=leg.exposure_usd,
        entry_price=leg.entry_price if held else None,
        mark_price=mark,
        pnl_coin=pnl_coin,
        pnl_usd=pnl_usd,
        liquidation_price=leg.liquidation_price,
        venue_liquidation_price=leg.venue_liquidation_price,
        liquidation_distance=leg.liquidation_distance,
        target=target,
        difference=difference,
        basis=basis_of(leg),
        expires_s=time_left(leg, at),
    )


def basis_of(leg: LegState) -> float | None:
    """Return mark over index − 1 to a thousandth of a percent; None where either is unknown."""
    if not leg.mark_price or not leg.index_price:
        return None
    return round(leg.mark_price / leg.index_price - 1, 5)


def time_left(leg: LegState, at: int) -> float | None:
    """Return the seconds to expiry in whole minutes, 0 once it has passed; None for a perpetual."""
    expiry = leg.instrument.expiry
    return None if expiry is None else max(0.0, (expiry - at) // 60_000_000_000 * 60.0)


def _expiry_text(row: PositionRow) -> str:
    if row.instrument.perpetual:
        return translate("window", "perp")
    return show.duration(row.expires_s) if row.expires_s else translate("window", "expired")


def _price(row: PositionRow, value: float | None) -> str:
    return show.price(value, row.instrument.tick_size)


def _lots(row: PositionRow, value: Decimal | None) -> str:
    return show.contracts(value, row.instrument.lot_size, signed=True)


def _usd(value: float | None, *, signed: bool = False) -> str:
    """Return USD to the cent, large amounts in whole dollars; copies have every digit."""
    whole = value is not None and abs(value) >= 10_000
    return show.usd(value, decimals=0 if whole else 2, signed=signed)


def _coin(value: float | None, *, signed: bool = False) -> str:
    """Return coin with as many digits as are read at a glance; copies have every digit."""
    if value is None:
        return show.UNKNOWN
    size = abs(value)
    decimals = (
        6 if size < 0.001 else 5 if size < 10 else 4 if size < 1_000 else 2 if size < 10_000 else 0
    )
    return show.number(value, decimals, signed=signed)


def _zero(row: PositionRow, text: str) -> str:
    # A flat position has neither exposure nor PnL: rows of zeros would hide those that have.
    return "0" if row.contracts == 0 and text != show.UNKNOWN else text


def _quiet(row: PositionRow) -> str:
    return "text" if row.contracts else "text_faint"


def distance_tone(distance: float | None) -> str:
    """Return the colour's role for a distance to liquidation."""
    if distance is None:
        return "text_secondary"
    return "alarm" if distance < _VERY_NEAR else "warning" if distance < _NEAR else "text"


def difference_tone(share: float | None, tolerance: float = 0.01) -> str:
    """Return the colour's role for two liquidation prices' difference, a share of the price."""
    if share is None:
        return "text_secondary"
    return "alarm" if abs(share) > tolerance else "text"


COLUMNS: tuple[Column[PositionRow], ...] = (
    Column(
        QT_TRANSLATE_NOOP("window", "Symbol"),
        lambda r: r.instrument.symbol,
        lambda r: r.instrument.symbol,
        14,
        Kind.TEXT,
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Side"),
        lambda r: position_side(r.contracts).split()[-1],
        lambda r: translated(position_side(r.contracts)),
        6,
        Kind.TEXT,
        lambda r: side_tone(position_side(r.contracts)),
        QT_TRANSLATE_NOOP("window", "Direction of the position, by shape and word"),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Contracts"),
        lambda r: r.contracts,
        lambda r: _lots(r, r.contracts),
        9,
        help=QT_TRANSLATE_NOOP("window", "Contracts held: positive is long, negative is short"),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Target"),
        lambda r: r.target,
        lambda r: _lots(r, r.target),
        9,
        tone=lambda r: "target" if r.target else "text_secondary",
        help=QT_TRANSLATE_NOOP("window", "What the sizing engine aims at, in contracts"),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Difference"),
        lambda r: r.difference,
        lambda r: _lots(r, r.difference),
        8,
        tone=lambda r: signed_tone(r.difference),
        help=QT_TRANSLATE_NOOP(
            "window", "Contracts still to trade: target − (position + in flight)"
        ),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Coin"),
        lambda r: r.exposure_coin,
        lambda r: _zero(r, _coin(r.exposure_coin)),
        8,
        tone=_quiet,
        help=QT_TRANSLATE_NOOP("window", "Exposure in the base coin, at mark"),
    ),
    Column(
        "USD",
        lambda r: r.exposure_usd,
        lambda r: _zero(r, _usd(r.exposure_usd)),
        9,
        tone=_quiet,
        help=QT_TRANSLATE_NOOP("window", "Exposure in USD, at mark"),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Entry"),
        lambda r: r.entry_price,
        lambda r: _price(r, r.entry_price),
        8,
        help=QT_TRANSLATE_NOOP(
            "window", "Average entry price, USD per coin: harmonic for an inverse contract"
        ),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Mark"),
        lambda r: r.mark_price,
        lambda r: _price(r, r.mark_price),
        8,
        help=QT_TRANSLATE_NOOP("window", "The venue's mark price: what margin and sizing use"),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "uPnL coin"),
        lambda r: r.pnl_coin,
        lambda r: _zero(r, _coin(r.pnl_coin, signed=True)),
        9,
        tone=lambda r: signed_tone(r.pnl_coin),
        help=QT_TRANSLATE_NOOP("window", "Unrealised PnL in the base coin, at mark"),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "uPnL USD"),
        lambda r: r.pnl_usd,
        lambda r: _zero(r, _usd(r.pnl_usd, signed=True)),
        10,
        tone=lambda r: signed_tone(r.pnl_usd),
        help=QT_TRANSLATE_NOOP("window", "Unrealised PnL in USD, at mark"),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Liq. ours"),
        lambda r: r.liquidation_price,
        lambda r: _price(r, r.liquidation_price),
        8,
        help=QT_TRANSLATE_NOOP("window", "Liquidation price as computed here"),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Liq. venue"),
        lambda r: r.venue_liquidation_price,
        lambda r: _price(r, r.venue_liquidation_price),
        8,
        help=QT_TRANSLATE_NOOP("window", "Liquidation price as the venue states it"),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Distance"),
        lambda r: r.liquidation_distance,
        lambda r: show.percent(r.liquidation_distance, 1),
        7,
        tone=lambda r: distance_tone(r.liquidation_distance),
        help=QT_TRANSLATE_NOOP("window", "How far the mark price is from liquidation"),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Basis"),
        lambda r: r.basis,
        lambda r: show.percent(r.basis, 3, signed=True),
        7,
        tone=lambda _: "text_secondary",
        help=QT_TRANSLATE_NOOP(
            "window", "Mark price over index price: what a dated contract gives up until it expires"
        ),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Expiry"),
        lambda r: r.instrument.expiry,
        _expiry_text,
        9,
        Kind.TIME,
        lambda r: "text_secondary" if r.instrument.perpetual or r.expires_s else "alarm",
        QT_TRANSLATE_NOOP("window", "Time left of a dated contract"),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Venue"),
        lambda r: r.instrument.venue,
        lambda r: r.instrument.venue,
        7,
        Kind.TEXT,
        lambda _: "text_secondary",
    ),
)
OF_DATED = (QT_TRANSLATE_NOOP("window", "Basis"), QT_TRANSLATE_NOOP("window", "Expiry"))
