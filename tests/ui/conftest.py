"""What every test of the window shares: the theme with its fonts, and a desk without an engine."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_API", "pyside6")
os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")

from PySide6.QtWidgets import QApplication

from terminal.ui.theme import Theme, load_fonts
from tests.ui.fake_desk import FakeDesk


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the offscreen platform say that it has no window manager: it is no fault of ours."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(
                pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise|grabbing)")
            )


@pytest.fixture(autouse=True)
def collected_between_tests() -> Iterator[None]:
    """Collect on this thread and between tests only: the window's own way, see `Garbage`."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """Return the dark theme, applied with the bundled fonts."""
    if not qapp.property("fonts_loaded"):
        load_fonts()
        qapp.setProperty("fonts_loaded", True)
    chosen = Theme()
    if qapp.property("sheet") != qapp.styleSheet() or not qapp.styleSheet():
        chosen.apply(qapp)  # polishes every widget there is: only where a test has changed it
        qapp.setProperty("sheet", qapp.styleSheet())
    return chosen


@pytest.fixture
def desk() -> FakeDesk:
    """Return a desk on a quiet market with a recommendation waiting."""
    return FakeDesk()
