"""What painting costs: `python -m tests.benchmarks.paint [--seconds N] [--window] [--size WxH]`.

By default every panel by itself on a desk without an engine, at the size it has on a screen of
1920 × 1080: what it costs to work out its rows and show them, and to paint them, as processor time
of this thread (another program's load does not count), and what share of a core that comes to at
the panel's own pace of 60 frames a second.

With `--window` the whole terminal on the paper market at 1,000 book updates a second, every panel
open at once: frames a second, how late the window's loop is, the engine's own lag, the cost of
painting by panel and the processor time of the window's process. Needs a display; a virtual one
does.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from terminal.model.events import Side
from tests.benchmarks.report import quantiles

_SIZES = {"ladder": (312, 940), "recommendation": (396, 480), "controls": (396, 480)}
_TABLES = ("positions", "orders", "fills", "journal", "alerts", "portfolio", "convexity", "health")
_FRAMES = 60
_SETTINGS = "version = 1\n[paper]\nseed = 5\nbook_updates_per_s = 1000.0\n"


class Cost(NamedTuple):
    """One panel: milliseconds for its rows, for painting, and the share of a core at its pace."""

    name: str
    shown_ms: list[float]
    painted_ms: list[float]
    share: float


def panel_cost(window: Any, desk: Any, name: str, frames: int) -> Cost:
    """Measure one panel of a window that has lived through some market with trades."""
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QApplication

    panel = window.panels[name]
    panel.setParent(None)
    wide, high = _SIZES.get(name, (1208, 185) if name in _TABLES else (880, 400))
    panel.resize(wide, high)
    panel.show()
    QApplication.processEvents()
    image = QImage(wide, high, QImage.Format.Format_RGB32)
    shown, painted = [], []
    for frame in range(frames):
        desk.advance(panel.every_frames / _FRAMES)
        snapshot, pushed = desk.snapshot(), prints(desk, panel.every_frames)
        begun = time.thread_time_ns()
        panel.observe(snapshot, pushed)
        changed = panel.refresh(snapshot, window.frames.focus)
        after = time.thread_time_ns()
        panel.render(image)
        if frame and changed:
            shown.append((after - begun) / 1e6)
            painted.append((time.thread_time_ns() - after) / 1e6)
    mean = (sum(shown) + sum(painted)) / max(frames - 1, 1)
    panel.hide()
    return Cost(name, shown, painted, mean / 1e3 * _FRAMES / panel.every_frames)


def prints(desk: Any, frames: int) -> list[Any]:
    """Return the public trades of so many frames, at 60 a second, where the fake market is."""
    from terminal.model.trades import TradeFeed
    from tests.ui.tape import feed, told, trade

    leg = desk.snapshot().legs[0]
    sides = ((Side.BUY, leg.asks), (Side.SELL, leg.bids))
    found = []
    for number in range(frames):
        side, levels = sides[(frames + number) % 2]
        price, contracts = levels[number % 3]
        found.append(trade(price, contracts / 8, side, at=desk.at - number))
    return [feed(TradeFeed.LIVE), told(*reversed(found))]


def panels(frames: int) -> list[Cost]:
    """Measure every panel by itself."""
    from PySide6.QtWidgets import QApplication

    from terminal.engine.policy.policy import Policy
    from terminal.engine.snapshot import PolicyState
    from terminal.ui.main_window import MainWindow
    from terminal.ui.theme import Theme, load_fonts
    from tests.ui.fake_desk import POLICY, FakeDesk

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    load_fonts()
    theme = Theme()
    theme.apply(application)
    keys = Policy.from_mapping(POLICY).mapping()
    desk = FakeDesk(policy=PolicyState("constant exposure", "9f3c27d1a0b4", keys))
    window = MainWindow(desk, theme)
    for _ in range(1_500):  # five minutes of market, so that charts have something to draw
        desk.advance(0.2)
        desk.pushed += prints(desk, 12)
        window.frames.pulse()
    costs = [panel_cost(window, desk, name, frames) for name in window.panels]
    window.allow_close()
    window.close()
    return sorted(costs, key=lambda cost: -cost.share)


def print_panels(costs: Sequence[Cost]) -> None:
    """Print a line a panel, the dearest first."""
    print(f"{'panel':16}{'rows p50':>9}{'p99':>7}{'paint p50':>11}{'p99':>7}{'of a core':>11}")
    for cost in costs:
        if not cost.shown_ms:
            print(f"{cost.name:16}  nothing of it changes on a quiet desk")
            continue
        shown, painted = quantiles(cost.shown_ms), quantiles(cost.painted_ms)
        print(
            f"{cost.name:16}{shown['p50']:9.2f}{shown['p99']:7.2f}"
            f"{painted['p50']:11.2f}{painted['p99']:7.2f}{cost.share:11.1%}"
        )
    print(f"{'all at once':16}{sum(cost.share for cost in costs):45.1%}")


def whole_window(seconds: float, size: tuple[int, int], picture: Path | None) -> None:
    """Measure the terminal on the paper market with every panel open."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from terminal.app.engine_start import start_engine_process
    from terminal.app.far_desk import FarDesk
    from terminal.app.interpreter import tune
    from terminal.app.messages import Prepare
    from terminal.app.options import RunOptions
    from terminal.app.paths import open_directory
    from terminal.app.precedence import give_way
    from terminal.storage.policies import read_presets
    from terminal.ui import application
    from terminal.ui.main_window import MainWindow

    late: list[float] = []
    state: dict[str, Any] = {}

    def window() -> MainWindow:
        found = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)]
        return found[0]

    def beat() -> None:
        now = time.perf_counter()
        if "last" in state:
            late.append(max(0.0, (now - state["last"]) * 1e3 - _BEAT_MS))
        state["last"] = now

    def open_all() -> None:
        shown = window()
        shown.resize(*size)
        for place, name in enumerate(name for name in shown.docks if not _beside(name)):
            dock = shown.docks[name]
            dock.setFloating(True)
            dock.setGeometry(60 + 40 * place, 80 + 30 * place, 640, 320)
            dock.show()

    def begin() -> None:
        shown = window()
        for panel in (shown.status, *shown.panels.values()):
            panel.cost.reset()
        state["frame"], state["at"] = shown.frames.frame, time.perf_counter()
        state["cpu"] = time.process_time()
        timer = QTimer(shown)
        timer.setInterval(_BEAT_MS)
        timer.timeout.connect(beat)
        timer.start()

    def end() -> None:
        shown = window()
        elapsed = time.perf_counter() - state["at"]
        health = desk.health()
        print(f"{'frames a second':32}{(shown.frames.frame - state['frame']) / elapsed:8.1f}")
        for label, quantile in (("p50", "p50"), ("p99", "p99"), ("max", "max")):
            print(f"{f'window loop late by, {label}, ms':32}{quantiles(late)[quantile]:8.2f}")
        print(f"{'engine loop lag p99, ms':32}{health.loop_lag_p99_ms or float('nan'):8.2f}")
        print(f"{'events a second':32}{health.events_per_second or float('nan'):8.0f}")
        cpu = time.process_time() - state["cpu"]
        print(f"{'processor time, cores':32}{cpu / elapsed:8.2f}")
        print(f"{'panel':16}{'paints/s':>10}{'mean ms':>9}{'worst':>8}")
        for panel in sorted(shown.panels.values(), key=lambda one: -one.cost.mean_ms):
            cost, visible = panel.cost, "" if panel.isVisible() else "  hidden"
            print(
                f"{panel.name:16}{cost.count / elapsed:10.1f}{cost.mean_ms:9.2f}"
                f"{cost.worst_ms:8.2f}{visible}"
            )
        if picture is not None:
            shown.grab().save(str(picture))
        shown.close()

    with tempfile.TemporaryDirectory() as name:
        directory = open_directory(Path(name))
        directory.settings.write_text(_SETTINGS, encoding="utf-8")
        prepare = Prepare(
            options=RunOptions(), root=directory.root, temporary=False, session_keys={}
        )
        desk = FarDesk(start_engine_process(), prepare, presets=read_presets())
        desk.prepared()

        def started() -> None:
            desk.start()
            desk.watch_trades()
            tune()
            give_way()
            QTimer.singleShot(2_000, open_all)
            QTimer.singleShot(6_000, begin)
            QTimer.singleShot(6_000 + round(seconds * 1_000), end)

        application.run(
            desk, started=started, stop=lambda: print(end="" if desk.close() else _STUCK)
        )


_BEAT_MS = 5
_STUCK = "the engine did not end in time\n"


def _beside(name: str) -> bool:
    """Return whether a panel has a place of its own: the others are tabs, and float here."""
    return name in ("ladder", "price", "recommendation", "controls", "funding", "margin")


def main() -> int:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--window", action="store_true", help="the whole terminal on paper")
    parser.add_argument("--seconds", type=float, default=20.0, help="of the window")
    parser.add_argument("--frames", type=int, default=120, help="of every panel by itself")
    parser.add_argument("--size", default="1920x1080", help="of the window")
    parser.add_argument("--picture", type=Path, help="save the window as it was at the end")
    given = parser.parse_args()
    os.environ.setdefault("QT_API", "pyside6")
    os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")
    if given.window:
        wide, _, high = given.size.partition("x")
        whole_window(given.seconds, (int(wide), int(high)), given.picture)
    else:
        print_panels(panels(given.frames))
    return 0


if __name__ == "__main__":
    sys.exit(main())
