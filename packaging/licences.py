"""List the licences of what the program is made of. Run after the lock has changed.

    python packaging/licences.py

Writes THIRD_PARTY.md from the lock and from what the installed libraries say of themselves. Their
licence texts are put beside the frozen program by the spec (`texts`).
"""

import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path, PurePosixPath

HERE = Path(__file__).resolve().parent
LOCK = HERE / "requirements.txt"
TABLE = HERE / "THIRD_PARTY.md"

_PIN = re.compile(r"^([A-Za-z0-9][\w.-]*)==([^\s;\\]+)", re.MULTILINE)
_LICENCE_FILE = re.compile(r"licen[cs]e|copying|notice|copyright", re.IGNORECASE)

_GENERAL = re.compile(r"/usr/share/common-licenses/[A-Za-z]+(?:-\d+(?:\.\d+)*)?")

# In the lock for another system than the one this is run on.
ELSEWHERE = {
    "jeepney": "MIT",
    "pywin32-ctypes": "BSD-3-Clause",
    "secretstorage": "BSD-3-Clause",
    "uvloop": "MIT OR Apache-2.0",
    "winloop": "MIT OR Apache-2.0",
}
# Where the metadata says it in words of its own, or says less than the project does.
IN_SPDX = {
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "LGPL": "LGPL-3.0-only",
    "MIT License": "MIT",
}
HEAD = """# Third-party licences

The program is made of these libraries. What they carry themselves of licence texts lies in the \
program's folder under `licences`; `python packaging/licences.py` makes this list from the lock.

| library | version | licence |
| --- | --- | --- |
"""
TAIL = """
Inside some of them, or beside them in the packages:

- Python (PSF-2.0), with OpenSSL (Apache-2.0), SQLite (public domain), zlib, bzip2, libffi and XZ.
- Qt 6 (LGPL-3.0-only), with ICU (Unicode-3.0), HarfBuzz, FreeType, libpng and PCRE2. Qt is linked \
dynamically and lies in files of its own: whoever wants another build of it replaces those files. \
Its source, and that of PySide6, is at <https://download.qt.io/official_releases/> under the \
version above.
- numpy with OpenBLAS (BSD-3-Clause) and the GCC run-time libraries (GPL-3.0 with the run-time \
exception).
- On Linux, libraries of the system it was built on, such as those of the X Window System and of \
GLib; `licences/system` has what that system says of each.
- The typeface Inter (OFL-1.1), whose licence lies beside it.
"""


def main() -> int:
    """Write the table."""
    TABLE.write_text(table(), "utf-8")
    return 0


def table() -> str:
    """Return the text of THIRD_PARTY.md as it has to be now."""
    rows = [f"| {name} | {version} | {licence_of(name)} |" for name, version in pins()]
    return HEAD + "\n".join(rows) + "\n" + TAIL


def pins() -> list[tuple[str, str]]:
    """Return what is locked for running: name and version."""
    return _PIN.findall(LOCK.read_text("utf-8"))


def licence_of(name: str) -> str:
    """Return the licence as the library itself states it, in SPDX's words."""
    try:
        metadata = distribution(name).metadata.json
    except PackageNotFoundError:
        return ELSEWHERE[name]
    if expression := metadata.get("license_expression"):
        return str(expression)
    if name in ELSEWHERE:
        return ELSEWHERE[name]
    stated = str(metadata.get("license") or "").strip()
    if stated and "\n" not in stated:
        return IN_SPDX.get(stated, stated)
    trove = [
        line.rpartition("::")[2].strip()
        for line in metadata.get("classifier", [])
        if line.startswith("License ::")
    ]
    return " OR ".join(IN_SPDX.get(line, line) for line in trove)


def texts() -> Iterator[tuple[Path, str]]:
    """Yield each licence file of an installed library and the folder it goes to."""
    for name, _ in pins():
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue
        for path in _licence_files(found):
            yield path, f"licences/{name}"
    for path in sorted((HERE / "licences").glob("*.txt")):
        yield path, "licences"
    yield TABLE, "licences"
    yield python_s_own(), "licences/python"


def python_s_own() -> Path:
    """Return the licence of the Python that is carried; a build without it is refused."""
    folders = [Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix)]
    for path in (folder / "LICENSE.txt" for folder in folders):
        if path.is_file():
            return path
    raise SystemExit(f"licences.py: no LICENSE.txt of Python in {folders}; use a complete Python")


def of_the_system(libraries: Iterable[str]) -> Iterator[tuple[Path, str]]:
    """Yield what Debian and its relatives say of the system's own `libraries`, as `texts` does.

    A general licence that is only named there comes along. Elsewhere nothing is known, or needed:
    macOS and Windows builds carry no library of the system.
    """
    general: set[Path] = set()
    for package in sorted(set(filter(None, map(_package_of, libraries)))):
        copyright_file = Path("/usr/share/doc", package, "copyright")
        if copyright_file.is_file():
            general.update(map(Path, _GENERAL.findall(copyright_file.read_text("utf-8"))))
            yield copyright_file, f"licences/system/{package}"
    for path in sorted(general):
        if path.is_file():
            yield path, "licences/system/common-licenses"


def _package_of(library: str) -> str | None:
    """Return the package that `library` belongs to, whichever of its two names the system knows."""
    path = Path(library)
    for name in (path, path.resolve(), Path("/usr", *path.parts[1:])):
        try:
            done = subprocess.run(["dpkg-query", "--search", name], capture_output=True, text=True)
        except OSError:
            return None
        if done.returncode == 0:
            return done.stdout.partition(":")[0]
    return None


def _licence_files(found: Distribution) -> list[Path]:
    named = [PurePosixPath(str(file)) for file in found.files or []]
    chosen = [name for name in named if _LICENCE_FILE.search(name.name) and _is_metadata(name)]
    return sorted(Path(str(found.locate_file(name))) for name in chosen)


def _is_metadata(name: PurePosixPath) -> bool:
    return any(part.endswith(".dist-info") for part in name.parts)


if __name__ == "__main__":
    sys.exit(main())
