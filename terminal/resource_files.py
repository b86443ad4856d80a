"""Where the files are that belong to the program and are not code.

A wheel and the frozen program carry them inside the package; in a checkout they lie beside it.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_INSIDE = _PACKAGE / "resources"
_CHECKOUT = _PACKAGE.parent

RESOURCES = _INSIDE if _INSIDE.is_dir() else _CHECKOUT / "resources"
"""Fonts, icons and presets, each in a folder of that name."""

GUIDE = _INSIDE / "guide" if _INSIDE.is_dir() else _CHECKOUT / "docs" / "guide"
"""The guide's pages, Markdown, one topic a file; pictures below it."""

LICENCES = (_INSIDE if _INSIDE.is_dir() else _CHECKOUT / "packaging") / "THIRD_PARTY.md"
"""The licences of the libraries that the program is made of."""
