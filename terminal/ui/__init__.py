"""Pixels: the only place for PySide6 and pyqtgraph."""
