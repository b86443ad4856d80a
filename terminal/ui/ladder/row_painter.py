"""One row of the ladder in pixels: bars, sizes, price and tags, from glyph atlases."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QFont, QPainter

from terminal.ui.glyphs import GlyphAtlas
from terminal.ui.ladder.rows import LadderRow, Marker
from terminal.ui.theme import Theme
from terminal.ui.words import translated

ROW_HEIGHT = 19
_MARKER_ROLE = {
    Marker.MARK: "accent",
    Marker.INDEX: "index",
    Marker.LAST: "text",
    Marker.ENTRY: "target",
    Marker.LIQUIDATION: "alarm",
}


class RowPainter:
    """Paints rows between the two edges of the price column, `width` wide in all."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._ratio = 0.0
        self._atlases: dict[str, GlyphAtlas] = {}
        self._bars: dict[str, QColor] = {}
        self.width = 0
        self.totals = False  # write cumulative sizes in place of those of each price

    @property
    def ready(self) -> bool:
        """True once the glyphs are made."""
        return bool(self._atlases)

    def forget(self) -> None:
        """Draw the glyphs anew at the next `prepare`."""
        self._ratio = 0.0

    def half_price(self, price: str) -> int:
        """Return half the width of the price column."""
        return self._atlases["size"].width(price) // 2 + 9

    def prepare(self, ratio: float) -> None:
        """Have the glyphs for a device pixel ratio."""
        if ratio == self._ratio:
            return
        self._ratio = ratio
        theme = self._theme
        plain, strong = theme.font(12), theme.font(12, QFont.Weight.DemiBold)
        self._atlases = {
            "size": GlyphAtlas(plain, theme.color("text"), ratio),
            "up": GlyphAtlas(plain, theme.color("up"), ratio),
            "down": GlyphAtlas(plain, theme.color("down"), ratio),
            "between": GlyphAtlas(plain, theme.color("text_faint"), ratio),
            "last": GlyphAtlas(strong, theme.color("on_strong"), ratio),
            "own": GlyphAtlas(strong, theme.color("target"), ratio),
            "traded_up": GlyphAtlas(strong, theme.color("up"), ratio),
            "traded_down": GlyphAtlas(strong, theme.color("down"), ratio),
        }
        self._bars = {
            "up": theme.color("up", 0.20),
            "down": theme.color("down", 0.20),
            "eaten": theme.color("target", 0.40),
            "up_depth": theme.color("up", 0.08),
            "down_depth": theme.color("down", 0.08),
            "hover": theme.color("text", 0.07),
        }
        for marker, role in _MARKER_ROLE.items():
            font = theme.font(9, QFont.Weight.DemiBold)
            self._atlases[marker] = GlyphAtlas(font, theme.color(role), ratio)

    def draw(self, painter: QPainter, top: int, row: LadderRow, left: int, right: int) -> None:
        """Paint one row with its upper edge at `top`."""
        atlases = self._atlases
        text_top = top + (ROW_HEIGHT - atlases["size"].height) // 2
        reach = left - 4
        if row.total_bar:
            start, way = (left, -1) if row.bid_bar else (right, 1)
            depth = self._bars["up_depth" if row.bid_bar else "down_depth"]
            self._bar(painter, start, top, way * round(reach * row.total_bar), depth)
        if row.bid_bar:
            self._bar(painter, left, top, -round(reach * row.bid_bar), self._bars["up"])
            if row.eaten:
                self._bar(painter, left, top, -round(reach * row.eaten), self._bars["eaten"])
            atlases["size"].draw_right(
                painter, left - 7, text_top, row.total if self.totals else row.bid
            )
        if row.ask_bar:
            self._bar(painter, right, top, round(reach * row.ask_bar), self._bars["down"])
            if row.eaten:
                self._bar(painter, right, top, round(reach * row.eaten), self._bars["eaten"])
            atlases["size"].draw(
                painter, right + 7, text_top, row.total if self.totals else row.ask
            )
        if row.own_bid:
            atlases["own"].draw(painter, 6, text_top, row.own_bid)
        if row.own_ask:
            atlases["own"].draw_right(painter, self.width - 6, text_top, row.own_ask)
        self._draw_price(painter, top, text_top, row, left, right)

    def _draw_price(
        self, painter: QPainter, top: int, text_top: int, row: LadderRow, left: int, right: int
    ) -> None:
        name = "up" if row.side > 0 else "down" if row.side < 0 else "between"
        if row.traded_side:
            name = "up" if row.traded_side > 0 else "down"
        if Marker.LAST in row.markers:
            color = self._theme.color("text" if name == "between" else name)
            painter.fillRect(left, top + 1, right - left, ROW_HEIGHT - 2, color)
            name = "last"
        atlases = self._atlases
        atlas = atlases[name]
        centre = (left + right) // 2
        atlas.draw(painter, centre - atlas.width(row.price) // 2, text_top, row.price)
        # Tags stand where this side of the book is empty: opposite to the quantity.
        at = right + 7 if row.side >= 0 else left - 7
        if row.traded:
            tag = atlases["traded_up" if row.traded_side > 0 else "traded_down"]
            tag_top = top + (ROW_HEIGHT - tag.height) // 2
            at = self._tag(painter, tag, at, tag_top, row.traded, row.side)
        marks = [marker for marker in row.markers if marker is not Marker.LAST]
        if not marks:
            return
        color = self._theme.color(_MARKER_ROLE[marks[0]])
        painter.fillRect(left, top + ROW_HEIGHT - 1, right - left, 1, color)
        painter.fillRect(left, top + 3, 3, ROW_HEIGHT - 6, color)
        painter.fillRect(right - 3, top + 3, 3, ROW_HEIGHT - 6, color)
        for marker in marks:
            tag = self._atlases[marker]
            tag_top = top + (ROW_HEIGHT - tag.height) // 2
            at = self._tag(painter, tag, at, tag_top, translated(marker.value), row.side)

    def _tag(
        self, painter: QPainter, tag: GlyphAtlas, at: int, top: int, text: str, side: int
    ) -> int:
        """Draw a tag away from the prices, if it fits; return where the next one stands."""
        wide = tag.width(text)
        if side >= 0:
            if at + wide <= self.width:
                tag.draw(painter, at, top, text)
            return at + wide + 6
        if at - wide >= 0:
            tag.draw_right(painter, at, top, text)
        return at - wide - 6

    def draw_hovered(
        self, painter: QPainter, top: int, left: int, right: int, *, side: int, pressed: bool
    ) -> None:
        """Light up a row under the mouse; frame the `side` that a click would take (0: none)."""
        painter.fillRect(0, top, self.width, ROW_HEIGHT, self._bars["hover"])
        if not side:
            return
        painter.setPen(self._theme.color("up" if side > 0 else "down"))
        area = QRect(1, top, left - 3, ROW_HEIGHT - 1)
        if side < 0:
            area = QRect(right + 1, top, self.width - right - 3, ROW_HEIGHT - 1)
        painter.drawRect(area)
        if pressed:
            painter.drawRect(area.adjusted(1, 1, -1, -1))

    def _bar(self, painter: QPainter, start: int, top: int, width: int, color: QColor) -> None:
        left = start if width > 0 else start + width
        painter.fillRect(left, top + 1, abs(width), ROW_HEIGHT - 2, color)
