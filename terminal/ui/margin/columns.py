"""The columns of the margin panel's two small tables. Pure."""

from terminal.ui import format as show
from terminal.ui.margin.rows import AccountRow, LiquidationRow
from terminal.ui.margin.zones import ZONE_TONES, ZONE_WORDS
from terminal.ui.tables.column import Column, Kind
from terminal.ui.tables.positions import difference_tone, distance_tone
from terminal.ui.tables.shapes import position_side, side_tone
from terminal.ui.words import QT_TRANSLATE_NOOP, translated

_DOLLARS = ("USD", "USDT", "USDC")


def _stale(row: AccountRow, tone: str) -> str:
    return "stale" if row.stale else tone


def _amount(value: float | None, currency: str) -> str:
    # A ten thousandth is enough beside a chart; export and copy have every digit.
    if value is None:
        return show.UNKNOWN
    size = abs(value)
    decimals = 2 if size >= 1000 or currency in _DOLLARS else 4 if size >= 0.01 or not size else 8
    return show.number(value, decimals)


def _level(row: AccountRow) -> str:
    return "stale" if row.stale else translated(ZONE_WORDS[row.zone])


ACCOUNTS: tuple[Column[AccountRow], ...] = (
    Column(
        QT_TRANSLATE_NOOP("window", "Account"),
        lambda r: f"{r.account.venue} {r.account.settle}",
        lambda r: f"{r.account.venue} {r.account.settle}",
        10,
        Kind.TEXT,
        help=QT_TRANSLATE_NOOP(
            "window",
            "Venue and settlement currency: margin of one cannot back a position of another",
        ),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Used"),
        lambda r: r.account.utilisation,
        lambda r: show.percent(r.account.utilisation, 1),
        7,
        tone=lambda r: _stale(r, ZONE_TONES[r.zone]),
        help=QT_TRANSLATE_NOOP(
            "window", "Margin utilisation: maintenance margin / equity. 100 % is liquidation"
        ),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Level"),
        _level,
        _level,
        10,
        Kind.TEXT,
        lambda r: "warning" if r.stale else ZONE_TONES[r.zone],
        QT_TRANSLATE_NOOP("window", "The highest of the policy's levels that it has passed"),
        order=lambda r: int(r.zone),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Equity"),
        lambda r: r.account.equity,
        lambda r: _amount(r.account.equity, r.account.settle),
        10,
        tone=lambda r: _stale(r, "text"),
        help=QT_TRANSLATE_NOOP(
            "window", "Wallet balance and unrealised PnL, in settlement currency"
        ),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Maint."),
        lambda r: r.account.maintenance_margin,
        lambda r: _amount(r.account.maintenance_margin, r.account.settle),
        10,
        tone=lambda r: _stale(r, "text"),
        help=QT_TRANSLATE_NOOP("window", "Maintenance margin, in settlement currency"),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Leverage"),
        lambda r: r.account.effective_leverage,
        lambda r: show.leverage(r.account.effective_leverage),
        7,
        tone=lambda r: _stale(r, "text"),
        help=QT_TRANSLATE_NOOP("window", "Effective: notional / equity"),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Age"),
        lambda r: r.account.age_s,
        lambda r: show.age(r.account.age_s),
        6,
        tone=lambda r: "warning" if r.stale else "text_faint",
        help=QT_TRANSLATE_NOOP("window", "How long ago the venue last stated the account"),
    ),
)

LIQUIDATIONS: tuple[Column[LiquidationRow], ...] = (
    Column(
        QT_TRANSLATE_NOOP("window", "Position"),
        lambda r: r.symbol,
        lambda r: r.symbol,
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
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Distance"),
        lambda r: r.distance,
        lambda r: show.percent(r.distance, 1),
        7,
        tone=lambda r: distance_tone(r.distance),
        help=QT_TRANSLATE_NOOP("window", "How far the mark price is from our liquidation price"),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Liq. ours"),
        lambda r: r.ours,
        lambda r: show.price(r.ours, r.tick_size),
        9,
        help=QT_TRANSLATE_NOOP("window", "Liquidation price as computed here"),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Liq. venue"),
        lambda r: r.theirs,
        lambda r: show.price(r.theirs, r.tick_size),
        9,
        help=QT_TRANSLATE_NOOP("window", "Liquidation price as the venue states it"),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Difference"),
        lambda r: r.difference,
        lambda r: show.percent(r.difference, 3, signed=True),
        9,
        tone=lambda r: difference_tone(r.disagreement, r.tolerance),
        help=QT_TRANSLATE_NOOP(
            "window",
            "(venue's − ours) as a share of the mark price. Coloured where scaling freezes for it: "
            "below the mark by this share, above it by the margin that it comes to",
        ),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Mark"),
        lambda r: r.mark_price,
        lambda r: show.price(r.mark_price, r.tick_size),
        9,
        tone=lambda _: "text_secondary",
    ),
)
