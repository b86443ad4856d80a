"""The terminal as it ships, but for where its venues are: `… SETTING [engine]`, a JSON file.

The setting has `directory`, `policy`, `window` and `venues` (name → exchange, symbols, api, key,
secret). Obeys JSON lines on its input: `arm`, `block` (the window's thread, `ms`), `collect`
(garbage), `turn` (the mouse wheel over the ladder) and `report`. It ends with its input. With a
window the engine is in a process of its own, as it ships (`engine`), and asked by a socket.
"""

import gc
import json
import socket
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random
from typing import IO, Any

from terminal.app import engine_process
from terminal.app.contracts import VenuePlan
from terminal.app.desk import Desk
from terminal.app.engine_start import start_engine_process
from terminal.app.environment import set_library_defaults
from terminal.app.far_desk import FarDesk
from terminal.app.interpreter import tune
from terminal.app.messages import Prepare
from terminal.app.options import RunOptions
from terminal.model.events import CommandName
from terminal.model.outputs import Mode
from terminal.storage.journal import JournalReader, RecordKind
from terminal.venues.base import Clock, Venue
from terminal.venues.ccxt.catalogue import entry
from terminal.venues.ccxt.credentials import Credentials
from terminal.venues.ccxt.exchange import Endpoints
from tests.benchmarks.wire.stages import StampedEngine, StampedVenue, Stamps
from tests.loopback.faults.desk import desk_of

_ARM_TIMEOUT_S = 60.0
_MOST_ROWS = 1_000_000
_BESIDE = "beside"


def _plan(name: str, wire: dict[str, Any], stamps: Stamps) -> VenuePlan:
    def make(clock: Clock) -> Venue:
        venue = StampedVenue(
            entry(wire["exchange"]),
            wire["symbols"],
            clock=clock,
            randomness=Random(5),
            credentials=Credentials(wire["key"], wire["secret"]),
            endpoints=Endpoints(wire["api"]),
            name=name,
        )
        venue.stamps = stamps
        return venue

    return VenuePlan(name, False, make)


class Engine:
    """A desk with stamps, and what is asked of it."""

    def __init__(self, setting: dict[str, Any]) -> None:
        self.stamps = Stamps()
        self.stamps.listen()
        self.root = Path(setting["directory"])
        self.desk: Desk = desk_of(
            self.root,
            [_plan(name, wire, self.stamps) for name, wire in setting["venues"].items()],
            setting["policy"],
            engine=self._engine,
        )
        self._pause = threading.Event()  # never set: to wait on it is to sleep

    def _engine(self, epoch: int) -> StampedEngine:
        engine = StampedEngine(epoch=epoch)
        engine.stamps = self.stamps
        return engine

    def run(self) -> None:
        """Run without a window until the input ends."""
        self.desk.start()
        tune()
        obey(sys.stdin, sys.stdout, self)
        self.desk.close()

    def serve(self) -> int:
        """Be the engine's process of a window; what is asked by the socket beside is answered."""
        beside = socket.socket(socket.AF_UNIX)
        beside.bind(str(self.root / _BESIDE))
        beside.listen()

        def listen() -> None:
            line = beside.accept()[0].makefile("rw")
            obey(line, line, self)

        threading.Thread(target=listen, name="commands", daemon=True).start()
        return engine_process.run(lambda *_: self.desk)

    def arm(self, legs: int) -> dict[str, Any]:
        """Arm auto once every leg can be traded."""
        deadline = time.monotonic() + _ARM_TIMEOUT_S
        snapshot: Any = None
        while time.monotonic() < deadline:
            snapshot = self.desk.fresh_snapshot() if self.desk.running else None
            if snapshot is not None:
                if snapshot.mode is Mode.AUTO:
                    return {}
                if len(snapshot.legs) == legs and all(not leg.freezes for leg in snapshot.legs):
                    self.desk.send(CommandName.AUTO)
            self._pause.wait(0.3)
        legs_told = [(leg.instrument.venue, leg.freezes) for leg in snapshot.legs]
        raise TimeoutError(f"auto could not be armed: {legs_told}")

    def collect(self) -> dict[str, Any]:
        """Collect garbage on the thread that is asked."""
        return {"collected": gc.collect()}

    def report(self) -> dict[str, Any]:
        """Tell the orders since the last time, what the journal has, and the memory."""
        orders, self.stamps.orders = self.stamps.orders, {}
        return {
            "orders": orders,
            "journalled": self._journalled(),
            "painting": None,
            "loop_lag_p99_ms": self.desk.health().loop_lag_p99_ms,
            "rss_mb": _resident_mb(),
        }

    def _journalled(self) -> list[str]:
        reader = JournalReader(self.root)
        try:
            rows = reader.after(0, _MOST_ROWS, (RecordKind.ORDER_INTENT,))
        finally:
            reader.close()
        return [json.loads(row.payload)["client_order_id"] for row in rows]


