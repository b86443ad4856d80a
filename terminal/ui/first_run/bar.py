"""The introduction as a bar below the status: it covers nothing and asks for nothing."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from terminal.engine.snapshot import Snapshot
from terminal.ui.desk import Pushed
from terminal.ui.first_run.steps import NOTHING_SEEN, STEPS, see
from terminal.ui.theme import Theme
from terminal.ui.words import translated

_LOOK_EVERY = 15  # frames


class Introduction(QWidget):
    """One step at a time; a step that was done is ticked and leads on by itself."""

    show_panel = Signal(str)
    finished = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("introduction")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Introduction"))
        self.step = 0
        self._frame = 0
        self._seen = NOTHING_SEEN
        self.title = QLabel()
        self.title.setFont(theme.font(13, QFont.Weight.DemiBold))
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.count = QLabel()
        self.count.setProperty("role", "secondary")
        self.show_me = self._button(
            self.tr("Show me"), self.tr("Bring the panel of this step to the front")
        )
        self.before = self._button(self.tr("Back"), self.tr("The step before"))
        self.next = self._button(self.tr("Next"), self.tr("The next step, done or not"))
        self.next.setProperty("role", "primary")
        self.skip = self._button(
            self.tr("Close"), self.tr("End the introduction; Help has it again")
        )
        self.show_me.clicked.connect(lambda: self.show_panel.emit(STEPS[self.step].panel))
        self.before.clicked.connect(lambda: self.go_to(self.step - 1))
        self.next.clicked.connect(lambda: self.go_to(self.step + 1))
        self.skip.clicked.connect(self.finish)
        said = QVBoxLayout()
        said.setSpacing(1)
        said.addWidget(self.title)
        said.addWidget(self.words)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(8)
        row.addLayout(said, 1)
        for widget in (self.count, self.show_me, self.before, self.next, self.skip):
            row.addWidget(widget)
        self.hide()

    def begin(self) -> None:
        """Start at the first step."""
        self._seen = NOTHING_SEEN
        self.go_to(0)
        self.show()

    def finish(self) -> None:
        """Go away, and say that it need not come again."""
        self.hide()
        self.finished.emit()

    def go_to(self, step: int) -> None:
        """Show a step; past the last one the introduction is over."""
        if step >= len(STEPS):
            self.finish()
            return
        self.step = max(0, step)
        shown = STEPS[self.step]
        self.title.setText(translated(shown.title))
        self.words.setText(translated(shown.words))
        self.count.setText(self.tr("{step} of {all}").format(step=self.step + 1, all=len(STEPS)))
        last = self.step == len(STEPS) - 1
        self.next.setText(self.tr("Done") if last else self.tr("Next"))
        self.before.setEnabled(self.step > 0)
        self.show_me.setEnabled(bool(shown.panel))

    def take(self, snapshot: Snapshot | None, _pushed: Sequence[Pushed]) -> None:
        """Look now and then whether the step has been done."""
        self._frame += 1
        if self.isHidden() or self._frame % _LOOK_EVERY:
            return
        self._seen = see(self._seen, snapshot)
        if STEPS[self.step].done(self._seen):
            self.go_to(self.step + 1)

    @staticmethod
    def _button(text: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(tip)
        return button
