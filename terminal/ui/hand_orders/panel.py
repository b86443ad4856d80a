"""The panel for orders by hand: lock, form, what it would do, and the two buttons.

An order leaves on the release of the mouse inside the button that was pressed, and is the one
that was shown when it was pressed.
"""

from collections.abc import Callable, Sequence
from time import monotonic_ns

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from terminal.engine.snapshot import Snapshot
from terminal.model.events import CommandName, Side
from terminal.model.outputs import Alert
from terminal.model.reasons import Reason
from terminal.ui.desk import Desk, Pushed
from terminal.ui.hand_orders.effect_view import EffectView
from terminal.ui.hand_orders.form import OrderForm
from terminal.ui.hand_orders.lock import HandLock, Safety
from terminal.ui.hand_orders.rows import EMPTY, Draft, Effect, Ticket, ticket
from terminal.ui.hand_orders.safety_switch import SafetySwitch
from terminal.ui.hand_orders.standstill import through_sleep_ns
from terminal.ui.panel import Focus, Panel
from terminal.ui.reason_words import words_for
from terminal.ui.theme import Theme
from terminal.ui.words import QT_TRANSLATE_NOOP, translate, translated

_REFUSED = "order: "


class HandOrdersPanel(Panel):
    """Always starts locked, and locks again when nobody uses it."""

    name = "hand_orders"
    heading = QT_TRANSLATE_NOOP("window", "Order by hand")
    every_frames = 6

    def __init__(
        self,
        desk: Desk,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        clock: Callable[[], int] = monotonic_ns,
        through_sleep: Callable[[], int] = through_sleep_ns,
        relock_s: float = 120.0,
    ) -> None:
        super().__init__(desk, theme, parent)
        self._ticket: Ticket = EMPTY
        self._asked: tuple[Focus, Side, Draft] | None = None
        self.lock = HandLock(relock_s)
        self.safety = SafetySwitch(self.lock, clock, through_sleep)
        self.form = OrderForm()
        self.effects = EffectView()
        self.buy = self._side_button(Side.BUY)
        self.sell = self._side_button(Side.SELL)
        self.question = QLabel()
        self.question.setWordWrap(True)
        self.send = QPushButton(self.tr("Send it"))
        self.send.setProperty("role", "primary")
        self.send.setToolTip(self.tr("Send exactly this order, once"))
        self.back = QPushButton(self.tr("Back"))
        self.back.setToolTip(self.tr("Send nothing"))
        self.says = QLabel()
        self.says.setProperty("role", "secondary")
        self.says.setWordWrap(True)
        self.says.setMinimumHeight(32)
        self._lay_out()
        self.form.edited.connect(self._edited)
        self.safety.changed.connect(lambda _: self._show_state())
        self.send.clicked.connect(self._confirmed)
        self.back.clicked.connect(lambda: self._ask(None))
        for field in (self.form.contracts, self.form.price, self.form.kind):
            field.installEventFilter(self)
        self._show_state()

    def observe(self, snapshot: Snapshot, pushed: Sequence[Pushed]) -> None:
        """Say which rule refused an order."""
        for event in pushed:
            if not isinstance(event, Alert) or event.reason is not Reason.COMMAND_REFUSED:
                continue
            if event.detail.startswith(_REFUSED):
                name = event.detail.removeprefix(_REFUSED)
                known = Reason(name) if name in set(Reason) else None
                self._say(
                    self.tr("Not sent. {why}").format(
                        why=words_for(known).sentence if known else name
                    )
                )

    def rows(self, snapshot: Snapshot, focus: Focus | None) -> object:
        """Return what the form would do."""
        return ticket(snapshot, focus, self.form.draft())

    def refresh(self, snapshot: Snapshot, focus: Focus | None) -> bool:
        """Stand still while a button is down: what is read is what is sent."""
        down = self.buy.isDown() or self.sell.isDown() or self.send.isDown()
        return not down and super().refresh(snapshot, focus)

    def present(self, rows: object) -> None:
        """Show it."""
        if not isinstance(rows, Ticket):
            return
        if rows.focus != self._ticket.focus:
            self.form.fit(rows.tick_size, rows.lot_size)
            self._ask(None)
            self.says.clear()
        self._ticket = rows
        self.effects.show_effects(rows.buy, rows.sell)
        self._show_state()

    def take_price(self, venue: str, symbol: str, side: Side, price: float) -> None:
        """Take a price that was clicked on the ladder: sent when armed, asked about when not."""
        if self._ticket.focus != Focus(venue, symbol):
            return
        if self.safety.safety is Safety.LOCKED:
            self._say(self.tr("Hand orders are locked; choose Confirm or Armed first."))
            return
        self.form.take_price(price)
        if not self.form.contracts.value():
            self._say(self.tr("Give the number of contracts first."))
            self.form.contracts.setFocus()
            return
        self._wanted(side)

    def unlock_for(self, seconds: float) -> None:
        """Change how long it stays open unused."""
        self.lock.idle_s = seconds

    def lock_now(self) -> None:
        """Lock at once, and drop what was asked about."""
        self.safety.choose(Safety.LOCKED)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Typing counts as using it."""
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress):
            self.safety.touch()
        return super().eventFilter(watched, event)

    def _edited(self) -> None:
        self._ask(None)
        self._shown = None  # the next turn works out the effect of the new figures

    def _wanted(self, side: Side) -> None:
        focus, safety = self._ticket.focus, self.safety.safety
        if focus is None or safety is Safety.LOCKED:
            return
        self.safety.touch()
        draft = self.form.draft()
        effect, problem = self._effect(focus, side, draft)
        if effect is None or problem:
            self._say(translated(problem))
        elif safety is Safety.ARMED:
            self._send(focus, side, draft)
        else:
            self._ask((focus, side, draft), effect.words)

    def _effect(self, focus: Focus, side: Side, draft: Draft) -> tuple[Effect | None, str]:
        """Work out anew what `draft` would do: what the panel shows may be a turn old."""
        snapshot = self.desk.snapshot()
        rows = EMPTY if snapshot is None else ticket(snapshot, focus, draft)
        effect = rows.buy if side is Side.BUY else rows.sell
        return effect, rows.problem or (effect.problem if effect else "")

    def _ask(self, asked: tuple[Focus, Side, Draft] | None, words: str = "") -> None:
        self._asked = asked
        if asked is not None:
            world = (
                self.tr("PAPER")
                if self.desk.paper
                else translate("window", "LIVE {title}").format(title=self.desk.title)
            )
            self.question.setText(self.tr("{world}: {words}?").format(world=world, words=words))
            self.send.setFocus()
        self._show_state()

    def _confirmed(self) -> None:
        if self._asked is not None:
            focus, side, draft = self._asked
            open_still = self.safety.safety is not Safety.LOCKED  # the switch may not have looked
            self._ask(None)
            if open_still:
                self.safety.touch()
                self._send(focus, side, draft)

    def _send(self, focus: Focus, side: Side, draft: Draft) -> None:
        self.desk.send(
            CommandName.ORDER,
            venue=focus.venue,
            symbol=focus.symbol,
            side=side.value,
            contracts=draft.contracts,
            order_type=draft.kind.value,
            limit_price=draft.price,
            reduce_only=draft.reduce_only,
        )
        self._say(self.tr("Handed to the engine; the orders table says what became of it."))

    def _show_state(self) -> None:
        """Show what can be done now, and why not."""
        rows, safety, asking = self._ticket, self.safety.safety, self._asked is not None
        if safety is Safety.LOCKED and asking:
            self._asked, asking = None, False
        amount = self.form.contracts.text()
        for button, side, effect in (
            (self.buy, Side.BUY, rows.buy),
            (self.sell, Side.SELL, rows.sell),
        ):
            why = rows.problem or (effect.problem if effect else "")
            if safety is Safety.LOCKED:
                why = self.tr("Hand orders are locked: choose Confirm or Armed.")
            ready = not why
            verb = self.tr("Buy") if side is Side.BUY else self.tr("Sell")
            text = f"{verb} {amount}" + ("…" if safety is Safety.CONFIRM else "")
            button.setText(text)
            button.setEnabled(ready and not asking)
            tip = why or self.tr("Sent when the mouse is released on the button")
            if tip != button.toolTip():  # told anew, Qt sends it round
                button.setToolTip(tip)
        for widget in (self.question, self.send, self.back):
            widget.setVisible(asking)
        why = self.tr("Locked: nothing is sent.") if safety is Safety.LOCKED else rows.problem
        if not self.says.text() or self.says.property("state"):
            self._say(why or rows.caution, state=True)

    def _say(self, words: str, *, state: bool = False) -> None:
        if self.says.text() != words:
            self.says.setText(words)
        self.says.setProperty("state", state)

    def _side_button(self, side: Side) -> QPushButton:
        button = QPushButton(side.value.capitalize())
        button.setProperty("role", side.value)
        button.setAccessibleName(self.tr("{side} by hand").format(side=side.value.capitalize()))
        button.setMinimumHeight(34)
        button.clicked.connect(lambda: self._wanted(side))
        return button

    def _lay_out(self) -> None:
        sides = QHBoxLayout()
        sides.setSpacing(6)
        sides.addWidget(self.buy, 1)
        sides.addWidget(self.sell, 1)
        ask = QHBoxLayout()
        ask.setSpacing(6)
        ask.addWidget(self.question, 1)
        ask.addWidget(self.back)
        ask.addWidget(self.send)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(6)
        column.addWidget(self.safety)
        column.addWidget(self.form)
        column.addWidget(self._scrolled(self.effects), 1)
        column.addLayout(sides)
        column.addLayout(ask)
        column.addWidget(self.says)

    def _scrolled(self, content: QWidget) -> QScrollArea:
        """Let the table give way on a small screen, never the buttons below it."""
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setMinimumHeight(20)
        scroll.setAccessibleName(self.tr("What the order would do"))
        holder = QWidget()
        held = QVBoxLayout(holder)
        held.setContentsMargins(0, 0, 0, 0)
        held.addWidget(content)
        held.addStretch(1)
        scroll.setWidget(holder)
        return scroll
