"""`doctor`: what this machine offers, what is missing, and what that means.

Only the venues in the settings are asked anything over the network.
"""

import ctypes
import importlib.util
import os
import platform
import shutil
import sqlite3
import stat
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import msgspec

from terminal import __version__
from terminal.app.contracts import Probe, Prober
from terminal.app.instance_lock import is_running
from terminal.app.latch import Latch
from terminal.app.paths import DataDirectory
from terminal.model.errors import TerminalError, UserError
from terminal.storage.credentials import CredentialName, CredentialStore
from terminal.storage.files import write_atomically
from terminal.storage.journal import verify
from terminal.storage.journal.schema import FILE_NAME
from terminal.storage.settings import Settings, VenueSettings, read_settings

_LEAST_FREE_BYTES = 200 * 1024 * 1024
_YEAR_OF_THIS_PROGRAM = 2026
_MOST_OFFSET_S = 1.0
_OFFSCREEN = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs")
_LIBRARIES = ("PySide6-Essentials", "pyqtgraph", "qasync", "ccxt", "aiohttp", "keyring", "uvloop")


class State(StrEnum):
    """How a line of the report is marked."""

    OK = "ok"
    NOTE = "note"
    PROBLEM = "problem"


class Line(msgspec.Struct, frozen=True):
    """One thing looked at: what was found, and what it means for the trader."""

    subject: str
    state: State
    found: str
    meaning: str = ""

    def __str__(self) -> str:
        text = f"{self.subject:<16} {self.state.value:<8} {self.found}"
        return f"{text}\n{'':<26}{self.meaning}" if self.meaning else text


def examine(
    directory: DataDirectory,
    store: Callable[[], CredentialStore],
    prober: Prober,
    environment: Mapping[str, str] = os.environ,
) -> Iterator[Line]:
    """Yield the report, line by line; nothing in it raises."""
    yield _program()
    yield _libraries()
    yield from _display(environment)
    yield _clock()
    yield _data_directory(directory)
    yield _disk(directory)
    yield _journal(directory)
    yield _kill_switch(directory)
    opened = store()
    yield _keyring(opened)
    yield from _venues(directory, opened, prober)


def no_display(environment: Mapping[str, str] = os.environ) -> str | None:
    """Return why no window can be opened here, None where one can be tried."""
    if not sys.platform.startswith("linux"):
        return None
    if environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"):
        return None
    if environment.get("QT_QPA_PLATFORM", "").split(":")[0] in _OFFSCREEN:
        return None
    return "there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)"


def _program() -> Line:
    found = (
        f"scaling-terminal {__version__}, Python {platform.python_version()}, "
        f"{platform.system()} {platform.release()}, SQLite {sqlite3.sqlite_version}"
    )
    return Line("program", State.OK, found)


def _libraries() -> Line:
    found, missing = [], []
    for name in _LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            if name == "uvloop" and sys.platform == "win32":
                continue
            missing.append(name)
    if missing:
        text = f"missing: {', '.join(missing)}"
        return Line("libraries", State.PROBLEM, text, "run the set-up command of the README again")
    parquet = importlib.util.find_spec("pyarrow") is not None
    meaning = "" if parquet else "pyarrow is not installed: the journal exports to CSV only"
    return Line("libraries", State.OK, ", ".join(found), meaning)


def _display(environment: Mapping[str, str]) -> Iterator[Line]:
    missing = no_display(environment)
    if missing is not None:
        yield Line("display", State.NOTE, missing, "no window can open; --headless works")
        return
    name = environment.get("WAYLAND_DISPLAY") or environment.get("DISPLAY") or platform.system()
    if environment.get("QT_QPA_PLATFORM"):
        name = f"{name} ({environment['QT_QPA_PLATFORM']})"
    library = _missing_qt_library(environment)
    if library is None:
        yield Line("display", State.OK, name)
    else:
        yield Line(
            "display",
            State.PROBLEM,
            f"{name}, but Qt lacks a system library: {library}",
            "the window cannot open before it is installed; --headless works",
        )


def _missing_qt_library(environment: Mapping[str, str]) -> str | None:
    """Load Qt's X11 plug-in as Qt would; without its libraries Qt ends the whole process."""
    if not sys.platform.startswith("linux"):
        return None
    wanted = environment.get("QT_QPA_PLATFORM", "").split(":")[0] or "xcb"
    specification = importlib.util.find_spec("PySide6")
    if specification is None or not specification.submodule_search_locations:
        return None
    root = Path(specification.submodule_search_locations[0])
    plugin = root / "Qt" / "plugins" / "platforms" / f"libq{wanted}.so"
    if not plugin.is_file():
        return None
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        return str(error).split(":", 1)[0]
    return None


