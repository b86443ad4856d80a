"""Make the hashed locks anew from pyproject.toml. Needs uv; run after changing a dependency.

    python packaging/lock.py [further options of `uv pip compile`, such as --upgrade]

One lock holds for Linux, macOS and Windows and for every supported Python (by markers), with the
hash of every file that may be installed. It names no index: where to download from is the
installing machine's own affair.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FORM = (
    "uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header "
    "--no-emit-index-url --no-emit-find-links --quiet"
)
LOCKS = {
    "requirements.txt": "pyproject.toml --group build",
    "requirements-test.txt": "pyproject.toml --group build --group test --all-extras",
    # Installed beside the first one, so what is in both has to be the same.
    "requirements-ship.txt": "--group pyproject.toml:ship -c packaging/requirements-test.txt",
}


def main(further: list[str]) -> int:
    """Write each lock; returns the first exit status that is not 0."""
    for name, contents in LOCKS.items():
        output = ["--output-file", f"packaging/{name}"]
        command = [*FORM.split(), *contents.split(), *output, *further]
        status = subprocess.run(command, cwd=ROOT).returncode
        if status:
            return status
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
