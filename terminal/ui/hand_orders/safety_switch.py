"""Locked, Confirm, Armed as three buttons: words and shape, not colour alone."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QWidget

from terminal.ui import format as fmt
from terminal.ui.hand_orders.lock import HandLock, Safety
from terminal.ui.hand_orders.standstill import Standstill

_LOOK_MS = 500


class SafetySwitch(QWidget):
    """Shows the lock and lets the trader move it: up one step at a time, down at once.

    It locks by itself where the computer slept or the window stood still: `clock` may stop in
    a sleep and `through_sleep` may not; both are in ns.
    """

    changed = Signal(object)  # Safety

    def __init__(
        self,
        lock: HandLock,
        clock: Callable[[], int],
        through_sleep: Callable[[], int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.lock = lock
        self._clock = clock
        self._standstill = Standstill(clock, through_sleep)
        self._shown = Safety.LOCKED
        words = {
            Safety.LOCKED: (self.tr("■ Locked"), self.tr("Hand orders are not sent")),
            Safety.CONFIRM: (
                self.tr("◐ Confirm"),
                self.tr("Each hand order is asked about once more"),
            ),
            Safety.ARMED: (
                self.tr("● Armed"),
                self.tr("One click sends; from Confirm only. Locks again by itself"),
            ),
        }
        self.buttons: dict[Safety, QPushButton] = {}
        self._group = QButtonGroup(self)
        self.left = QLabel()
        self.left.setProperty("role", "secondary")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for safety, (text, tip) in words.items():
            button = QPushButton(text)
            button.setCheckable(True)
            button.setProperty("role", "safety")
            button.setProperty("safety", safety.value)
            button.setAccessibleName(self.tr("Hand orders: {text}").format(text=text[2:]))
            button.setToolTip(tip)
            button.clicked.connect(lambda _=False, wanted=safety: self.choose(wanted))
            self._group.addButton(button)
            row.addWidget(button)
            self.buttons[safety] = button
        row.addStretch(1)
        row.addWidget(self.left)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self.look()

    @property
    def safety(self) -> Safety:
        """The present step."""
        self._wake()
        return self.lock.safety(self._clock())

    def choose(self, wanted: Safety) -> None:
        """Go to `wanted`, one step up at most."""
        self._wake()
        self.lock.choose(wanted, self._clock())
        self.look()

    def touch(self) -> None:
        """Somebody uses the form: stay open."""
        self._wake()
        self.lock.touch(self._clock())

    def look(self) -> None:
        """Show the present step and how long it lasts."""
        safety = self.safety
        self.buttons[safety].setChecked(True)
        self.buttons[Safety.ARMED].setEnabled(safety is not Safety.LOCKED)
        left = self.lock.left_s(self._clock())
        words = self.tr("locks in {left}").format(left=fmt.duration(int(left))) if left else ""
        if self.left.text() != words:
            self.left.setText(words)
        if safety is Safety.LOCKED:
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()
        if safety is not self._shown:
            self._shown = safety
            self.changed.emit(safety)

    def _wake(self) -> None:
        """Lock before anything else where time went by unwatched."""
        if self._standstill.noticed():
            self.lock.lock()
