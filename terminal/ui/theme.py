"""Colours, fonts and the style of every widget. The only place where a colour has a value.

A theme is a ground (dark or light) and a pair of direction colours (what rises, what falls).
Text colours keep a contrast of at least 4.5 to the surfaces they are used on; a test holds that.
"""

from enum import StrEnum
from pathlib import Path

import msgspec
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from terminal.resource_files import RESOURCES
from terminal.ui.style_sheet import style_sheet

FAMILY = "Inter"


class Ground(StrEnum):
    """What everything is painted on."""

    DARK = "dark"
    LIGHT = "light"


class Directions(StrEnum):
    """Which colours mean up and down; never the only sign of it."""

    WESTERN = "western"
    EAST_ASIAN = "east_asian"
    COLOUR_BLIND = "colour_blind"


class Colours(msgspec.Struct, frozen=True, kw_only=True):
    """Every colour by what it is for, as "#rrggbb"."""

    window: str  # behind the panels
    surface: str  # a panel
    raised: str  # a panel's heading, a card
    control: str  # a button
    control_hover: str
    field: str  # what can be typed into or ticked
    border: str
    grid: str  # lines inside charts and tables
    text: str
    text_secondary: str  # labels and units
    text_faint: str  # axis figures, what matters least
    disabled: str  # the words of what cannot be used now
    accent: str  # focus, selection, the mark price
    index: str  # the index price
    target: str  # what the engine aims at
    on_strong: str  # text on a filled strong colour
    up: str
    down: str
    warning: str
    alarm: str
    kill: str  # fill of the kill switch
    paper: str
    live: str
    stale: str

    def color(self, name: str, alpha: float = 1.0) -> QColor:
        """Return the colour of one role, see-through where `alpha` is below 1."""
        color = QColor(getattr(self, name))
        color.setAlphaF(alpha)
        return color


_WESTERN = {"up": "#2ebd8b", "down": "#f4616d"}
_BLUE_ORANGE = {"up": "#5aa7ff", "down": "#ff9f45"}
_DARK = {
    "window": "#0b0e13",
    "surface": "#12161d",
    "raised": "#181d26",
    "control": "#222935",
    "control_hover": "#2c3543",
    "field": "#0b0e13",
    "border": "#262d39",
    "grid": "#1d232d",
    "text": "#e8ecf2",
    "text_secondary": "#a7b1c0",
    "text_faint": "#8792a3",
    "disabled": "#5c6675",
    "accent": "#63a9ff",
    "index": "#b3a0ff",
    "target": "#f0c95c",
    "on_strong": "#0b0e13",
    "warning": "#f2b441",
    "alarm": "#ff6b63",
    "kill": "#c4272f",
    "paper": "#9d8cff",
    "live": "#ff8a3d",
    "stale": "#8f8a80",
}
_WESTERN_LIGHT = {"up": "#08734f", "down": "#bb2a37"}
_BLUE_ORANGE_LIGHT = {"up": "#1661b8", "down": "#a04e00"}
_LIGHT = {
    "window": "#e4e8ee",
    "surface": "#fbfcfd",
    "raised": "#f0f3f7",
    "control": "#e3e8ef",
    "control_hover": "#d6dde7",
    "field": "#ffffff",
    "border": "#c9d1dc",
    "grid": "#e6eaf0",
    "text": "#14181f",
    "text_secondary": "#465162",
    "text_faint": "#5a6576",
    "disabled": "#98a3b3",
    "accent": "#1a63bd",
    "index": "#6248c4",
    "target": "#7d5c00",
    "on_strong": "#ffffff",
    "warning": "#8a5a00",
    "alarm": "#b8241c",
    "kill": "#c4272f",
    "paper": "#5b45c9",
    "live": "#b34700",
    "stale": "#6b665c",
}


def colours(ground: Ground, directions: Directions) -> Colours:
    """Return the colours of one theme."""
    dark = ground is Ground.DARK
    if directions is Directions.COLOUR_BLIND:
        pair = _BLUE_ORANGE if dark else _BLUE_ORANGE_LIGHT
    else:
        pair = _WESTERN if dark else _WESTERN_LIGHT
    if directions is Directions.EAST_ASIAN:
        pair = {"up": pair["down"], "down": pair["up"]}
    return Colours(**(_DARK if dark else _LIGHT), **pair)


class Theme:
    """A theme ready to paint with: colours, and fonts whose digits are all equally wide."""

    def __init__(
        self, ground: Ground = Ground.DARK, directions: Directions = Directions.WESTERN
    ) -> None:
        self.ground = ground
        self.directions = directions
        self.colours = colours(ground, directions)

    def turn(self, ground: Ground, directions: Directions) -> None:
        """Become another theme; `apply` then lets every widget know."""
        self.ground = ground
        self.directions = directions
        self.colours = colours(ground, directions)

    def color(self, name: str, alpha: float = 1.0) -> QColor:
        """Return the colour of one role of `Colours`."""
        return self.colours.color(name, alpha)

    def direction(self, value: float | None) -> QColor:
        """Return the colour of a signed figure: up, down, or plain text for zero and unknown."""
        if not value:
            return self.color("text")
        return self.color("up" if value > 0 else "down")

    @staticmethod
    def font(pixels: int = 12, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """Return the interface font at `pixels`; tabular digits, so that numbers stand still."""
        font = QFont(FAMILY)
        font.setPixelSize(pixels)
        font.setWeight(weight)
        font.setFeature(QFont.Tag("tnum"), 1)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font

    def apply(self, application: QApplication) -> None:
        """Make the whole application look like this theme."""
        application.setStyle(QStyleFactory.create("Fusion"))
        application.setFont(self.font(12))
        application.setPalette(self.palette())
        dark = self.ground is Ground.DARK
        suffix = "" if dark else "_light"
        icons = [RESOURCES / "icons" / f"{name}{suffix}.svg" for name in ("check", "down")]
        sheet = style_sheet(
            msgspec.structs.asdict(self.colours), *(icon.as_posix() for icon in icons)
        )
        application.setStyleSheet(sheet)

    def palette(self) -> QPalette:
        """Return the palette that Qt's own widgets use."""
        palette = QPalette()
        role = QPalette.ColorRole
        for which, name in (
            (role.Window, "window"),
            (role.WindowText, "text"),
            (role.Base, "surface"),
            (role.AlternateBase, "raised"),
            (role.Text, "text"),
            (role.Button, "control"),
            (role.ButtonText, "text"),
            (role.BrightText, "alarm"),
            (role.ToolTipBase, "raised"),
            (role.ToolTipText, "text"),
            (role.PlaceholderText, "text_faint"),
            (role.Highlight, "accent"),
            (role.HighlightedText, "on_strong"),
            (role.Link, "accent"),
            (role.Mid, "border"),
        ):
            palette.setColor(which, self.color(name))
        for which in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, which, self.color("disabled"))
        return palette


def load_fonts(directory: Path = RESOURCES / "fonts") -> list[str]:
    """Load the bundled fonts, so that the window looks the same everywhere; return the families."""
    families: list[str] = []
    for path in sorted(directory.glob("*.otf")):
        number = QFontDatabase.addApplicationFont(str(path))
        families += QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    return families
