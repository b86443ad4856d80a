"""List the licences of what the program is made of. Run after the lock has changed.

    python packaging/licences.py

Writes THIRD_PARTY.md from the lock and from what the installed libraries say of themselves. Their
licence texts are put beside the frozen program by the spec (`texts`).
"""

import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path, PurePosixPath

HERE = Path(__file__).resolve().parent
LOCK = HERE / "requirements.txt"
TABLE = HERE / "THIRD_PARTY.md"

_PIN = re.compile(r"^([A-Za-z0-9][\w.-]*)==([^\s;\\]+)", re.MULTILINE)
_LICENCE_FILE = re.compile(r"licen[cs]e|copying|notice|copyright", re.IGNORECASE)

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
dynamically and lies in files of its own: whoever wants another build of it replaces those files.
- numpy with OpenBLAS (BSD-3-Clause) and the GCC run-time libraries (GPL-3.0 with the run-time \
exception).
- On Linux, libraries of the X Window System and of GLib (MIT, LGPL-2.1-or-later).
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


def _licence_files(found: Distribution) -> list[Path]:
    named = [PurePosixPath(str(file)) for file in found.files or []]
    chosen = [name for name in named if _LICENCE_FILE.search(name.name) and _is_metadata(name)]
    return sorted(Path(str(found.locate_file(name))) for name in chosen)


def _is_metadata(name: PurePosixPath) -> bool:
    return any(part.endswith(".dist-info") for part in name.parts)


if __name__ == "__main__":
    sys.exit(main())
