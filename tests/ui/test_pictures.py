"""A few panels, painted, against pictures that somebody has looked at."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from terminal.ui.theme import Theme
from tests.ui.scenes import PICTURES, SCENES, difference, painted

_MEAN = 1.5  # levels of 255
_SHARE = 0.004  # of the blocks


@pytest.fixture
def application(qapp: QApplication, theme: Theme) -> Iterator[QApplication]:
    """Return the application with the bundled fonts; the dark theme is back afterwards."""
    yield qapp
    theme.apply(qapp)


@pytest.mark.parametrize("name", SCENES)
def test_a_scene_looks_as_it_did_when_it_was_approved(
    name: str, application: QApplication, tmp_path: Path
) -> None:
    now = painted(name, application)
    approved = QImage(str(PICTURES / f"{name}.png"))
    mean, share = difference(now, approved)
    if mean > _MEAN or share > _SHARE:
        now.save(str(tmp_path / f"{name}.png"))
        pytest.fail(
            f"{name} differs by {mean:.2f} levels, in {share:.2%} of its blocks: compare "
            f"{tmp_path / name}.png with {PICTURES / name}.png, and where it is right now "
            "approve it by python -m tests.ui.scenes --renew"
        )


def test_a_line_of_text_more_or_less_is_a_difference(application: QApplication) -> None:
    approved = QImage(str(PICTURES / "ladder.png"))
    other = approved.copy()
    painter = QPainter(other)
    painter.fillRect(100, 200, 60, 14, QColor("#e8ecf2"))
    painter.end()
    assert difference(approved, approved) == (0.0, 0.0)
    assert difference(approved, other)[1] > _SHARE
