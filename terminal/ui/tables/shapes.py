"""Directions by shape and word, so that no colour has to be told apart. Pure."""

from decimal import Decimal

from terminal.model.events import Side
from terminal.ui.words import QT_TRANSLATE_NOOP

LONG = QT_TRANSLATE_NOOP("window", "▲ long")
SHORT = QT_TRANSLATE_NOOP("window", "▼ short")
BUY = QT_TRANSLATE_NOOP("window", "▲ buy")
SELL = QT_TRANSLATE_NOOP("window", "▼ sell")
FLAT = QT_TRANSLATE_NOOP("window", "flat")
_TONES = {LONG: "up", SHORT: "down", BUY: "up", SELL: "down"}


def order_side(side: Side | None) -> str:
    """Return an order's direction: "▲ buy", "▼ sell", or "—" where it is not known."""
    if side is None:
        return "—"
    return BUY if side is Side.BUY else SELL


def position_side(contracts: Decimal | float | None) -> str:
    """Return a position's direction by the sign of its contracts."""
    if contracts is None:
        return "—"
    return FLAT if contracts == 0 else LONG if contracts > 0 else SHORT


def side_tone(shape: str) -> str:
    """Return the role of the colour that goes with a direction."""
    return _TONES.get(shape, "text_secondary")


def signed_tone(value: Decimal | float | None) -> str:
    """Return the role of the colour of a signed figure."""
    if value is None or value == 0:
        return "text_secondary"
    return "up" if value > 0 else "down"
