"""Ask a public database whether a known vulnerability is in what is locked.

    python packaging/audit.py [--database all.zip] [further options of pip-audit]

Needs pip-audit from packaging/requirements-ship.txt, and the network; or, where there is none, a
copy of the database: OSV's PyPI/all.zip, fetched where there is a network. Nothing is installed and
nothing but names and versions is sent. What is locked for other systems is asked about as well.
Exit status: 0 nothing known, 1 something found, 2 it could not be asked.
"""

import argparse
import importlib.util
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from advisories import Advisories, DatabaseError, served

HERE = Path(__file__).resolve().parent
LOCKS = ("requirements.txt", "requirements-ship.txt", "requirements-test.txt")
UNREACHABLE = (
    "audit.py: the database of vulnerabilities cannot be reached, so nothing is known of {lock}. "
    "Run it again where there is a network, or with --database and a copy of it; the release "
    "workflow runs it too."
)
MISSING = (
    "audit.py: pip-audit is not installed here. Install it into an environment of its own: "
    "pip install --require-hashes -r packaging/requirements-ship.txt"
)
UNREADABLE = (
    "audit.py: this is not OSV's archive of PyPI, so nothing is known: {error}. It is published as "
    "PyPI/all.zip in OSV's bucket osv-vulnerabilities."
)
_MARKER = re.compile(r"^([A-Za-z0-9][\w.-]*==\S+) ; [^\\\n]*", re.MULTILINE)


def main(arguments: list[str]) -> int:
    """Ask for each lock; returns the worst exit status."""
    parser = argparse.ArgumentParser(description="Ask for known vulnerabilities in the locks.")
    parser.add_argument("--database", type=Path, metavar="ZIP", help="ask this copy of OSV's")
    chosen, further = parser.parse_known_args(arguments)
    if importlib.util.find_spec("pip_audit") is None:
        print(MISSING, file=sys.stderr)
        return 2
    if chosen.database is None:
        return max(audit(lock, further) for lock in LOCKS)
    try:
        advisories = Advisories(chosen.database)
    except DatabaseError as error:
        print(UNREADABLE.format(error=error), file=sys.stderr)
        return 2
    print(f"{chosen.database}: {advisories.records} records, the newest of {advisories.newest}")
    with served(advisories) as address:
        return max(audit(lock, [*further, "--osv-url", address]) for lock in LOCKS)


def audit(lock: str, further: list[str]) -> int:
    """Ask for one lock and print the answer."""
    with tempfile.TemporaryDirectory() as folder:
        everything = Path(folder, lock)
        everything.write_text(for_every_system((HERE / lock).read_text("utf-8")), "utf-8")
        command = [sys.executable, "-m", "pip_audit", "--progress-spinner", "off", "--disable-pip"]
        command += ["--require-hashes", "--vulnerability-service", "osv", "-r", str(everything)]
        environment = {**os.environ, "NO_PROXY": f"{os.environ.get('NO_PROXY', '')},127.0.0.1"}
        done = subprocess.run([*command, *further], capture_output=True, text=True, env=environment)
    return report(lock, done.returncode, done.stdout, done.stderr)


def for_every_system(lock: str) -> str:
    """Return a lock without its markers: pip-audit skips what this system would not install."""
    return _MARKER.sub(r"\1 ", lock)


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
