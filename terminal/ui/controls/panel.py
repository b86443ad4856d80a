"""The controls among the panels: mode, overrides, policy, one below the other.

The overrides come before the policy: who needs one needs it at once, on a small screen too.
"""

from collections.abc import Callable, Mapping
from time import monotonic_ns

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from terminal.engine.snapshot import Snapshot
from terminal.ui.controls.mode_switch import ModeSwitch
from terminal.ui.controls.overrides import Overrides
from terminal.ui.controls.policy_editor import PolicyEditor
from terminal.ui.controls.rows import ControlsRows, controls_rows
from terminal.ui.desk import Desk
from terminal.ui.panel import Focus, Panel
from terminal.ui.theme import Theme
from terminal.ui.words import QT_TRANSLATE_NOOP


class ControlsPanel(Panel):
    """Everything that the trader decides, in one place."""

    name = "controls"
    heading = QT_TRANSLATE_NOOP("window", "Scaling controls")
    every_frames = 6
    in_step = "decision"  # what auto would do first is what is recommended

    def __init__(
        self,
        desk: Desk,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        clock: Callable[[], int] = monotonic_ns,
    ) -> None:
        super().__init__(desk, theme, parent)
        self._keys: Mapping[str, object] = {}
        self.mode = ModeSwitch(desk, theme, clock=clock)
        self.policy = PolicyEditor(desk, theme)
        self.overrides = Overrides(desk)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(12, 6, 12, 8)
        column.setSpacing(6)
        column.addWidget(self.mode)
        for widget in (self.overrides, self.policy):
            column.addWidget(self._rule())
            column.addWidget(widget)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(self.tr("Scaling controls"))
        scroll.setWidget(content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)

    def rows(self, snapshot: Snapshot, focus: Focus | None) -> object:
        """Return what the controls show."""
        self._keys = snapshot.policy.keys if snapshot.policy else {}
        return controls_rows(snapshot, focus)

    def present(self, rows: object) -> None:
        """Show it."""
        if isinstance(rows, ControlsRows):
            self.mode.show_rows(rows.mode)
            self.policy.show_rows(rows.policy, self._keys)
            self.overrides.show_rows(rows.overrides)

    def _rule(self) -> QFrame:
        rule = QFrame()
        rule.setFixedHeight(1)
        rule.setProperty("role", "rule")
        return rule
