"""Manual or auto: auto is held to arm and says first what it will do, manual is one click."""

from collections.abc import Callable
from time import monotonic_ns

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from terminal.model.events import CommandName
from terminal.ui.controls.hold_button import HoldButton
from terminal.ui.controls.rows import ModeRows
from terminal.ui.desk import Desk
from terminal.ui.enabling import enable
from terminal.ui.theme import Theme
from terminal.ui.words import translate


class ModeSwitch(QWidget):
    """Two buttons side by side and the line that says what arming would do."""

    def __init__(
        self,
        desk: Desk,
        theme: Theme,
        *,
        clock: Callable[[], int] = monotonic_ns,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._is_auto = False
        self.manual = QPushButton(self.tr("Manual"))
        self.manual.setCheckable(True)
        self.manual.setChecked(True)
        self.manual.setProperty("role", "mode")
        self.manual.setAccessibleName(self.tr("Manual mode"))
        self.manual.setToolTip(
            self.tr("Recommendations only; nothing is sent by itself. One click.")
        )
        self.manual.clicked.connect(self._to_manual)
        self.auto = HoldButton(translate("window", "Auto"), theme, fill="live", clock=clock)
        self.auto.setMinimumHeight(44)
        self.auto.setAccessibleName(self.tr("Auto mode, hold to arm"))
        self.auto.setToolTip(
            self.tr(
                "Hold until the bar is full to arm automatic orders; "
                "let go early and nothing happens"
            )
        )
        self.auto.set_caption(translate("window", "hold to arm"))
        self.auto.held.connect(self._arm)
        self.says = QLabel()
        self.says.setProperty("role", "secondary")
        self.says.setWordWrap(True)
        self.says.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.says.setMinimumHeight(34)  # two lines: nothing below jumps for one more word
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.manual, 0, 0)
        layout.addWidget(self.auto, 0, 1)
        layout.addWidget(self.says, 1, 0, 1, 2)
        layout.setColumnStretch(0, 1)
        layout.setColumnStretch(1, 1)

    def show_rows(self, rows: ModeRows) -> None:
        """Show the mode and what auto would do first."""
        self._is_auto = rows.auto
        self.manual.setChecked(not rows.auto)
        enable(self.auto, rows.can_arm)
        if rows.auto:
            self.auto.setText(self.tr("Auto is armed"))
            self.auto.set_caption(translate("window", "orders by itself"))
            says = translate(
                "window", "One click on Manual takes it back and cancels what scaling left open."
            )
        else:
            self.auto.setText(self.tr("Auto"))
            self.auto.set_caption(translate("window", "hold to arm"))
            first = "\n".join(rows.first) or translate("window", "nothing yet")
            says = rows.why_not or translate("window", "Auto would first:\n{first}").format(
                first=first
            )
        self.auto.set_look(ground="live" if rows.auto else "control", fill="live", lit=rows.auto)
        if self.says.text() != says:
            self.says.setText(says)

    def _arm(self) -> None:
        self._desk.send(CommandName.AUTO)

    def _to_manual(self) -> None:
        # The engine's word decides what is shown as chosen, not the click.
        self.manual.setChecked(not self._is_auto)
        self._desk.send(CommandName.MANUAL)
