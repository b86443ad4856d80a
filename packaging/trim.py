"""Leaves out of the frozen program what hooks collect and no part of it asks for."""

import posixpath
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from PyInstaller.depend.bindepend import get_imports

Entry = tuple[str, str, str]
"""An entry of PyInstaller's tables: name in the program, source file, kind."""

_KEPT_PLUGINS = re.compile(
    r"""plugins/(
        platforms/(lib)?q(xcb|offscreen|wayland(-egl|-generic)?|cocoa|windows)
        | imageformats/(lib)?q(svg|ico)
        | iconengines/
        | styles/
        | platformthemes/(lib)?qxdgdesktopportal
        | platforminputcontexts/(lib)?(compose|ibus)
        | xcbglintegrations/
        | wayland-(shell-integration|decoration-client|graphics-integration-client)/
    )""",
    re.VERBOSE,
)
_USELESS_DATA = re.compile(
    r"PySide6/(Qt/)?(translations|metatypes|qml|typesystems|glue|include)/"
    r"|^(tcl|tk|_tcl_data|_tk_data)"
    r"|/tests?/|\.pyi$|numpy/.*/(tests|include)/"
    r"|pyqtgraph/(examples|icons/peegee|colors/maps)"
)
_LIBPYTHON = re.compile(r"^libpython3[^/]*\.so")
_LEFT_AS_IT_IS = re.compile(r"(numpy|PySide6|shiboken6)[/.]")
_LIBRARY = re.compile(r"(\.so(\.\d+)*|\.dylib|\.dll)$", re.IGNORECASE)


def data(entries: Iterable[Entry]) -> list[Entry]:
    """Leave out data that is for developers, other languages or other toolkits."""
    return sorted(e for e in entries if not _USELESS_DATA.search(_slashed(e[0])))


def without_loose_links(entries: Iterable[Entry], there: Iterable[Entry]) -> list[Entry]:
    """Leave out links to what is not `there` any more."""
    names = {_slashed(entry[0]) for entry in there}
    return [entry for entry in entries if entry[2] != "SYMLINK" or _target(entry) in names]


def _target(link: Entry) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(_slashed(link[0])), link[1]))


def binaries(entries: Iterable[Entry], work: Path) -> list[Entry]:
    """Leave out Qt plugins that are not used, then the libraries that only those needed."""
    wanted = [entry for entry in entries if _wanted(_slashed(entry[0]))]
    links = [entry for entry in wanted if entry[2] == "SYMLINK"]
    kept = [entry for entry in wanted if entry[2] != "SYMLINK"]
    loaded = [entry for entry in kept if not _is_mere_library(entry)]
    needed = {Path(entry[1]).name for entry in loaded}
    waiting = [entry[1] for entry in loaded]
    by_name = {Path(entry[1]).name: entry[1] for entry in kept}
    while waiting:
        for name, _path in get_imports(waiting.pop(), search_paths=[]):
            found = by_name.get(Path(name).name)
            if found is not None and Path(found).name not in needed:
                needed.add(Path(found).name)
                waiting.append(found)
    there = [_lighter(entry, work) for entry in kept if Path(entry[1]).name in needed]
    return sorted([*there, *without_loose_links(links, there)])


def _wanted(name: str) -> bool:
    return "/plugins/" not in name or _KEPT_PLUGINS.search(name) is not None


def _is_mere_library(entry: Entry) -> bool:
    """True for what is there only because something else is linked to it."""
    name, _, kind = entry
    if kind == "EXTENSION" or "/plugins/" in _slashed(name) or _LIBPYTHON.search(name):
        return False
    return _LIBRARY.search(name) is not None and not name.lower().startswith("python3")


def _lighter(entry: Entry, work: Path) -> Entry:
    """Take out the symbols that only a debugger reads.

    Not those of numpy and Qt: their wheels are made without, and OpenBLAS breaks when it is
    written anew.
    """
    name, source, kind = entry
    if sys.platform != "linux" or _LEFT_AS_IT_IS.match(_slashed(name)):
        return entry
    target = work / name
    target.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["strip", "--strip-unneeded", "-o", str(target), source], check=True)
    return name, str(target), kind


def _slashed(name: str) -> str:
    return name.replace("\\", "/")
