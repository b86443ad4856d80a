"""The terminal as it ships, but for where its venues are: `… SETTING`, a JSON file.

The setting has `directory`, `policy`, `window` and `venues` (name → exchange, symbols, api, key,
secret). Obeys JSON lines on its input: `arm`, `block` (the window's thread, `ms`), `collect`
(garbage), `turn` (the mouse wheel over the ladder) and `report`. It ends with its input.
"""

import gc
import json
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from terminal.app.contracts import VenuePlan
from terminal.app.desk import Desk
from terminal.app.environment import set_library_defaults
from terminal.app.interpreter import tune
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


class Terminal:
    """A desk and its ears."""

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
        self.window = bool(setting["window"])
        self._gui: Any = None
        self._pause = threading.Event()  # never set: to wait on it is to sleep
        self._frames_before = (0, time.monotonic())

    def _engine(self, epoch: int) -> StampedEngine:
        engine = StampedEngine(epoch=epoch)
        engine.stamps = self.stamps
        return engine

    def run(self) -> None:
        """Run until the input ends."""
        if not self.window:
            self.desk.start()
            tune()
            self._obey()
            self.desk.close()
            return
        from PySide6.QtCore import QObject, Signal

        from terminal.app.window import show

        class Gui(QObject):
            """The way into the window's thread."""

            asked = Signal(object)

        self._gui = Gui()
        self._gui.asked.connect(lambda act: act())
        threading.Thread(target=self._obey, name="commands", daemon=True).start()
        show(self.desk)

    def _obey(self) -> None:
        for line in sys.stdin:
            request = json.loads(line)
            try:
                answer = getattr(self, f"_{request.pop('do')}")(**request)
            except Exception as error:  # noqa: BLE001 — told to whoever asked
                answer = {"error": f"{type(error).__name__}: {error}"}
            print(json.dumps(answer), flush=True)
        if self.window:
            self._gui.asked.emit(self._close)

    @staticmethod
    def _windows() -> Iterator[Any]:
        from PySide6.QtWidgets import QApplication

        from terminal.ui.main_window import MainWindow

        return (w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))

    def _close(self) -> None:
        for window in self._windows():
            window.close()

    def _arm(self, legs: int) -> dict[str, Any]:
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

    def _block(self, ms: float) -> dict[str, Any]:
        self._gui.asked.emit(lambda: self._pause.wait(ms / 1e3))
        return {}

    def _collect(self) -> dict[str, Any]:
        return {"collected": gc.collect()}

    def _turn(self, notches: int) -> dict[str, Any]:
        """Turn the wheel over the ladder; return how long it took until that was painted."""
        from tests.benchmarks.wire.wheel import until_painted

        painted = threading.Event()
        begun = time.perf_counter()

        def turn() -> None:
            for window in self._windows():
                until_painted(window.panels["ladder"].view, notches, painted.set)

        self._gui.asked.emit(turn)
        if not painted.wait(10.0):
            raise TimeoutError("the ladder was not painted")
        return {"ms": 1e3 * (time.perf_counter() - begun)}

    def _report(self) -> dict[str, Any]:
        orders, self.stamps.orders = self.stamps.orders, {}
        health = self.desk.health()
        status = dict(
            line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines()
        )
        return {
            "orders": orders,
            "journalled": self._journalled(),
            "painting": self._painting() if self.window else None,
            "loop_lag_p99_ms": health.loop_lag_p99_ms,
            "rss_mb": int(status["VmRSS"].split()[0]) / 1024,
        }

    def _journalled(self) -> list[str]:
        reader = JournalReader(self.root)
        try:
            rows = reader.after(0, _MOST_ROWS, (RecordKind.ORDER_INTENT,))
        finally:
            reader.close()
        return [json.loads(row.payload)["client_order_id"] for row in rows]

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


if __name__ == "__main__":
    set_library_defaults()
    Terminal(json.loads(Path(sys.argv[1]).read_text())).run()
