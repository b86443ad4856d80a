"""The fields of a hand order: how much, how, at what price, and whether it may only reduce."""

from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QWidget

from terminal.model.lots import decimals_of
from terminal.model.outputs import OrderType
from terminal.ui.hand_orders.rows import Draft
from terminal.ui.hand_orders.still_fields import StillChoice, StillNumber

_LARGEST = 1e12


class OrderForm(QWidget):
    """Keeps what was typed; prices and lots follow the instrument."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kinds = (
            (self.tr("Market"), OrderType.MARKET),
            (self.tr("Limit"), OrderType.LIMIT),
            (self.tr("Post only"), OrderType.POST_ONLY),
        )
        self.contracts = self._number(self.tr("Contracts"))
        self.contracts.setToolTip(self.tr("How many contracts, in whole lots"))
        self.kind = StillChoice()
        self.kind.setAccessibleName(self.tr("Order type"))
        self.kind.setToolTip(
            self.tr("Market is sent as an immediate limit at the policy's price collar")
        )
        for words, _ in self._kinds:
            self.kind.addItem(words)
        self.price = self._number(self.tr("Limit price"))
        self.price.setToolTip(self.tr("USD per coin, in whole ticks"))
        self.price.setSpecialValueText("—")
        self.reduce_only = QCheckBox(self.tr("Reduce only"))
        self.reduce_only.setToolTip(self.tr("Never opens or turns the position"))
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(6)
        layout.setVerticalSpacing(3)
        captions = (self.tr("&Contracts"), self.tr("&Type"), self.tr("&Price, USD"))
        fields = (self.contracts, self.kind, self.price)
        for column, (caption, field) in enumerate(zip(captions, fields, strict=True)):
            label = QLabel(caption)
            label.setProperty("role", "secondary")
            label.setBuddy(field)
            layout.addWidget(label, 0, column)
            layout.addWidget(field, 1, column)
        layout.addWidget(self.reduce_only, 2, 0, 1, 3)
        layout.setColumnStretch(0, 3)
        layout.setColumnStretch(1, 2)
        layout.setColumnStretch(2, 3)
        for changed in (self.contracts.valueChanged, self.price.valueChanged):
            changed.connect(self._edited)
        self.kind.currentIndexChanged.connect(self._edited)
        self.reduce_only.toggled.connect(self._edited)
        self._edited()

    def draft(self) -> Draft:
        """Return the order as it stands."""
        kind = self._kinds[self.kind.currentIndex()][1]
        price = self.price.value() or None
        if kind is OrderType.MARKET:
            price = None
        return Draft(self.contracts.value(), kind, price, self.reduce_only.isChecked())

    def fit(self, tick_size: Decimal, lot_size: Decimal) -> None:
        """Take another instrument's tick and lot; what was typed for the last one goes."""
        for field, step in ((self.contracts, lot_size), (self.price, tick_size)):
            field.setValue(0.0)
            field.setDecimals(decimals_of(step))
            field.setSingleStep(float(step))

    def take_price(self, price: float) -> None:
        """Make it a limit order at `price`."""
        if self._kinds[self.kind.currentIndex()][1] is OrderType.MARKET:
            self.kind.setCurrentIndex(1)
        self.price.setValue(price)

    def _edited(self) -> None:
        self.price.setEnabled(self._kinds[self.kind.currentIndex()][1] is not OrderType.MARKET)
        self.edited.emit()

    @staticmethod
    def _number(name: str) -> StillNumber:
        field = StillNumber()
        field.setRange(0.0, _LARGEST)
        field.setDecimals(0)
        field.setAccessibleName(name)
        field.lineEdit().setTextMargins(6, 0, 0, 0)
        return field
