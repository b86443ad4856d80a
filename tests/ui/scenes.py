"""Scenes that are kept as pictures: `python -m tests.ui.scenes --renew` paints them anew.

A desk without an engine, a fixed market, the bundled font, Qt's offscreen platform: every machine
paints the same but for a few grey levels at the edges of glyphs.
"""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_API", "pyside6")
os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLineEdit

from terminal.engine.policy.policy import Policy
from terminal.engine.snapshot import FreezeState, PolicyState, Snapshot
from terminal.model.reasons import Reason
from terminal.ui.funding.panel import FundingPanel
from terminal.ui.heatmap.panel import HeatmapPanel
from terminal.ui.ladder.panel import LadderPanel
from terminal.ui.panel import Focus, Panel
from terminal.ui.policy_editor.panel import PolicyEditorPanel
from terminal.ui.price.panel import PricePanel
from terminal.ui.theme import Ground, Theme, load_fonts
from tests.ui.fake_desk import POLICY, FakeDesk

PICTURES = Path(__file__).with_name("pictures")
BTC = Focus("paper", "BTC/USD:BTC")
_BLOCK = 4  # pixels: what is compared is the mean of a block, not the edge of a glyph
Levels = NDArray[np.float64]


def _desk() -> FakeDesk:
    keys = Policy.from_mapping(POLICY).mapping()
    return FakeDesk(policy=PolicyState("constant exposure", "9f3c27d1a0b4", keys))


def _seen(desk: FakeDesk) -> Snapshot:
    snapshot = desk.snapshot()
    assert snapshot is not None
    return snapshot


def _lived(panel: Panel, desk: FakeDesk, wide: int, high: int) -> Panel:
    """Return a panel of a size that has seen a minute of market."""
    panel.resize(wide, high)
    panel.show()
    for _ in range(240):
        desk.advance(0.25)
        panel.observe(_seen(desk), ())
    panel.refresh(_seen(desk), BTC)
    return panel


def ladder(theme: Theme) -> Panel:
    """Bids, asks, own order, what the next order would eat."""
    desk = _desk()
    return _lived(LadderPanel(desk, theme), desk, 300, 420)


def stale_funding(theme: Theme) -> Panel:
    """Banner, hatching, dimming."""
    desk = _desk()
    desk.funding_stale = True
    return _lived(FundingPanel(desk, theme), desk, 560, 300)


def candles(theme: Theme) -> Panel:
    """Candles, lines, levels, target against position."""
    desk = _desk()
    panel = PricePanel(desk, theme)
    panel.candles.setChecked(True)
    return _lived(panel, desk, 560, 300)


def heatmap(theme: Theme) -> Panel:
    """One image of the book, and its axes."""
    desk = _desk()
    panel = HeatmapPanel(desk, theme)
    panel.windows.setCurrentIndex(0)
    return _lived(panel, desk, 480, 280)


def frozen_price(theme: Theme) -> Panel:
    """A mark price that is not to be relied on."""
    desk = _desk()
    panel = _lived(PricePanel(desk, theme), desk, 480, 280)
    desk.freezes = (FreezeState(Reason.MARK_INVALID, desk.at),)
    panel.refresh(_seen(desk), BTC)
    return panel


def policy(theme: Theme) -> Panel:
    """A field that is wrong, one that is changed."""
    desk = _desk()
    panel = PolicyEditorPanel(desk, theme)
    _lived(panel, desk, 400, 460)
    for key, text in (("target_leverage", "2"), ("rebalance_band", "100")):
        field = panel.form.field(key)
        assert isinstance(field, QLineEdit)
        field.setText(text)
    panel.compare()
    return panel


SCENES: dict[str, tuple[Callable[[Theme], Panel], Ground]] = {
    "ladder": (ladder, Ground.DARK),
    "stale_funding": (stale_funding, Ground.LIGHT),
    "candles": (candles, Ground.DARK),
    "heatmap": (heatmap, Ground.DARK),
    "frozen_price": (frozen_price, Ground.LIGHT),
    "policy": (policy, Ground.DARK),
}


def painted(name: str, application: QApplication) -> QImage:
    """Return a scene as it is painted now."""
    make, ground = SCENES[name]
    theme = Theme(ground)
    theme.apply(application)
    panel = make(theme)
    for _ in range(6):
        application.processEvents()
    focused = application.focusWidget()
    if focused is not None:  # which part has the keyboard depends on who shows windows
        focused.clearFocus()
    application.processEvents()
    image = panel.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    panel.hide()
    panel.deleteLater()
    return image


def blocks(image: QImage) -> Levels:
    """Return the mean colour of every block of an image: rows, columns, three channels."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    high, wide = plain.height(), plain.width()
    pixels = np.frombuffer(plain.constBits(), np.uint8).reshape(high, wide, 4)[:, :, :3]
    high, wide = high // _BLOCK * _BLOCK, wide // _BLOCK * _BLOCK
    shaped = pixels[:high, :wide].reshape(high // _BLOCK, _BLOCK, wide // _BLOCK, _BLOCK, 3)
    means: Levels = shaped.mean(axis=(1, 3))
    return means


def difference(one: QImage, other: QImage) -> tuple[float, float]:
    """Return the mean difference of two images in levels, and the share of blocks that differ."""
    if one.size() != other.size():
        return 255.0, 1.0
    apart = np.abs(blocks(one) - blocks(other)).max(axis=2)
    return float(apart.mean()), float((apart > 24).mean())


def main() -> int:
    """Paint every scene anew where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--renew", action="store_true", help="overwrite the pictures that are kept")
    if not parser.parse_args().renew:
        parser.print_help()
        return 0
    application = QApplication([])
    load_fonts()
    PICTURES.mkdir(exist_ok=True)
    for name in SCENES:
        painted(name, application).save(str(PICTURES / f"{name}.png"))
        print(PICTURES / f"{name}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
