"""Work that may take seconds, away from the window's thread; its answer comes back to it."""

from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QObject, QThreadPool, Signal

from terminal.model.errors import TerminalError
from terminal.ui.words import translate

Answer = Callable[[object], None]


class Background(QObject):
    """One thing at a time. `finished` carries what is to be done with the answer, and the answer.

    An error of ours is passed on in its words, any other by its kind alone: its text may hold
    anything.
    """

    _finished = Signal(object, object)
    failed = Signal(str)
    idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.busy = False
        self._finished.connect(self._deliver)

    def run(self, work: Callable[[], object], then: Answer) -> bool:
        """Do `work` elsewhere and `then` here; False where something is under way."""
        if self.busy:
            return False
        self.busy = True
        QThreadPool.globalInstance().start(lambda: self._work(work, then))
        return True

    def _work(self, work: Callable[[], object], then: Answer) -> None:
        try:
            answer = work()
        except TerminalError as error:
            answer = _Failure(str(error))
        except Exception as error:  # noqa: BLE001 - the thread's edge
            answer = _Failure(
                translate("window", "that failed ({name})").format(name=type(error).__name__)
            )
        with suppress(RuntimeError):  # the window has gone
            self._finished.emit(then, answer)

    def _deliver(self, then: Answer, answer: object) -> None:
        self.busy = False
        if isinstance(answer, _Failure):
            self.failed.emit(answer.words)
        else:
            then(answer)
        self.idle.emit()


class _Failure:
    """What went wrong, in words."""

    def __init__(self, words: str) -> None:
        self.words = words
