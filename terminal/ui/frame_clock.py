"""The window's heartbeat: one snapshot a frame, panels refreshed in turn.

A panel has its own turn of the event loop, and slower panels have frames of their own, so that
no frame refreshes everything at once. Panels that go in step share a frame and a turn: what they
say comes from one snapshot. Hidden panels take notes and nothing more. When the window
cannot keep up it drops frames; pushed events are never dropped.
"""

from collections import deque
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, QTimer

from terminal.engine.snapshot import Snapshot
from terminal.ui.desk import Desk, Pushed
from terminal.ui.panel import Focus, Panel

Listener = Callable[[Snapshot | None, Sequence[Pushed]], None]


class FrameClock(QObject):
    """Pulls the desk and gives every panel its turn."""

    def __init__(
        self, desk: Desk, frames_per_second: float = 60.0, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.focus: Focus | None = None
        self.frame = 0
        self._desk = desk
        self._panels: list[Panel] = []
        self._places: list[int] = []  # of the frames in which a panel is due
        self._listeners: list[Listener] = []
        self._snapshot: Snapshot | None = None
        self._waiting: deque[Panel] = deque()
        self._pulse = QTimer(self)
        self._pulse.setTimerType(Qt.TimerType.PreciseTimer)
        self._pulse.setInterval(round(1000 / frames_per_second))
        self._pulse.timeout.connect(self.pulse)
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._take_turn)

    def add(self, panel: Panel) -> None:
        """Give `panel` a place among those that are refreshed."""
        together = (at for at, other in enumerate(self._panels) if _in_step(other, panel))
        self._places.append(next(together, len(self._panels)))
        self._panels.append(panel)

    def listen(self, listener: Listener) -> None:
        """Call `listener` on every frame with the snapshot (if any) and what was pushed."""
        self._listeners.append(listener)

    def start(self) -> None:
        """Begin to beat."""
        self._pulse.start()

    def stop(self) -> None:
        """Stop; nothing is refreshed until `start`."""
        self._pulse.stop()
        self._turn.stop()
        self._waiting.clear()

    def turn_to(self, focus: Focus) -> None:
        """Look at another instrument from the next frame on, every panel at once."""
        if focus != self.focus:
            self.focus = focus
            self._waiting.clear()
            self._waiting.extend(panel for panel in self._panels if panel.isVisible())
            self._turn.start()

    def pulse(self) -> None:
        """Live through one frame: pull, let everyone take note, line up who is due."""
        self.frame += 1
        self._snapshot = snapshot = self._desk.snapshot()
        # What is pushed before there is a state stays with the desk: no panel could take note.
        pushed = [] if snapshot is None else self._desk.drain()
        if snapshot is not None:
            if self.focus is None:
                self.focus = _first_focus(snapshot)
            for panel in self._panels:
                panel.observe(snapshot, pushed)
        for listener in self._listeners:
            listener(snapshot, pushed)
        if snapshot is None or self._waiting:
            return
        for place, panel in zip(self._places, self._panels, strict=True):
            if (self.frame + place) % panel.every_frames == 0 and panel.isVisible():
                self._waiting.append(panel)
        if self._waiting:
            self._turn.start()

    def refresh_all(self) -> None:
        """Refresh every visible panel now: for the first picture, and for tests."""
        self._waiting.clear()
        if self._snapshot is not None:
            for panel in self._panels:
                if panel.isVisible():
                    panel.refresh(self._snapshot, self.focus)

    def _take_turn(self) -> None:
        if self._waiting and self._snapshot is not None:
            first = self._waiting.popleft()
            first.refresh(self._snapshot, self.focus)
            for other in [each for each in self._waiting if _in_step(each, first)]:
                self._waiting.remove(other)
                other.refresh(self._snapshot, self.focus)
        if not self._waiting:
            self._turn.stop()


def _in_step(panel: Panel, other: Panel) -> bool:
    return bool(panel.in_step) and panel.in_step == other.in_step


def _first_focus(snapshot: Snapshot) -> Focus | None:
    """Return the instrument to begin with: one that the policy scales, else the first."""
    chosen = next((leg for leg in snapshot.legs if leg.in_policy), None)
    leg = chosen or next(iter(snapshot.legs), None)
    return Focus(leg.instrument.venue, leg.instrument.symbol) if leg else None
