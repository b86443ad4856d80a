"""What the price chart shows beside its series. Pure."""

from decimal import Decimal
from typing import NamedTuple

from terminal.engine.snapshot import LegState
from terminal.model.reasons import Reason
from terminal.ui import format as fmt
from terminal.ui.words import translate


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
    candles: bool = False
    stale: str = ""


def chart_rows(
    leg: LegState, *, version: int, at: int, window_s: float, candles: bool = False
) -> ChartRows:
    """Return what to show of `leg` in the `window_s` seconds before `at` (ns).

    `stale` says in words why the mark price is not to be relied on; empty where it is.
    """
    held = bool(leg.position_contracts)
    distance = fmt.percent(leg.liquidation_distance, 1)
    return ChartRows(
        version=version,
        now_s=at / 1e9,
        window_s=window_s,
        tick_size=leg.instrument.tick_size,
        lot_size=leg.instrument.lot_size,
        levels=(
            Level(translate("window", "Entry"), leg.entry_price if held else None, "target"),
            Level(
                translate("window", "Liquidation {distance}").format(distance=distance),
                leg.liquidation_price if held else None,
                "alarm",
            ),
        ),
        symbol=leg.instrument.symbol,
        candles=candles,
        stale=_stale(leg),
    )


def _stale(leg: LegState) -> str:
    doubted = {freeze.reason: freeze for freeze in leg.freezes}
    if Reason.MARK_STALE in doubted:
        return translate("window", "mark price stale {age}").format(age=fmt.age(leg.mark_age_s))
    if Reason.MARK_INVALID in doubted:
        return translate("window", "mark price invalid")
    lost = doubted.get(Reason.FEED_DISCONNECTED)
    return (
        translate("window", "feed of the mark price lost") if lost and "mark" in lost.detail else ""
    )
