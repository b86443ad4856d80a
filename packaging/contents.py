"""What goes into the frozen program beside what its imports name, and what stays out.

Data for the spec, and for the test that compares it with what a session really imports.
"""

import subprocess
import sys

KEYRING_STORES = {
    "linux": ("keyring.backends.SecretService", "keyring.backends.kwallet"),
    "darwin": ("keyring.backends.macOS",),
    "win32": ("keyring.backends.Windows",),
}
"""What terminal.storage.keyring_backend names in strings, by platform."""

HIDDEN_IMPORTS = (
    "jeepney.io.blocking",  # SecretService's connection
    "qasync._windows" if sys.platform == "win32" else "qasync._unix",
    *KEYRING_STORES.get(sys.platform, ()),
)

METADATA = (
    "PySide6-Essentials",
    "pyqtgraph",
    "qasync",
    "ccxt",
    "aiohttp",
    "keyring",
    *(() if sys.platform == "win32" else ("uvloop",)),
)
"""Distributions whose version `doctor` reports."""

EXCLUDED = (
    # parts of Qt that no panel uses
    "PySide6.QtConcurrent", "PySide6.QtDBus", "PySide6.QtDesigner", "PySide6.QtHelp",
    "PySide6.QtNetwork", "PySide6.QtPrintSupport", "PySide6.QtQml", "PySide6.QtQuick",
    "PySide6.QtQuickControls2", "PySide6.QtQuickTest", "PySide6.QtQuickWidgets", "PySide6.QtSql",
    "PySide6.QtUiTools", "PySide6.QtXml",
    # what libraries would use if it were there
    "brotli", "brotlicffi", "Cryptodome", "Crypto", "cupy", "gi", "google.protobuf", "h5py",
    "hdf5plugin", "jnius", "matplotlib", "numba", "OpenGL", "pandas", "pyarrow", "scipy", "socks",
    "winloop", "chardet", "dbus", "numpy.f2py", "numpy.testing", "numpy.distutils",
    "pyqtgraph.console", "pyqtgraph.dockarea", "pyqtgraph.examples", "pyqtgraph.flowchart",
    "pyqtgraph.opengl", "pyqtgraph.jupyter", "pyqtgraph.canvas", "pyqtgraph.exporters",
    # what structlog would colour tracebacks with; they go to a file here
    "rich", "pygments", "markdown_it", "mdurl",
    # what belongs to building and testing
    "_pytest", "flit_core", "hypothesis", "mypy", "pip", "pkg_resources", "pytest", "setuptools",
    "wheel", "unittest", "doctest", "lib2to3", "ensurepip", "distutils", "test",
    # other windows, and a database of names
    "tkinter", "_tkinter", "turtle", "idlelib", "curses", "readline",
    # ccxt: exchanges that trade by signing for a blockchain, and its own extras
    "ccxt.static_dependencies", "ccxt.protobuf", "ccxt.test",
)  # fmt: skip
"""Left out with everything below them. An import of one fails, as where it is not installed."""

_ASK = """
import pkgutil, sys
import terminal.venues.ccxt
import ccxt.pro
from terminal.venues.ccxt.catalogue import CATALOGUE
for venue in CATALOGUE:
    getattr(ccxt.pro, venue)
import ccxt.base.errors, ccxt.async_support.base.ws.cache
used = {name for name in sys.modules if name.split(".")[0] == "ccxt"}
all_there = {
    f"{package}.{module.name}"
    for package in ("ccxt", "ccxt.abstract", "ccxt.async_support", "ccxt.pro")
    for module in pkgutil.iter_modules(__import__(package, fromlist=["x"]).__path__)
}
print("\\n".join(sorted(used)))
print()
print("\\n".join(sorted(all_there - used)))
"""


def ccxt_modules() -> tuple[list[str], list[str]]:
    """Return ccxt's modules that the catalogue's exchanges use, and the others."""
    done = subprocess.run([sys.executable, "-c", _ASK], capture_output=True, text=True, check=True)
    used, others = done.stdout.split("\n\n")
    return used.split(), others.split()
