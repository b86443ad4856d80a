"""The columns of the portfolio's table. Pure."""

from terminal.ui import format as show
from terminal.ui.portfolio.rows import TONES, PortfolioRow, against_target
from terminal.ui.tables.column import Column, Kind
from terminal.ui.tables.shapes import signed_tone
from terminal.ui.words import QT_TRANSLATE_NOOP

_DOLLARS = ("USD", "USDT", "USDC")


def _name(row: PortfolioRow) -> str:
    return f"{row.venue} {row.settle}".strip()


def _quiet(row: PortfolioRow, tone: str = "text") -> str:
    return tone if row.counted else "stale"


def _amount(row: PortfolioRow) -> str:
    if row.total:
        return ""
    value = row.equity
    if value is None:
        return show.UNKNOWN
    size = abs(value)
    decimals = 0 if size >= 10_000 else 2 if row.settle in _DOLLARS or size >= 1000 else 4
    return f"{show.number(value, decimals)} {row.settle}"


def _blank(row: PortfolioRow, text: str) -> str:
    return "" if row.total else text


COLUMNS: tuple[Column[PortfolioRow], ...] = (
    Column(
        QT_TRANSLATE_NOOP("window", "Account"),
        _name,
        _name,
        10,
        Kind.TEXT,
        lambda r: "accent" if r.total else "text",
        QT_TRANSLATE_NOOP(
            "window",
            "Venue and settlement currency: margin of one cannot back a position of another",
        ),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Health"),
        lambda r: r.health,
        lambda r: r.health,
        14,
        Kind.TEXT,
        lambda r: "text_secondary" if r.condition is None else TONES[r.condition],
        QT_TRANSLATE_NOOP(
            "window", "Whether the engine counts the account: connected, stated and fresh"
        ),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Equity USD"),
        lambda r: r.equity_usd,
        lambda r: show.usd(r.equity_usd, decimals=0),
        9,
        tone=_quiet,
        help=QT_TRANSLATE_NOOP(
            "window", "The same at the mark; the total counts healthy accounts only"
        ),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Share"),
        lambda r: r.share,
        lambda r: _blank(r, show.percent(r.share, 1)),
        6,
        tone=_quiet,
        help=QT_TRANSLATE_NOOP("window", "Part of the equity that the engine counts"),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Exposure"),
        lambda r: r.exposure_usd,
        lambda r: show.usd(r.exposure_usd, decimals=0, signed=True),
        10,
        tone=lambda r: _quiet(r, signed_tone(r.exposure_usd)),
        help=QT_TRANSLATE_NOOP("window", "In USD: long above zero, short below"),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Leverage"),
        lambda r: r.leverage,
        lambda r: show.leverage(r.leverage),
        6,
        tone=_quiet,
        help=QT_TRANSLATE_NOOP("window", "Effective: notional / equity"),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Target"),
        lambda r: r.target_leverage,
        lambda r: show.leverage(r.target_leverage),
        6,
        tone=lambda r: _quiet(r, "target" if r.target_leverage else "text_secondary"),
        help=QT_TRANSLATE_NOOP(
            "window", "The policy's target leverage; — where it scales nothing on the account"
        ),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "vs target"),
        lambda r: (
            None
            if r.leverage is None or r.target_leverage is None
            else r.leverage - r.target_leverage
        ),
        lambda r: against_target(r)[0],
        9,
        tone=lambda r: _quiet(r, against_target(r)[1]),
        help=QT_TRANSLATE_NOOP("window", "Leverage less its target: within 5 % it is on target"),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Used"),
        lambda r: r.utilisation,
        lambda r: show.percent(r.utilisation, 1),
        6,
        tone=_quiet,
        help=QT_TRANSLATE_NOOP(
            "window", "Margin utilisation: maintenance margin / equity. 100 % is liquidation"
        ),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Weight"),
        lambda r: r.weight,
        lambda r: r.weight_text,
        7,
        tone=lambda r: _quiet(r, "text_secondary"),
        help=QT_TRANSLATE_NOOP(
            "window",
            "Part of the target that the policy gives it: by margin, by weights, or by the "
            "cheapest funding first",
        ),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Equity"),
        lambda r: r.equity,
        _amount,
        12,
        tone=_quiet,
        help=QT_TRANSLATE_NOOP(
            "window", "Wallet balance and unrealised PnL, in settlement currency"
        ),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Unplaced"),
        lambda r: r.unplaced_usd,
        lambda r: show.usd(r.unplaced_usd, decimals=0) if r.total else "",
        8,
        tone=lambda r: "warning" if r.unplaced_usd else "text_secondary",
        help=QT_TRANSLATE_NOOP(
            "window", "USD of the target that no venue has room for within its caps"
        ),
    ),
)
