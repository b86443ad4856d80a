"""What begins beside the window without standing back as the window does.

A thread or a program begins with the precedence of the thread that starts it: a browser that is
opened from the help would be the slower for as long as it runs.
"""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Self, TypeVar

from PySide6.QtCore import QObject, QProcess, QUrl, Slot
from PySide6.QtGui import QDesktopServices

_SCHEMES = ("http", "https")
_OPEN: Any = "open"  # the slot below: text, where the stubs of Qt for Python say bytes
T = TypeVar("T")


class Starter:
    """A thread that is there before the window gives way, and starts others from then on."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "starter")
        self._thread.submit(int).result()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.shutdown()

    def run(self, start: Callable[[], T]) -> T:
        """Call `start` in that thread and wait for it: return what it does, raise what it does."""
        return self._thread.submit(start).result()

    def program(self, name: str, arguments: list[str]) -> bool:
        """Start a program that outlives this one; False where there is none of that name."""
        started, _ = self.run(lambda: QProcess.startDetached(name, arguments))
        return bool(started)


class _Links(QObject):
    """Opens what leads out of the program, as Qt would: by `xdg-open`, else by Qt itself."""

    def __init__(self, starter: Starter) -> None:
        super().__init__()
        self._starter = starter

    @Slot(QUrl)
    def open(self, link: QUrl) -> None:
        """Open a link in the browser."""
        address = link.toString(QUrl.ComponentFormattingOption.FullyEncoded)
        if not self._starter.program("xdg-open", [address]):
            QDesktopServices.unsetUrlHandler(link.scheme())
            QDesktopServices.openUrl(link)
            QDesktopServices.setUrlHandler(link.scheme(), self, _OPEN)


@contextmanager
def links_by(starter: Starter) -> Iterator[None]:
    """Have links opened by `starter` for so long, where windows give way at all."""
    if sys.platform != "linux":
        yield
        return
    links = _Links(starter)
    for scheme in _SCHEMES:
        QDesktopServices.setUrlHandler(scheme, links, _OPEN)
    try:
        yield
    finally:
        for scheme in _SCHEMES:
            QDesktopServices.unsetUrlHandler(scheme)
