"""Draw each system's icon from the one SVG. Run after changing it; the results are committed.

    python packaging/icons.py

The containers (.ico, .icns) hold PNGs, which all supported systems read.
"""

import os
import struct
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "resources" / "icons" / "scaling-terminal.svg"
PNG = ROOT / "resources" / "icons" / "scaling-terminal.png"
ICO = ROOT / "packaging" / "windows" / "scaling-terminal.ico"
ICNS = ROOT / "packaging" / "macos" / "scaling-terminal.icns"

PNG_SIZE = 256
ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)
ICNS_TYPES = {b"icp4": 16, b"icp5": 32, b"ic11": 32, b"icp6": 64, b"ic12": 64, b"ic07": 128,
              b"ic08": 256, b"ic13": 256, b"ic09": 512, b"ic14": 512, b"ic10": 1024}  # fmt: skip


def main() -> int:
    """Write every icon."""
    application = QGuiApplication(sys.argv[:1])
    svg = QSvgRenderer(str(SOURCE))
    PNG.write_bytes(png(svg, PNG_SIZE))
    ICO.write_bytes(ico({size: png(svg, size) for size in ICO_SIZES}))
    ICNS.write_bytes(icns([(kind, png(svg, size)) for kind, size in ICNS_TYPES.items()]))
    application.quit()
    return 0


def png(svg: QSvgRenderer, size: int) -> bytes:
    """Return the drawing as a PNG of `size` by `size` pixels."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    svg.render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub wants bytes, Qt wants str
    return bytes(buffer.data().data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """Return a Windows icon: a header, an entry of 16 bytes for each picture, the pictures."""
    offset = 6 + 16 * len(pictures)
    entries, bodies = [], []
    for size, picture in pictures.items():
        side = size % 256  # 0 stands for 256
        entries.append(struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(picture), offset))
        bodies.append(picture)
        offset += len(picture)
    return struct.pack("<HHH", 0, 1, len(pictures)) + b"".join(entries) + b"".join(bodies)


def icns(pictures: list[tuple[bytes, bytes]]) -> bytes:
    """Return a macOS icon: a header with the length, then type, length and picture of each."""
    body = b"".join(kind + struct.pack(">I", 8 + len(data)) + data for kind, data in pictures)
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


if __name__ == "__main__":
    sys.exit(main())
