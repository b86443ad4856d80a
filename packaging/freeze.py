"""Build the program for this system: one folder, the same bytes whenever it is built again.

    python packaging/freeze.py [--output DIR]

Needs an environment with packaging/requirements.txt and packaging/requirements-ship.txt; on Linux
also binutils. The build's clock is SOURCE_DATE_EPOCH or, without it, the time of the last commit.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAME = "scaling-terminal"


def main(arguments: list[str]) -> int:
    """Build, and print how large the result is and what identifies it."""
    parser = argparse.ArgumentParser(description="Build the program for this system.")
    parser.add_argument("--output", type=Path, default=ROOT / "dist", metavar="DIR")
    output = parser.parse_args(arguments).output.resolve()
    work = output / "work"
    command = [sys.executable, "-m", "PyInstaller", "--clean", "--noconfirm", "--log-level", "WARN"]
    command += ["--distpath", str(output), "--workpath", str(work)]
    command.append(str(ROOT / "packaging" / f"{NAME}.spec"))
    status = subprocess.run(command, cwd=ROOT, env=build_environment()).returncode
    if status:
        return status
    shutil.rmtree(work)
    files = listing(output / NAME)
    size = sum((output / NAME / name).lstat().st_size for name in files)
    digest = hashlib.sha256("".join(f"{d}  {n}\n" for n, d in files.items()).encode()).hexdigest()
    print(f"{output / NAME}: {len(files)} files, {size / 1e6:.0f} MB, {digest}")
    return 0


def build_environment() -> dict[str, str]:
    """Return the environment of a build: nothing in it depends on when, or on chance."""
    return {
        **os.environ,
        "PYTHONHASHSEED": "1",
        "SOURCE_DATE_EPOCH": str(source_date()),
        "PYTHONPATH": str(ROOT),
        "QT_QPA_PLATFORM": "offscreen",
    }


def source_date() -> int:
    """Return the build's clock, in seconds since the epoch."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return int(given)
    asked = ["git", "log", "-1", "--format=%ct"]
    return int(subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout)


def listing(folder: Path) -> dict[str, str]:
    """Return every file's SHA-256 by its path; a link's is that of where it leads."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            content = str(path.readlink()).encode()
        elif path.is_file():
            content = path.read_bytes()
        else:
            continue
        found[path.relative_to(folder).as_posix()] = hashlib.sha256(content).hexdigest()
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
