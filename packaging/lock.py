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
    "--universal --python-version 3.11 --generate-hashes --no-annotate --no-header "
    "--no-emit-index-url --no-emit-find-links --quiet"
)
LOCKS = {
    "requirements.txt": "--group build",
    "requirements-test.txt": "--group build --group test --all-extras",
}


def main(further: list[str]) -> int:
    """Write each lock; returns the first exit status that is not 0."""
    for name, contents in LOCKS.items():
        compile_lock = ["uv", "pip", "compile", "pyproject.toml", *FORM.split(), *contents.split()]
        output = ["--output-file", f"packaging/{name}"]
        status = subprocess.run([*compile_lock, *output, *further], cwd=ROOT).returncode
        if status:
            return status
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
