"""Long work in the window: in slices between frames, with its progress shown, to be cancelled.

    progress.run("Exporting fills", steps, total=len(rows), ended=say)

`steps` is an iterator that does a little of the work with every `next`: what one step holds the
interpreter lock for should stay below a millisecond. Closing it (by Cancel) raises GeneratorExit
inside, so that a generator can remove what it has half written.
"""

from collections.abc import Callable, Generator
from enum import StrEnum
from time import perf_counter_ns

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

_SLICE_NS = 2_000_000
_PAUSE_MS = 4

Steps = Generator[object, None, None]


class Ending(StrEnum):
    """How a piece of work ended."""

    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


class Work(QObject):
    """One piece of work under way."""

    advanced = Signal(int)
    ended = Signal(object, str)  # Ending, and why it failed

    def __init__(self, title: str, steps: Steps, total: int, parent: QObject) -> None:
        super().__init__(parent)
        self.title = title
        self.total = total
        self.count = 0
        self._steps = steps
        self._timer = QTimer(self)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self.slice)
        self._timer.start()

    def slice(self) -> None:
        """Do as much as fits between two frames."""
        until = perf_counter_ns() + _SLICE_NS
        try:
            while perf_counter_ns() < until:
                next(self._steps)
                self.count += 1
        except StopIteration:
            self._end(Ending.DONE, "")
            return
        except OSError as error:
            self._end(Ending.FAILED, error.strerror or str(error))
            return
        self.advanced.emit(self.count)

    def cancel(self) -> None:
        """Stop; what is half done is undone by the steps themselves."""
        if self._timer.isActive():
            self._steps.close()
            self._end(Ending.CANCELLED, "")

    def _end(self, ending: Ending, why: str) -> None:
        self._timer.stop()
        self.ended.emit(ending, why)


class Progress(QWidget):
    """A row that is there while something takes long: what, how far, and Cancel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.works: list[Work] = []
        self._title = QLabel()
        self.bar = QProgressBar()
        self.bar.setAccessibleName(self.tr("Progress"))
        self.bar.setTextVisible(True)
        self.bar.setMaximumWidth(320)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setToolTip(self.tr("Stop this; nothing half done is kept"))
        self.cancel.clicked.connect(self._cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 3, 12, 3)
        row.setSpacing(8)
        row.addWidget(self._title)
        row.addWidget(self.bar, 1)
        row.addWidget(self.cancel)
        row.addStretch(1)
        self.hide()

    def run(
        self,
        title: str,
        steps: Steps,
        *,
        total: int = 0,
        ended: Callable[[Ending, str], None] | None = None,
    ) -> Work:
        """Begin a piece of work; `total` is its number of steps, 0 where nobody knows."""
        work = Work(title, steps, total, self)
        self.works.append(work)
        work.advanced.connect(lambda _: self._show())
        work.ended.connect(lambda *_: self._forget(work))
        if ended is not None:
            work.ended.connect(ended)
        self._show()
        return work

    def _show(self) -> None:
        if not self.works:
            self.hide()
            return
        work = self.works[0]
        more = f" (+{len(self.works) - 1})" if len(self.works) > 1 else ""
        self._title.setText(work.title + more)
        self.bar.setMaximum(work.total)
        self.bar.setValue(work.count)
        self.show()

    def _forget(self, work: Work) -> None:
        self.works.remove(work)
        work.deleteLater()
        self._show()

    def _cancel(self) -> None:
        if self.works:
            self.works[0].cancel()