class Window:
    """A window whose engine is in another process, and what is asked of either."""

    def __init__(self, setting: dict[str, Any], path: Path) -> None:
        self._root = Path(setting["directory"])
        command = (sys.executable, "-m", __spec__.name, str(path), "engine")
        prepare = Prepare(options=RunOptions(), root=self._root, temporary=False, session_keys={})
        self.desk = FarDesk(start_engine_process(command), prepare, presets={})
        self.desk.prepared()
        beside = socket.socket(socket.AF_UNIX)
        beside.connect(str(self._root / _BESIDE))
        self._engine = beside.makefile("rw")
        self._gui: Any = None
        self._pause = threading.Event()
        self._frames_before = (0, time.monotonic())

    def run(self) -> None:
        """Run until the input ends."""
        from PySide6.QtCore import QObject, Signal

        from terminal.app.window import show

        class Gui(QObject):
            """The way into the window's thread."""

            asked = Signal(object)

        self._gui = Gui()
        self._gui.asked.connect(lambda act: act())

        def listen() -> None:
            obey(sys.stdin, sys.stdout, self)
            self._gui.asked.emit(self._close)

        threading.Thread(target=listen, name="commands", daemon=True).start()
        show(self.desk)

    def _of_the_engine(self, **asked: Any) -> dict[str, Any]:
        self._engine.write(json.dumps(asked) + "\n")
        self._engine.flush()
        answer: dict[str, Any] = json.loads(self._engine.readline())
        return answer

    def arm(self, legs: int) -> dict[str, Any]:
        """Arm auto once every leg can be traded."""
        return self._of_the_engine(do="arm", legs=legs)

    def collect(self) -> dict[str, Any]:
        """Collect garbage in both processes."""
        self._gui.asked.emit(gc.collect)
        return self._of_the_engine(do="collect")

    def report(self) -> dict[str, Any]:
        """Tell the engine's report with the painting, and the memory of both processes."""
        told = self._of_the_engine(do="report")
        together = told["rss_mb"] + _resident_mb()
        return {**told, "painting": self._painting(), "rss_mb": together}

    @staticmethod
    def _windows() -> Iterator[Any]:
        from PySide6.QtWidgets import QApplication

        from terminal.ui.main_window import MainWindow

        return (w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))

    def _close(self) -> None:
        for window in self._windows():
            window.close()

    def block(self, ms: float) -> dict[str, Any]:
        """Block the window's thread."""
        self._gui.asked.emit(lambda: self._pause.wait(ms / 1e3))
        return {}

    def turn(self, notches: int) -> dict[str, Any]:
        """Turn the wheel over the ladder; return how long it took until that was painted."""
        from tests.benchmarks.wire.wheel import until_painted

        painted = threading.Event()
        begun = time.perf_counter()

        def turn_it() -> None:
            for window in self._windows():
                until_painted(window.panels["ladder"].view, notches, painted.set)

        self._gui.asked.emit(turn_it)
        if not painted.wait(10.0):
            raise TimeoutError("the ladder was not painted")
        return {"ms": 1e3 * (time.perf_counter() - begun)}

    def _painting(self) -> dict[str, Any]:
        answer: dict[str, Any] = {}
        done = threading.Event()

        def look() -> None:
            for window in self._windows():
                frame, now = window.frames.frame, time.monotonic()
                before, since = self._frames_before
                self._frames_before = (frame, now)
                answer["frames_per_s"] = (frame - before) / (now - since)
                answer["panels"] = {
                    panel.name: [panel.cost.count, panel.cost.mean_ms, panel.cost.worst_ms]
                    for panel in window.panels.values()
                }
                for panel in window.panels.values():
                    panel.cost.reset()
            done.set()

        self._gui.asked.emit(look)
        done.wait(10.0)
        return answer


def obey(requests: Iterable[str], answers: IO[str], target: Engine | Window) -> None:
    """Do what each line of JSON asks for, and answer with one."""
    for line in requests:
        request = json.loads(line)
        try:
            answer = getattr(target, request.pop("do"))(**request)
        except Exception as error:  # noqa: BLE001 — told to whoever asked
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), file=answers, flush=True)


def _resident_mb() -> float:
    """Return this process's memory; what it shares with others counts by its share."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()[1:]
    return int(dict(line.split(":", 1) for line in lines)["Pss"].split()[0]) / 1024


def _main() -> None:
    set_library_defaults()
    path = Path(sys.argv[1])
    setting = json.loads(path.read_text())
    if sys.argv[2:] == ["engine"]:
        Engine(setting).serve()
    elif setting["window"]:
        Window(setting, path).run()
    else:
        Engine(setting).run()


if __name__ == "__main__":
    _main()
