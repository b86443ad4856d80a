"""The recommendation card: verdict, execute, snooze, and the arithmetic below."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from terminal.engine.snapshot import Snapshot
from terminal.model.events import CommandName
from terminal.ui import format as fmt
from terminal.ui.desk import Desk
from terminal.ui.enabling import enable
from terminal.ui.panel import Focus, Panel, leg_of
from terminal.ui.recommendation.arithmetic_view import ArithmeticView
from terminal.ui.recommendation.explanation import explanation
from terminal.ui.recommendation.rows import Card, card
from terminal.ui.theme import Theme
from terminal.ui.words import QT_TRANSLATE_NOOP, translate

_SNOOZES_S = (60.0, 300.0, 900.0, 3600.0)


class RecommendationPanel(Panel):
    """What to trade now and why, with one button that does it."""

    name = "recommendation"
    heading = QT_TRANSLATE_NOOP("window", "Recommendation")
    every_frames = 6
    in_step = "decision"

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        self._card: Card | None = None
        self._headline = QLabel("—")
        self._headline.setFont(theme.font(22, QFont.Weight.DemiBold))
        self._detail = QLabel()
        self._detail.setProperty("role", "secondary")
        self._sentence = QLabel()
        self._sentence.setWordWrap(True)
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        # Three lines are kept free so that nothing below jumps when the reason changes.
        self._sentence.setMinimumHeight(48)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._blocked = QLabel()
        self._blocked.setProperty("role", "faint")
        self.execute = QPushButton(self.tr("Execute"))
        self.execute.setObjectName("execute")
        self.execute.setAccessibleName(self.tr("Execute the recommendation"))
        self.execute.setToolTip(self.tr("Send this order once, when the mouse button is released"))
        self.execute.clicked.connect(self._execute)
        self.snooze = self._snooze_button()
        self.explain = QPushButton(self.tr("Explain"))
        self.explain.setCheckable(True)
        self.explain.setProperty("role", "segment")
        self.explain.setAccessibleName(self.tr("Explain the decision in sentences"))
        self.explain.setToolTip(self.tr("Tell the arithmetic in sentences"))
        self.arithmetic = ArithmeticView(theme, self.cost)
        self.explained = QLabel()
        self.explained.setWordWrap(True)
        self.explained.setTextFormat(Qt.TextFormat.PlainText)
        self.explained.setContentsMargins(12, 8, 12, 8)
        self.explained.setAccessibleName(self.tr("The decision in sentences"))
        self.explained.hide()
        self._lay_out()

    def rows(self, snapshot: Snapshot, focus: Focus | None) -> object:
        """Return the card, with the explanation where it is asked for."""
        made, leg = card(snapshot, focus), leg_of(snapshot, focus)
        if self.explain.isChecked() and leg is not None:
            return made._replace(explained=explanation(snapshot, leg))
        return made

    def refresh(self, snapshot: Snapshot, focus: Focus | None) -> bool:
        """Stand still while the button is down: what is read is what is sent."""
        return not self.execute.isDown() and super().refresh(snapshot, focus)

    def recolour(self) -> None:
        """Let the next turn colour the headline anew."""
        self._card = None

    def present(self, rows: object) -> None:
        """Show the card, touching only what differs."""
        if not isinstance(rows, Card):
            return
        before, self._card = self._card, rows
        if before is None or before.tone != rows.tone:
            self._headline.setStyleSheet(f"color: {self.theme.color(rows.tone).name()}")
        if before is None or before.direction != rows.direction:
            side = {1: "buy", -1: "sell"}.get(rows.direction, "")
            self.execute.setProperty("role", side)
            self.execute.style().unpolish(self.execute)
            self.execute.style().polish(self.execute)
        for label, text in (
            (self._headline, rows.headline),
            (self._detail, rows.detail),
            (self._sentence, rows.bound or f"{rows.sentence} {rows.advice}".strip()),
            (self.explained, "\n\n".join(rows.explained)),
            (
                self._blocked,
                rows.blocked or translate("window", "Sends one order when the mouse is released."),
            ),
        ):
            if label.text() != text:
                label.setText(text)
        if before is None or before.bound != rows.bound:
            self._sentence.setProperty("role", "bound" if rows.bound else "")
            self._sentence.setToolTip(rows.sentence if rows.bound else "")
            self._sentence.style().unpolish(self._sentence)
            self._sentence.style().polish(self._sentence)
        if self.execute.text() != rows.execute_text:
            self.execute.setText(rows.execute_text)
        enable(self.execute, not rows.blocked)
        enable(self.snooze, not rows.blocked)
        self.explained.setVisible(bool(rows.explained))
        self.arithmetic.setVisible(not rows.explained)
        if before is None or before.lines != rows.lines:
            self.arithmetic.show_lines(rows.lines)

    def _execute(self) -> None:
        shown = self._card
        if shown is None or shown.focus is None or shown.blocked or not shown.direction:
            return
        venue, symbol = shown.focus
        self.desk.send(
            CommandName.EXECUTE,
            venue=venue,
            symbol=symbol,
            side="buy" if shown.direction > 0 else "sell",
            contracts=shown.contracts,
            decision_id=shown.decision_id,
        )

    def _snooze(self, seconds: float) -> None:
        if self._card is not None and self._card.focus is not None:
            venue, symbol = self._card.focus
            self.desk.send(CommandName.SNOOZE, venue=venue, symbol=symbol, duration_s=seconds)

    def _snooze_button(self) -> QToolButton:
        button = QToolButton()
        button.setText(self.tr("Snooze"))
        button.setAccessibleName(self.tr("Snooze recommendations"))
        button.setToolTip(self.tr("Do not recommend on this instrument for a while"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        for seconds in _SNOOZES_S:
            action = menu.addAction(
                translate("window", "For {duration}").format(duration=fmt.duration(seconds))
            )
            action.triggered.connect(lambda _=False, wanted=seconds: self._snooze(wanted))
        button.setMenu(menu)
        return button

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        buttons.addWidget(self.execute, 1)
        buttons.addWidget(self.snooze)
        verdict = QVBoxLayout()
        verdict.setContentsMargins(12, 8, 12, 8)
        verdict.setSpacing(4)
        verdict.addWidget(self._headline)
        verdict.addWidget(self._detail)
        verdict.addWidget(self._sentence)
        verdict.addLayout(buttons)
        below = QHBoxLayout()
        below.addWidget(self._blocked, 1)
        below.addWidget(self.explain)
        verdict.addLayout(below)
        rule = QFrame()
        rule.setFixedHeight(1)
        rule.setProperty("role", "rule")
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(self.tr("Arithmetic of the decision"))
        holder = QWidget()
        held = QVBoxLayout(holder)
        held.setContentsMargins(0, 0, 0, 0)
        held.addWidget(self.arithmetic)
        held.addWidget(self.explained)
        held.addStretch(1)
        scroll.setWidget(holder)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(verdict)
        layout.addWidget(rule)
        layout.addWidget(scroll, 1)
