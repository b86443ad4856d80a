"""Nothing that the process writes shows a key, a secret or a passphrase, at DEBUG level."""

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest

from terminal.storage.redaction import MASK, written_forms
from tests.unit.app.planted_secret import KEY, MARKER, PLANTED, SECRET, WORDS

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the driver ends as POSIX does")

ROOT = Path(__file__).resolve().parents[3]


def written(tmp_path: Path, leak: str) -> dict[str, bytes]:
    """Run the terminal with a planted secret; return everything it wrote anywhere."""
    data, home = tmp_path / "data", tmp_path / "home"
    data.mkdir(mode=0o700)
    home.mkdir()
    ended = subprocess.run(
        [sys.executable, "-m", "tests.unit.app.planted_secret", str(data), leak],
        capture_output=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
        cwd=ROOT,
        env={**os.environ, "HOME": str(home), "TMPDIR": str(home)},
    )
    found = {"stdout": ended.stdout, "stderr": ended.stderr}
    assert MARKER.encode() in ended.stderr, ended.stderr.decode()[-2_000:]
    assert ended.returncode == 2
    for path in [*data.rglob("*"), *home.rglob("*")]:
        if path.is_file():
            content = path.read_bytes()
            found[path.name] = gzip.decompress(content) if path.suffix == ".gz" else content
    return found


def leaks(found: dict[str, bytes]) -> set[str]:
    forms = {form for secret in (KEY, SECRET, WORDS) for form in written_forms(secret)}
    return {name for name, content in found.items() for form in forms if form.encode() in content}


def test_a_planted_secret_is_in_nothing_that_the_process_wrote(tmp_path: Path) -> None:
    found = written(tmp_path, "none")
    assert leaks(found) == set()
    assert {"terminal.log", "journal.sqlite", "session.jsonl", "settings.toml"} <= set(found)
    log = found["terminal.log"].decode()
    assert sum(MASK in line for line in log.splitlines()) > 10
    assert "fetch Request: bybit GET" in log, "ccxt's own words are in the log"
    assert b"fetch Re" not in found["stdout"], "and not printed"
    for what in ("unclosed", "nobody caught this", "the program ended", "it broke at", "as JSON"):
        assert what in log
    assert "internal error (RuntimeError" in found["stderr"].decode()
    assert "Traceback" not in found["stderr"].decode()
    assert PLANTED.fingerprint not in found["settings.toml"].decode()


def test_the_search_finds_a_secret_that_does_show(tmp_path: Path) -> None:
    assert leaks(written(tmp_path, "leak")) == {"stderr", "note"}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks the Linux kernel")
def test_a_crash_leaves_no_core_and_no_other_process_may_look_into_the_memory() -> None:
    program = (
        "from terminal.app.environment import forbid_core_dumps; forbid_core_dumps()\n"
        "import ctypes, resource\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE)[0], ctypes.CDLL(None).prctl(3))"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, timeout=30
    )
    assert told.stdout == "0 0\n", told.stderr
