"""The self-test's own session: the window on the paper venue, in auto for some seconds."""

import asyncio
import signal
import sys
import time
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QFontDatabase, QPixmap
from PySide6.QtWidgets import QApplication, QMainWindow

from terminal.app.engine_start import start_engine_process
from terminal.app.far_desk import FarDesk
from terminal.app.messages import Prepare
from terminal.app.options import RunOptions
from terminal.app.paths import open_directory, temporary_directory
from terminal.app.self_test.parts import expect
from terminal.engine.snapshot import Snapshot
from terminal.model.events import CommandName
from terminal.model.outputs import Mode
from terminal.resource_files import RESOURCES
from terminal.storage.journal import JournalReader, RecordKind, verify
from terminal.storage.policies import read_presets
from terminal.ui.application import run

SEED = 3
"""Of a market on which the default policy trades at once."""

_AUTO_S = 3.0
_LONGEST_S = 60.0
_LOOK_EVERY_S = 0.1
_ASK_EVERY_S = 1.0
_FEWEST_COLOURS = 50


def session(auto_s: float = _AUTO_S) -> str:
    """Open the window, arm auto, let it trade, end in order; say what came of it."""
    with temporary_directory() as name:
        directory = open_directory(Path(name))
        prepare = Prepare(
            options=RunOptions(temp=True, seed=SEED),
            root=directory.root,
            temporary=True,
            session_keys={},
        )
        desk = FarDesk(start_engine_process(), prepare, presets=read_presets())
        desk.prepared()
        witness = _Witness(desk, auto_s)
        before = qInstallMessageHandler(_pass_on)
        try:
            status = run(desk, started=witness.begin, stop=witness.stop)
        finally:
            qInstallMessageHandler(before)
        expect(not witness.complaint, witness.complaint)
        expect(desk.failure is None, f"the engine failed: {desk.failure}")
        expect(status == 0, f"the window ended with status {status}")
        return f"{witness.seen}; {_what_was_written(directory.root)}"


class _Witness:
    """Looks at the session ten times a second, arms it, and ends it when enough was seen."""

    def __init__(self, desk: FarDesk, auto_s: float) -> None:
        self._desk = desk
        self._auto_s = auto_s
        self._opened_at = time.monotonic()
        self._asked_at = 0.0
        self._armed_at: float | None = None
        self._painted_s = 0.0
        self.complaint = ""
        self.seen = ""

    def begin(self) -> None:
        """Called once the window has been painted."""
        self._painted_s = time.monotonic() - self._opened_at
        self._desk.start()
        self._look_again()

    def stop(self) -> None:
        """Called in another thread when the window is to close."""
        if not self._desk.close():
            self.complaint = self.complaint or "the engine did not end in time"

    def _look_again(self) -> None:
        asyncio.get_running_loop().call_later(_LOOK_EVERY_S, self._look)

    def _look(self) -> None:
        try:
            finished = self._proceed()
        except Exception as error:  # noqa: BLE001 — the loop's edge: told by the check itself
            self.complaint, finished = str(error), True
        if finished:
            signal.raise_signal(signal.SIGINT)  # as a person's Ctrl-C: the window ends in order
        else:
            self._look_again()

    def _proceed(self) -> bool:
        """Take the next step; True once everything was seen."""
        now, snapshot = time.monotonic(), self._desk.snapshot()
        expect(now - self._opened_at < _LONGEST_S, self._stuck(snapshot))
        if snapshot is None:
            return False
        if snapshot.mode is not Mode.AUTO:
            self._arm(now, snapshot)
            return False
        self._armed_at = now if self._armed_at is None else self._armed_at
        if not snapshot.orders or now - self._armed_at < self._auto_s:
            return False
        _look_at_drawing()
        self.seen = f"painted after {self._painted_s:.2f} s, {self._auto_s:.0f} s in auto"
        self.seen += f", {_colours()} colours on screen"
        return True

    def _arm(self, now: float, snapshot: Snapshot) -> None:
        """Ask for auto, again where it was refused: the venue's first report may be under way."""
        ready = any(leg.target_contracts is not None for leg in snapshot.legs)
        if ready and now - self._asked_at >= _ASK_EVERY_S:
            self._asked_at = now
            self._desk.send(CommandName.AUTO, reason="self-test")

    def _stuck(self, snapshot: Snapshot | None) -> str:
        if snapshot is None:
            return "the engine gave no state"
        mode = f"{snapshot.mode.value}, {snapshot.gate.value}"
        return f"no automatic order within {_LONGEST_S:.0f} s ({mode})"


def _colours() -> int:
    """Count the colours of the window as painted; few of them are an empty window."""
    window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QMainWindow))
    picture = window.grab().toImage()
    wide, high = picture.width(), picture.height()
    colours = {picture.pixel(x, y) for x in range(0, wide, 7) for y in range(0, high, 7)}
    expect(len(colours) >= _FEWEST_COLOURS, f"the window shows {len(colours)} colours: empty")
    return len(colours)


def _look_at_drawing() -> None:
    """Qt has what icons and letters need: it leaves them out without a word where it has not."""
    icon = RESOURCES / "icons" / "scaling-terminal.svg"
    expect(
        not QPixmap(str(icon)).isNull(), f"{icon.name} cannot be drawn: Qt's SVG part is missing"
    )
    fonts = QFontDatabase.families()
    expect("Inter" in fonts, f"the typeface Inter was not loaded; there are {len(fonts)} others")


def _what_was_written(directory: Path) -> str:
    """Verify the session's journal and count what an automatic order leaves in it."""
    expect(verify(directory).intact, "the session's journal is not intact")
    reader = JournalReader(directory)
    try:
        counts = {
            kind: len(reader.latest(10_000, [kind]))
            for kind in (RecordKind.DECISION, RecordKind.ORDER_INTENT, RecordKind.FILL)
        }
    finally:
        reader.close()
    for kind, count in counts.items():
        expect(count, f"the session left no {kind.value} in its journal")
    return ", ".join(f"{count} {kind.value} rows" for kind, count in counts.items())


def _pass_on(_kind: QtMsgType, _where: QMessageLogContext, text: str | None) -> None:
    """Show Qt's messages, but for the offscreen platform's saying that it has no window manager."""
    if text is not None and "propagateSizeHints" not in text and sys.stderr is not None:
        print(text, file=sys.stderr)