def _clock() -> Line:
    """Judge the wall clock by what can be known without asking anybody."""
    wall = time.time_ns()
    now = datetime.fromtimestamp(wall // 1_000_000_000, UTC)
    found = f"{now:%Y-%m-%d %H:%M:%S} UTC by this machine's clock"
    if now.year < _YEAR_OF_THIS_PROGRAM:
        meaning = "that is before this program was written: set the clock, venues would refuse us"
        return Line("clock", State.PROBLEM, found, meaning)
    return Line(
        "clock",
        State.OK,
        found,
        "whether it agrees with a venue's is seen when one is connected; live venues refuse "
        "orders when it is off by seconds",
    )


def _data_directory(directory: DataDirectory) -> Line:
    root = directory.root
    try:
        write_atomically(root / ".doctor", b"written by doctor\n")
        (root / ".doctor").unlink()
        mode = stat.S_IMODE(root.stat().st_mode)
    except OSError as error:
        meaning = "without it neither journal nor kill latch can be kept: no order is sent"
        found = f"{root}: cannot be written ({error.strerror})"
        return Line("data directory", State.PROBLEM, found, meaning)
    running = ", a terminal is running on it" if is_running(directory.lock) else ""
    if os.name != "nt" and mode & 0o077:
        return Line(
            "data directory",
            State.NOTE,
            f"{root}: writable, mode {mode:03o}{running}",
            f"other users can look inside; `chmod 700 {root}` keeps them out",
        )
    return Line("data directory", State.OK, f"{root}: writable, mode {mode:03o}{running}")


def _disk(directory: DataDirectory) -> Line:
    free = shutil.disk_usage(directory.root).free
    found = f"{free / 1024**3:.1f} GB free"
    if free < _LEAST_FREE_BYTES:
        return Line(
            "disk", State.PROBLEM, found, "when it is full the journal stops, and orders too"
        )
    return Line("disk", State.OK, found)


def _journal(directory: DataDirectory) -> Line:
    if not (directory.root / FILE_NAME).exists():
        return Line("journal", State.OK, "none yet: the first start makes one")
    try:
        result = verify(directory.root)
    except UserError as error:
        return Line("journal", State.PROBLEM, str(error), "no order is sent without a journal")
    if result.intact:
        return Line("journal", State.OK, f"{result.rows} rows, every one in its place")
    meaning = "no order is sent with it; `journal verify` lists all, then move the file aside"
    return Line("journal", State.PROBLEM, result.findings[0].text, meaning)


def _kill_switch(directory: DataDirectory) -> Line:
    latched = Latch(directory.kill_latch, directory.kill_state).read()
    if latched is None:
        return Line("kill switch", State.OK, "not latched")
    meaning = "the next start begins killed; reset it in the window, with a reason"
    return Line("kill switch", State.NOTE, f"latched: {latched.reason}", meaning)


def _keyring(store: CredentialStore) -> Line:
    report = store.report
    if report.locked:
        return Line("keyring", State.PROBLEM, f"{report.name}, locked", report.meaning())
    if report.name is not None:
        return Line("keyring", State.OK, report.name, report.meaning())
    found = f"none ({'; '.join(report.reasons)})"
    return Line("keyring", State.NOTE, found, report.meaning())


def _venues(directory: DataDirectory, store: CredentialStore, prober: Prober) -> Iterator[Line]:
    try:
        settings = read_settings(directory.settings)
    except UserError as error:
        yield Line("settings", State.PROBLEM, str(error), "the terminal will not start with it")
        return
    yield Line("venue paper", State.OK, "embedded: no keys, no network", _paper_meaning(settings))
    for name, venue in settings.venues.items():
        yield _venue(name, venue, store, prober)


def _venue(name: str, venue: VenueSettings, store: CredentialStore, prober: Prober) -> Line:
    """Ask the venue itself, with the key if there is one."""
    subject = f"venue {name}"
    where = f"{venue.exchange}, {venue.environment.value}, {', '.join(venue.symbols)}"
    item = CredentialName(venue.exchange, venue.environment.value, venue.account)
    try:
        credential = store.load(item)
    except UserError as error:
        return Line(subject, State.PROBLEM, where, str(error))
    has = "no API key" if credential is None else f"key {credential.fingerprint}"
    try:
        answer = prober(venue.exchange, venue.environment.value, credential)
    except TerminalError as error:
        return Line(subject, State.PROBLEM, f"{where}, {has}", str(error))
    found = f"{where}, {has}, answers"
    offset_s = answer.clock_offset_s
    if offset_s is not None:
        found += f", clocks {abs(offset_s):.2f} s apart"
        if abs(offset_s) > _MOST_OFFSET_S:
            return Line(
                subject, State.PROBLEM, found, "set this machine's clock: orders would be refused"
            )
    if credential is None:
        return Line(subject, State.NOTE, found, "no API key is kept: market data only")
    if answer.key is not None and answer.key.may_withdraw:
        return Line(subject, State.PROBLEM, found, "the key may withdraw: take that right from it")
    return Line(subject, State.OK, f"{found}, key accepted", _unverified(answer))


def _unverified(answer: Probe) -> str:
    told = answer.key is not None and answer.key.may_withdraw is not None
    return "" if told else "whether the key may withdraw is not verified: look at the venue's page"


def _paper_meaning(settings: Settings) -> str:
    return "" if settings.venues else "the venue by default, as the settings name no other"
