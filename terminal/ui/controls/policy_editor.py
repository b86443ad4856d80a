"""The policy in force, and another one prepared beside it until it is applied."""

from collections.abc import Mapping

from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from terminal.engine.policy.policy import PolicySide
from terminal.model.events import CommandName
from terminal.ui import format as fmt
from terminal.ui.controls.rows import PolicyRows
from terminal.ui.desk import Desk
from terminal.ui.enabling import enable
from terminal.ui.number_field import NumberField
from terminal.ui.theme import Theme
from terminal.ui.words import QT_TRANSLATE_NOOP, translate, translated

_IN_FORCE = QT_TRANSLATE_NOOP("window", "In force")
_FIGURES = 8


class PolicyEditor(QWidget):
    """Preset, side and target leverage are prepared here; Apply sends them as one policy."""

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._rows: PolicyRows | None = None
        self._keys: Mapping[str, object] = {}
        self._presets = {name: dict(keys) for name, keys in desk.presets().items()}
        self._label = QLabel(self.tr("No policy"))
        self._label.setFont(theme.font(12, QFont.Weight.DemiBold))
        self._hash = QLabel()
        self._hash.setProperty("role", "faint")
        self._hash.setToolTip(self.tr("Every decision carries this hash of the policy's content"))
        self.preset = QComboBox()
        self.preset.setAccessibleName(self.tr("Policy preset"))
        self.preset.setToolTip(self.tr("Where the prepared policy's keys come from"))
        self.preset.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.preset.setMinimumContentsLength(9)
        self.preset.addItem(translated(_IN_FORCE))
        self.preset.addItems(list(self._presets))
        self.side = QComboBox()
        self.side.setAccessibleName(self.tr("Side"))
        self.side.setToolTip(self.tr("The engine never changes the side by itself"))
        for side in PolicySide:
            self.side.addItem(fmt.words(side.value), side.value)
        self.leverage = NumberField()
        self.leverage.setRange(0.0, 125.0)
        self.leverage.setDecimals(2)
        self.leverage.setSingleStep(0.25)
        self.leverage.setSuffix("×")
        self.leverage.setAccessibleName(self.tr("Target leverage"))
        self.leverage.setToolTip(self.tr("Of the portfolio: notional divided by margin"))
        self.leverage.setKeyboardTracking(False)
        self.leverage.lineEdit().setTextMargins(6, 0, 0, 0)
        self.apply = QPushButton(self.tr("Apply"))
        self.apply.setProperty("role", "primary")
        self.apply.setAccessibleName(self.tr("Apply the prepared policy"))
        self.apply.setToolTip(self.tr("Put the prepared policy in force from the next tick on"))
        self.revert = QPushButton(self.tr("Revert"))
        self.revert.setAccessibleName(self.tr("Discard the prepared policy"))
        self.revert.setToolTip(self.tr("Return to the policy in force"))
        self.all_keys = QPushButton(self.tr("Caps, all keys…"))
        self.all_keys.setToolTip(
            self.tr("Change the caps, bands and every other key, with a preview")
        )
        self._change = QLabel()
        self._change.setProperty("role", "secondary")
        self._change.setWordWrap(True)
        self._figures = [(QLabel(), QLabel()) for _ in range(_FIGURES)]
        self._lay_out()
        self.preset.currentIndexChanged.connect(self._take_preset)
        self.side.currentIndexChanged.connect(self._compare)
        self.leverage.valueChanged.connect(self._compare)
        self.apply.clicked.connect(self._apply)
        self.revert.clicked.connect(self._revert)
        self._compare()

    def show_rows(self, rows: PolicyRows, keys: Mapping[str, object]) -> None:
        """Show the policy in force; what is being prepared stays unless nothing was."""
        if rows == self._rows:
            return
        prepared = self._rows is not None and self._changed()
        self._rows, self._keys = rows, dict(keys)
        self._label.setText(rows.label[:1].upper() + rows.label[1:])
        self._hash.setText(rows.content_hash)
        for place, (name, value) in enumerate(self._figures):
            figure = rows.figures[place] if place < len(rows.figures) else ("", "")
            name.setText(figure[0])
            value.setText(figure[1])
            name.setVisible(bool(figure[0]))
            value.setVisible(bool(figure[0]))
        if not prepared:
            self._revert()
        self._compare()

    def prepared(self) -> dict[str, object]:
        """Return the keys of the policy that Apply would put in force."""
        chosen = self._presets.get(self.preset.currentText(), self._keys)
        return {
            **chosen,
            "side": self.side.currentData(),
            "target_leverage": self.leverage.value(),
        }

    def _changed(self) -> bool:
        rows = self._rows
        if rows is None or rows.leverage is None:
            return self.preset.currentIndex() > 0
        return (
            self.preset.currentIndex() > 0
            or self.side.currentData() != rows.side
            or abs(self.leverage.value() - rows.leverage) > 0.004
        )

    def _compare(self) -> None:
        changed = self._changed()
        enable(self.apply, changed)
        enable(self.revert, changed)
        if not changed:
            self._change.setText(self.tr("Choose a preset, side or leverage to prepare a change."))
            return
        rows = self._rows
        before = (
            f"{rows.side} {rows.leverage:.2f}×"
            if rows and rows.leverage
            else translate("window", "no target")
        )
        after = f"{self.side.currentText()} {self.leverage.value():.2f}×"
        name = (
            self.preset.currentText()
            if self.preset.currentIndex()
            else translate("window", "same keys")
        )
        self._change.setText(
            translate("window", "Apply: {name}; {before} → {after}").format(
                name=name, before=before, after=after
            )
        )

    def _take_preset(self) -> None:
        keys = self._presets.get(self.preset.currentText())
        if keys:
            if keys.get("side") in ("long", "short"):
                self.side.setCurrentIndex(self.side.findData(str(keys["side"])))
            leverage = keys.get("target_leverage")
            if isinstance(leverage, int | float):
                self.leverage.setValue(float(leverage))
        self._compare()

    def _apply(self) -> None:
        label = self.preset.currentText() if self.preset.currentIndex() else ""
        if not label and self._rows is not None:
            label = self._rows.label
        self._desk.send(CommandName.SET_POLICY, policy=self.prepared(), reason=label)
        self.preset.setCurrentIndex(0)
        self._compare()

    def _revert(self) -> None:
        self.preset.setCurrentIndex(0)
        if self._rows is not None and self._rows.side:
            self.side.setCurrentIndex(self.side.findData(self._rows.side))
        if self._rows is not None and self._rows.leverage is not None:
            self.leverage.setValue(self._rows.leverage)
        self._compare()

    def _lay_out(self) -> None:
        caption = QLabel(self.tr("Policy"))
        caption.setProperty("role", "caption")
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(caption)
        head.addWidget(self._label)
        head.addStretch(1)
        head.addWidget(self._hash)
        head.addWidget(self.all_keys)
        figures = QGridLayout()
        figures.setHorizontalSpacing(8)
        figures.setVerticalSpacing(2)
        for place, (name, value) in enumerate(self._figures):
            name.setProperty("role", "secondary")
            row, column = place // 2, place % 2 * 3
            figures.addWidget(name, row, column)
            figures.addWidget(value, row, column + 1)
        figures.setColumnStretch(1, 1)
        figures.setColumnMinimumWidth(2, 8)
        figures.setColumnStretch(4, 1)
        fields = QHBoxLayout()
        fields.setSpacing(6)
        fields.addWidget(self.preset, 3)
        fields.addWidget(self.side, 1)
        fields.addWidget(self.leverage, 2)
        foot = QHBoxLayout()
        foot.setSpacing(6)
        foot.addWidget(self._change, 1)
        foot.addWidget(self.revert)
        foot.addWidget(self.apply)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addLayout(figures)
        layout.addLayout(fields)
        layout.addLayout(foot)
