"""The painter of everything painted by hand: it lets an order go first, in the middle of a frame.

A frame takes milliseconds, and nothing that Qt does within one of its calls can be interrupted.
Between two of them the order that needs the interpreter gets it.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QPaintDevice, QPainter


class Painter(QPainter):
    """A QPainter that calls `give_way` before each of the calls that cost most.

    `give_way` returns for how many seconds it waited; `given_s` is their sum.
    """

    def __init__(self, device: QPaintDevice, give_way: Callable[[], float]) -> None:
        super().__init__(device)
        self._give_way = give_way
        self.given_s = 0.0

    def drawText(self, *arguments: Any) -> Any:
        """Give way, then draw."""
        self.given_s += self._give_way()
        return super().drawText(*arguments)

    def drawPixmap(self, *arguments: Any) -> None:
        """Give way, then draw."""
        self.given_s += self._give_way()
        super().drawPixmap(*arguments)

    def drawPolyline(self, *arguments: Any) -> None:
        """Give way, then draw."""
        self.given_s += self._give_way()
        super().drawPolyline(*arguments)

    def drawPolygon(self, *arguments: Any) -> None:
        """Give way, then draw."""
        self.given_s += self._give_way()
        super().drawPolygon(*arguments)

    def drawImage(self, *arguments: Any) -> None:
        """Give way, then draw."""
        self.given_s += self._give_way()
        super().drawImage(*arguments)

    def drawPixmapFragments(self, *arguments: Any) -> None:
        """Give way, then draw."""
        self.given_s += self._give_way()
        super().drawPixmapFragments(*arguments)

    def fillRect(self, *arguments: Any) -> None:
        """Give way, then fill."""
        self.given_s += self._give_way()
        super().fillRect(*arguments)
