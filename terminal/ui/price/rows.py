"""What the price chart shows beside its series. Pure."""

from decimal import Decimal
from typing import NamedTuple

from terminal.engine.snapshot import LegState
from terminal.ui import format as fmt


class Level(NamedTuple):
    """A price that is not a series: entry or liquidation."""

    label: str
    price: float | None
    role: str


class ChartRows(NamedTuple):
    """What the chart shows; `version` stands for the series themselves."""

    version: int
    now_s: float
    window_s: float
    tick_size: Decimal
    lot_size: Decimal
    levels: tuple[Level, ...]
    symbol: str


def chart_rows(leg: LegState, *, version: int, at: int, window_s: float) -> ChartRows:
    """Return what to show of `leg` in the `window_s` seconds before `at` (ns)."""
    held = bool(leg.position_contracts)
    distance = fmt.percent(leg.liquidation_distance, 1)
    return ChartRows(
        version=version,
        now_s=at / 1e9,
        window_s=window_s,
        tick_size=leg.instrument.tick_size,
        lot_size=leg.instrument.lot_size,
        levels=(
            Level("Entry", leg.entry_price if held else None, "target"),
            Level(f"Liquidation {distance}", leg.liquidation_price if held else None, "alarm"),
        ),
        symbol=leg.instrument.symbol,
    )
