"""Directions by shape and word, so that no colour has to be told apart. Pure."""

from decimal import Decimal

from terminal.model.events import Side

LONG = "▲ long"
SHORT = "▼ short"
FLAT = "flat"
_TONES = {LONG: "up", SHORT: "down", "▲ buy": "up", "▼ sell": "down"}


def order_side(side: Side | None) -> str:
    """Return an order's direction: "▲ buy", "▼ sell", or "—" where it is not known."""
    if side is None:
        return "—"
    return "▲ buy" if side is Side.BUY else "▼ sell"


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
