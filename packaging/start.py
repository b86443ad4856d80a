"""Set everything up and open the terminal, or run its tests. Needs nothing but Python.

    python3 packaging/start.py [arguments of the terminal]
    python3 packaging/start.py test [arguments of pytest]

Both make the environment in .venv, install the hashed lock and Qt's missing system libraries, and
do nothing of that a second time. An interrupted set-up is continued by the same command.

Annotations are quoted so that a Python too old for us gets as far as being told so.
"""

import ctypes
import hashlib
import importlib.util
import os
import platform
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

OLDEST, TOO_NEW = (3, 11), (3, 14)
ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
UNFINISHED = ENVIRONMENT / "unfinished"  # there while packages are being installed
RUN_LOCK = ROOT / "packaging" / "requirements.txt"
TEST_LOCK = ROOT / "packaging" / "requirements-test.txt"  # everything in RUN_LOCK, and more

# The oldest C library, by processor, that the window's library is built for.
OLDEST_GLIBC = {"x86_64": (2, 34), "aarch64": (2, 39)}

# What Qt loads on Linux and no wheel brings: library, and its package for apt, dnf and pacman.
PACKAGE_MANAGERS = {
    "apt-get": "apt-get install -y --no-install-recommends",
    "dnf": "dnf install -y",
    "pacman": "pacman -S --needed --noconfirm",
}
QT_LIBRARIES = {
    "libGL.so.1": ("libgl1", "libglvnd-glx", "libglvnd"),
    "libEGL.so.1": ("libegl1", "libglvnd-egl", "libglvnd"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2", "glib2"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs", "dbus"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig", "fontconfig"),
    "libfreetype.so.6": ("libfreetype6", "freetype", "freetype2"),
    "libX11-xcb.so.1": ("libx11-xcb1", "libX11-xcb", "libx11"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon", "libxkbcommon"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11"),
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm", "xcb-util-wm"),
    "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image", "xcb-util-image"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms"),
    "libxcb-randr.so.0": ("libxcb-randr0", "libxcb", "libxcb"),
    "libxcb-render-util.so.0": (
        "libxcb-render-util0",
        "xcb-util-renderutil",
        "xcb-util-renderutil",
    ),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb", "libxcb"),
    "libxcb-sync.so.1": ("libxcb-sync1", "libxcb", "libxcb"),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0", "libxcb", "libxcb"),
    "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb", "libxcb"),
}
WINDOWLESS_COMMANDS = {"replay", "calc", "kill", "doctor", "journal", "keys", "venues"}
SELF_TEST = "--self-test"  # paints its window into memory: Qt's libraries, but no display
WINDOWLESS_OPTIONS = {"--headless", "--version", "--help", "-h", SELF_TEST}


class SetupError(Exception):
    """The set-up cannot go on; the text says why and what the person at the keyboard can do."""


def main(arguments: "list[str]") -> int:
    """Set up, then become the terminal or its tests; returns the exit status."""
    testing = arguments[:1] == ["test"]
    windowed = not testing and opens_a_window(arguments)
    try:
        check_python()
        check_machine()
        if windowed:
            check_display()
        install_system_packages(qt=windowed or testing or SELF_TEST in arguments)
        lock = TEST_LOCK if testing else RUN_LOCK
        if not is_set_up(lock):
            set_up(lock)
    except SetupError as error:
        print(f"start.py: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nstart.py: interrupted; the same command goes on from here.", file=sys.stderr)
        return 130
    return run_tests(arguments[1:]) if testing else run_terminal(arguments)


def opens_a_window(arguments: "list[str]") -> bool:
    """Return whether the terminal, given these arguments, needs a display."""
    if arguments[:1] and arguments[0] in WINDOWLESS_COMMANDS:
        return False
    return WINDOWLESS_OPTIONS.isdisjoint(arguments)


def check_python() -> None:
    """Refuse a Python on which the locked libraries do not run."""
    if not OLDEST <= sys.version_info[:2] < TOO_NEW:
        example = "py -3.13" if os.name == "nt" else "python3.13"
        raise SetupError(
            f"Python 3.11, 3.12 or 3.13 is needed, and this is {sys.version.split()[0]}. "
            f"Start it with one of those, for example: {example} packaging/start.py"
        )


def check_machine() -> None:
    """Refuse a machine for which a locked library has no build, before pip says it in its way."""
    machine = platform.machine()
    if sys.platform == "darwin" and machine == "x86_64":
        raise SetupError(
            "this Python is one for Intel Macs, and the locked cryptography has no build for them. "
            "Use an Apple silicon Mac with a Python of its own kind, or Linux or Windows"
        )
    library, version = platform.libc_ver()
    if sys.platform.startswith("linux") and library == "glibc" and machine in OLDEST_GLIBC:
        oldest = OLDEST_GLIBC[machine]
        if tuple(map(int, version.split(".")[:2])) < oldest:
            raise SetupError(
                "this system's C library is {}, and the window's needs {}.{} or newer: that of "
                "Debian {} or Ubuntu {}".format(
                    version, *oldest, *(("12", "22.04") if oldest == (2, 34) else ("13", "24.04"))
                )
            )


def check_display() -> None:
    """Say at once, before anything is installed, when a window could not be shown."""
    wanted = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in wanted):
        raise SetupError(
            "there is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set). The same "
            "engine runs without a window: python3 packaging/start.py --headless"
        )


