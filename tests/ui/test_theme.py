"""Colours that can be read, and fonts whose digits stand still."""

from itertools import product

import pytest
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetrics

from terminal.ui.theme import FAMILY, Directions, Ground, Theme, colours

_INKS = (
    "text", "text_secondary", "text_faint", "accent", "index", "target", "up", "down",
    "warning", "alarm", "stale",
)  # fmt: skip
_GROUNDS = ("window", "surface", "raised", "field")
_FILLED = ("accent", "up", "down", "paper", "live")


def _luminance(color: QColor) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = linear(color.redF()), linear(color.greenF()), linear(color.blueF())
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("ground", "directions"), list(product(Ground, Directions)))
def test_every_text_colour_can_be_read_on_every_surface(
    ground: Ground, directions: Directions
) -> None:
    chosen = colours(ground, directions)
    for ink, surface in product(_INKS, _GROUNDS):
        measured = _contrast(chosen.color(ink), chosen.color(surface))
        assert measured >= 4.5, f"{ink} on {surface}: {measured:.2f}"
    for filled in _FILLED:
        measured = _contrast(chosen.color("on_strong"), chosen.color(filled))
        assert measured >= 4.5, f"on_strong on {filled}: {measured:.2f}"
    assert _contrast(QColor("#ffffff"), chosen.color("kill")) >= 4.5


def test_east_asian_directions_are_the_western_ones_exchanged() -> None:
    western = colours(Ground.DARK, Directions.WESTERN)
    eastern = colours(Ground.DARK, Directions.EAST_ASIAN)
    assert (western.up, western.down) == (eastern.down, eastern.up)


def test_up_and_down_differ_in_every_palette() -> None:
    for ground, directions in product(Ground, Directions):
        chosen = colours(ground, directions)
        assert chosen.up != chosen.down


@pytest.mark.parametrize(
    "weight", [QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold]
)
def test_the_bundled_font_has_digits_of_one_width(theme: Theme, weight: QFont.Weight) -> None:
    font = theme.font(12, weight)
    assert QFontInfo(font).family() == FAMILY
    metrics = QFontMetrics(font)
    assert len({metrics.horizontalAdvance(character) for character in "0123456789+−"}) == 1
