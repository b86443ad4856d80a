"""A real Secret Service: gnome-keyring under a D-Bus of its own, the terminal as a process.

Skipped where its programs are not installed: `apt-get install gnome-keyring dbus` brings them.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_PROGRAMS = ("dbus-run-session", "gnome-keyring-daemon")
_MISSING = [name for name in _PROGRAMS if shutil.which(name) is None]

pytestmark = pytest.mark.skipif(
    bool(_MISSING) or not sys.platform.startswith("linux"),
    reason=f"needs a Linux with {', '.join(_MISSING) or 'a Secret Service'}",
)

KEY, SECRET, WORDS = "KEYplanted7315024", "SECRETplanted9948271", "WORDSplanted5521"
_UNLOCK = 'printf "a password of this test" | gnome-keyring-daemon --unlock --components=secrets'

_ROGUE = """
from pathlib import Path
Path({marker!r}).write_text("ran")
from keyring.backend import KeyringBackend
class Keyring(KeyringBackend):
    priority = 99
    def get_password(self, service, username): return None
    def set_password(self, service, username, password):
        Path({marker!r}).write_text(password)
    def delete_password(self, service, username): pass
"""


class Desktop:
    """A user's session: a home, a bus, a keyring, and a rogue that wants to be the keyring."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.marker = home / "the-rogue-ran"
        rogue = home / "rogue"
        rogue.mkdir()
        (rogue / "rogue_keyring.py").write_text(_ROGUE.format(marker=str(self.marker)))
        for place in (".config/python_keyring", ".local/share/python_keyring"):
            configuration = home / place
            configuration.mkdir(parents=True)
            (configuration / "keyringrc.cfg").write_text(
                f"[backend]\ndefault-keyring=rogue_keyring.Keyring\nkeyring-path={rogue}\n"
            )
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(home / "run"),
            "PYTHONPATH": str(rogue),
            "PYTHON_KEYRING_BACKEND": "rogue_keyring.Keyring",
            "KEYRING_PROPERTY_SCHEME": "KeePassXC",
        }
        (home / "run").mkdir(mode=0o700)

    def run(
        self, script: str, *, locked: bool = False, typed: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """Run shell lines in the session; `terminal` is the program."""
        unlock = "" if locked else f"{_UNLOCK} > /dev/null\n"
        program = f'terminal() {{ "{sys.executable}" -m terminal "$@"; }}\n'
        return subprocess.run(
            ["dbus-run-session", "--", "bash", "-c", program + unlock + script],
            capture_output=True,
            text=True,
            timeout=60,
            input=typed,
            env=self.environment,
            cwd=Path(__file__).resolve().parents[2],
        )

    def everything_written(self) -> dict[Path, bytes]:
        return {
            path: path.read_bytes()
            for path in self.home.rglob("*")
            if path.is_file() and "rogue/" not in str(path)
        }


@pytest.fixture
def desktop(tmp_path: Path) -> Desktop:
    return Desktop(tmp_path)


def test_a_key_is_kept_listed_renamed_and_deleted(desktop: Desktop) -> None:
    ended = desktop.run(
        "terminal keys add bybit/testnet --passphrase --untested\n"
        "terminal keys list\n"
        "terminal keys rename bybit/testnet second\n"
        "terminal keys list\n"
        "terminal keys delete bybit/testnet/second\n"
        "terminal keys list\n",
        typed=f"{KEY}\n{SECRET}\n{WORDS}\n",
    )
    assert ended.returncode == 0, ended.stderr
    said = ended.stdout.splitlines()
    assert said[0].startswith("bybit/testnet/main: KEYp…")
    assert "is kept in Secret Service; not tried at the venue" in said[0]
    assert said[2].startswith("bybit/testnet/main: KEYp…")
    assert said[4].startswith("bybit/testnet/second: KEYp…")
    assert said[-1] == "no keys are kept in Secret Service"
    assert not any(secret in ended.stdout + ended.stderr for secret in (KEY, SECRET, WORDS))


def test_the_rogue_neither_runs_nor_sees_a_secret(desktop: Desktop) -> None:
    ended = desktop.run(
        "terminal keys add bybit/testnet --untested && terminal keys list && "
        'terminal doctor --data-dir "$HOME/data"',
        typed=f"{KEY}\n{SECRET}\n",
    )
    assert ended.returncode == 0, ended.stderr
    assert "keyring          ok       Secret Service" in ended.stdout
    assert not desktop.marker.exists()


def test_the_rogue_would_have_run_where_the_library_is_asked_for_the_keyring(
    desktop: Desktop,
) -> None:
    """Else the test above proves nothing."""
    ended = desktop.run(
        f"\"{sys.executable}\" -c \"import keyring; keyring.set_password('a', 'b', 'seen')\""
    )
    assert ended.returncode == 0, ended.stderr
    assert desktop.marker.read_text() == "seen"


def test_what_is_kept_is_on_disk_only_encrypted(desktop: Desktop) -> None:
    ended = desktop.run("terminal keys add bybit/testnet --untested", typed=f"{KEY}\n{SECRET}\n")
    assert ended.returncode == 0, ended.stderr
    written = desktop.everything_written()
    assert any(path.suffix == ".keyring" for path in written)
    for path, content in written.items():
        assert KEY.encode() not in content, path
        assert SECRET.encode() not in content, path


def test_a_key_is_there_in_the_next_session(desktop: Desktop) -> None:
    first = desktop.run("terminal keys add bybit/testnet --untested", typed=f"{KEY}\n{SECRET}\n")
    assert first.returncode == 0, first.stderr
    second = desktop.run("terminal keys list")
    assert second.stdout.startswith("bybit/testnet/main: KEYp…")


def test_the_self_check_leaves_nothing_in_the_keyring(desktop: Desktop) -> None:
    program = (
        "import secretstorage as s; c = s.get_default_collection(s.dbus_init()); "
        "print(sorted(i.get_label() for i in c.get_all_items()))"
    )
    ended = desktop.run(
        f'terminal doctor --data-dir "$HOME/data" > /dev/null\n"{sys.executable}" -c "{program}"'
    )
    assert ended.stdout == "[]\n", ended.stderr


def test_without_a_bus_there_is_no_keyring_and_nothing_is_kept(desktop: Desktop) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "terminal", "keys", "add", "bybit/testnet", "--untested"],
        capture_output=True,
        text=True,
        timeout=60,
        input=f"{KEY}\n{SECRET}\n",
        env=desktop.environment,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert "there is no keyring to keep a key in" in ended.stderr
    assert "--ask-keys" in ended.stderr
    assert not desktop.marker.exists()
    for path, content in desktop.everything_written().items():
        assert SECRET.encode() not in content, path


def test_a_keyring_that_stays_locked_is_called_that_and_memory_is_no_substitute(
    desktop: Desktop,
) -> None:
    first = desktop.run("terminal keys add bybit/testnet --untested", typed=f"{KEY}\n{SECRET}\n")
    assert first.returncode == 0, first.stderr
    start = "gnome-keyring-daemon --start --components=secrets > /dev/null\n"
    listed = desktop.run(f"{start}terminal keys list 2>&1", locked=True)
    assert "would not list its keys (KeyringLocked); unlock it" in listed.stdout
    told = desktop.run(f'{start}terminal doctor --data-dir "$HOME/data"', locked=True)
    assert "keyring          problem  Secret Service, locked" in told.stdout
