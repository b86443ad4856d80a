"""Ask a public database whether a known vulnerability is in what is locked.

    python packaging/audit.py [further options of pip-audit]

Needs the network, and pip-audit from packaging/requirements-ship.txt. Nothing is installed and
nothing but names and versions is sent. Exit status: 0 nothing known, 1 something found, 2 it could
not be asked.
"""

import importlib.util
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
LOCKS = ("requirements.txt", "requirements-ship.txt", "requirements-test.txt")
UNREACHABLE = (
    "audit.py: the database of vulnerabilities cannot be reached, so nothing is known of {lock}. "
    "Run it again where there is a network; the release workflow runs it too."
)
MISSING = (
    "audit.py: pip-audit is not installed here. Install it into an environment of its own: "
    "pip install --require-hashes -r packaging/requirements-ship.txt"
)


def main(further: list[str]) -> int:
    """Ask for each lock; returns the worst exit status."""
    if importlib.util.find_spec("pip_audit") is None:
        print(MISSING, file=sys.stderr)
        return 2
    return max(audit(lock, further) for lock in LOCKS)


def audit(lock: str, further: list[str]) -> int:
    """Ask for one lock and print the answer."""
    command = [sys.executable, "-m", "pip_audit", "--progress-spinner", "off", "--disable-pip"]
    command += ["--require-hashes", "--vulnerability-service", "osv", "-r", str(HERE / lock)]
    done = subprocess.run([*command, *further], capture_output=True, text=True)
    return report(lock, done.returncode, done.stdout, done.stderr)


def report(lock: str, status: int, output: str, errors: str) -> int:
    """Say what pip-audit's answer means; it ends with 1 for a finding and for a failure alike."""
    found = "vulnerabilit" in errors and "Found" in errors
    if status == 0:
        print(f"{lock}: no known vulnerability")
        return 0
    if found:
        print(f"{lock}:\n{output}{errors}", end="")
        return 1
    print(UNREACHABLE.format(lock=lock), file=sys.stderr)
    last = errors.strip().splitlines()[-1:] or ["it gave no reason"]
    print(f"    {last[0][:300]}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