def install_system_packages(*, qt: bool) -> None:
    """Install what the system lacks (Linux), or raise with the exact line that would."""
    if not sys.platform.startswith("linux"):
        return
    manager = next(filter(shutil.which, PACKAGE_MANAGERS), "apt-get")
    packages = missing_packages(list(PACKAGE_MANAGERS).index(manager), qt=qt)
    if not packages:
        return
    install = [*PACKAGE_MANAGERS[manager].split(), *packages]
    refresh = [["apt-get", "update"]] if manager == "apt-get" else []
    prefix = superuser_prefix()
    if manager == "apt-get" and prefix is not None and shutil.which(manager):
        print("Installing system packages:", *packages, flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        commands = [[*prefix, *command] for command in (*refresh, install)]
        if all(subprocess.run(command, env=environment).returncode == 0 for command in commands):
            return
    lines = [shlex.join(["sudo", *command]) for command in (*refresh, install)]
    raise SetupError(
        "the system lacks some packages. Install them, then run the same command again:\n    "
        + " && ".join(lines)
    )


def missing_packages(column: int, *, qt: bool) -> "list[str]":
    """Return the packages to install; `column` is the package manager's in QT_LIBRARIES."""
    packages = []
    if importlib.util.find_spec("ensurepip") is None and not probe(PYTHON):
        packages.append("python{}.{}-venv".format(*sys.version_info))  # only Debian splits it off
    if qt:
        packages += [names[column] for name, names in QT_LIBRARIES.items() if not loads(name)]
    return list(dict.fromkeys(packages))


def loads(library: str) -> bool:
    """Return whether the system's loader finds `library` and all that it needs in turn."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def superuser_prefix() -> "list[str] | None":
    """Return what to put before a command to run it as root without a question, None if nothing."""
    if sys.platform == "win32" or os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    asks_nothing = subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0
    return ["sudo", "-n"] if asks_nothing else None


def probe(python: Path) -> str:
    """Return "3.11" and the like where `python` runs and has pip, "" where it does not."""
    question = "import sys, importlib.util as u; print('%d.%d' % sys.version_info[:2])"
    question += "; sys.exit(u.find_spec('pip') is None)"
    try:
        answer = subprocess.run([python, "-I", "-c", question], capture_output=True, text=True)
    except OSError:
        return ""
    return answer.stdout.strip() if answer.returncode == 0 else ""


def is_set_up(lock: Path) -> bool:
    """Return whether `lock`, or one that holds all of it, was installed to the end."""
    sufficient = {lock, TEST_LOCK}
    return any(
        stamp(installed).is_file() and stamp(installed).read_text() == fingerprint(installed)
        for installed in sufficient
    )


def stamp(lock: Path) -> Path:
    """Return the file that says which state of `lock` is installed."""
    return ENVIRONMENT / f"installed-{lock.name}"


def fingerprint(lock: Path) -> str:
    """Return a hash of all that decides what has to be in the environment."""
    state = hashlib.sha256(lock.read_bytes())
    state.update((ROOT / "pyproject.toml").read_bytes())
    state.update(f"{ROOT}\n{probe(PYTHON)}".encode())
    return state.hexdigest()


def set_up(lock: Path) -> None:
    """Make the environment where there is none that works, and install the lock and the project."""
    version = probe(PYTHON)
    fits = version and OLDEST <= tuple(map(int, version.split("."))) < TOO_NEW
    if not fits or UNFINISHED.exists():
        print(f"Making the environment in {ENVIRONMENT}", flush=True)
        run_step([sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)])
    for old in (RUN_LOCK, TEST_LOCK):
        stamp(old).unlink(missing_ok=True)
    UNFINISHED.touch()
    print(f"Installing {lock.relative_to(ROOT)}", flush=True)
    pip = [str(PYTHON), "-I", "-m", "pip", "--disable-pip-version-check", "install"]
    # Wheels only: a source package would run code, and fetch build tools, that no hash covers.
    run_step([*pip, "--require-hashes", "--only-binary", ":all:", "-r", str(lock)])
    run_step([*pip, "--quiet", "--no-deps", "--no-build-isolation", "--editable", str(ROOT)])
    UNFINISHED.unlink()
    stamp(lock).write_text(fingerprint(lock))


def run_step(command: "list[str]") -> None:
    """Run one step of the set-up, which prints its own troubles."""
    status = subprocess.run(command).returncode
    if status:
        raise SetupError(
            f"the step above ended with status {status}: {shlex.join(command)}\n"
            "Once its cause is gone (often the network), the same command goes on from here."
        )


def run_terminal(arguments: "list[str]") -> int:
    """Become the terminal, in the current directory."""
    return hand_over([str(PYTHON), "-P", "-m", "terminal", *arguments], dict(os.environ))


def run_tests(arguments: "list[str]") -> int:
    """Run the whole suite, lint and types included, spread over at most four cores."""
    os.chdir(ROOT)
    spread = ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "worksteal"]
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    return hand_over([str(PYTHON), "-m", "pytest", *spread, *arguments], environment)


def hand_over(command: "list[str]", environment: "dict[str, str]") -> int:
    """Let `command` take this process's place, so that signals and exit status are its own."""
    sys.stdout.flush()
    if os.name == "posix":
        os.execve(command[0], command, environment)  # noqa: S606  (no shell is wanted)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the child's to answer
    return subprocess.run(command, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
