"""The policy panel: preset, every key, what a change would do, and only then Apply."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from terminal.engine.snapshot import PolicyState, Snapshot
from terminal.model.events import CommandName
from terminal.ui import format as show
from terminal.ui.desk import Desk
from terminal.ui.grounds import on_surface
from terminal.ui.panel import Focus, Panel
from terminal.ui.policy_editor.following_area import FollowingArea
from terminal.ui.policy_editor.form import PolicyForm
from terminal.ui.policy_editor.groups import FIELDS, value_of
from terminal.ui.policy_editor.prepared import Change, Prepared, prepare, texts_of
from terminal.ui.policy_editor.preview import preview
from terminal.ui.policy_editor.preview_view import PreviewView
from terminal.ui.theme import Theme
from terminal.ui.words import QT_TRANSLATE_NOOP, translate, translated

_BESIDE_FROM = 720  # pixels of width from which the preview stands beside the fields
_CHANGES_SHOWN = 4
_LOW = 400  # a panel of fewer pixels gives more of them to the orders than to the fields
_IDLE_HEIGHT = 100  # pixels of what stands below the fields while there is nothing to preview
_ANY = 16_777_215
_IN_FORCE = QT_TRANSLATE_NOOP("window", "Policy in force")
_NOTHING = QT_TRANSLATE_NOOP(
    "window",
    "Change a field or choose a preset: what it would do is shown here before you apply it.",
)


class PolicyEditorPanel(Panel):
    """Prepares a policy beside the one in force. Nothing is sent before Apply."""

    name = "policy_editor"
    heading = QT_TRANSLATE_NOOP("window", "Policy")
    every_frames = 20

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        self._in_force: Mapping[str, object] = {}
        self._hash = ""
        self._base: Mapping[str, object] = {}
        self._base_name = ""
        self._prepared: Prepared | None = None
        self._snapshot: Snapshot | None = None
        self._presets = {name: dict(keys) for name, keys in desk.presets().items()}
        self.preset = QComboBox()
        self.preset.setAccessibleName(self.tr("Preset to start from"))
        self.preset.setToolTip(
            self.tr("Fill every field from a preset; nothing is applied by that")
        )
        self.preset.addItem(translated(_IN_FORCE))
        self.preset.addItems([show.words(name) for name in self._presets])
        self.label = QLabel(self.tr("No policy"))
        self.label.setFont(theme.font(12, QFont.Weight.DemiBold))
        self.form = PolicyForm(theme)
        self.preview_view = PreviewView(theme, self.cost)
        self.says = QLabel(translated(_NOTHING))
        self.says.setWordWrap(True)
        self.says.setTextFormat(Qt.TextFormat.PlainText)
        self.says.setProperty("role", "secondary")
        self.warning = QLabel()
        self.warning.setWordWrap(True)
        self.warning.setProperty("role", "warning")
        self.warning.hide()
        self.apply = QPushButton(self.tr("Apply"))
        self.apply.setProperty("role", "primary")
        self.apply.setAccessibleName(self.tr("Apply the prepared policy"))
        self.apply.setToolTip(self.tr("Put the prepared policy in force from the next tick on"))
        self.revert = QPushButton(self.tr("Revert"))
        self.revert.setAccessibleName(self.tr("Return every field to the policy in force"))
        self.revert.setToolTip(self.tr("Discard what is prepared and show the policy in force"))
        self._lay_out()
        self.form.edited.connect(self.compare)
        self.preset.activated.connect(self._take_preset)
        self.apply.clicked.connect(self._apply)
        self.revert.clicked.connect(self.start_over)
        self.preview_view.hide()
        self.compare()

    @property
    def prepared(self) -> Prepared | None:
        """What the fields come to; None before there is a policy or a preset."""
        return self._prepared

    @property
    def dirty(self) -> bool:
        """True while the fields differ from the policy in force."""
        prepared = self._prepared
        return prepared is not None and bool(prepared.changes or prepared.errors)

    def rows(self, snapshot: Snapshot, focus: Focus | None) -> object:
        """Return what there is to compare with: the preview while something is prepared."""
        self._snapshot = snapshot
        prepared = self._prepared
        shown = None
        if self.dirty and prepared is not None and prepared.policy is not None:
            shown = preview(snapshot, prepared.policy)
        return snapshot.policy, shown

    def present(self, rows: object) -> None:
        """Show the policy in force where nothing is being prepared, and the preview."""
        assert isinstance(rows, tuple)
        policy, shown = rows
        if policy is not None:
            self._take_policy(policy)
        self.preview_view.show_preview(shown)
        self.preview_view.setVisible(shown is not None)
        self.warning.setText(shown.warning if shown else "")
        self.warning.setVisible(bool(shown and shown.warning))
        self._fit()

    def compare(self) -> None:
        """Work out what the fields come to, and say it."""
        if self._base:
            self._prepared = prepare(self.form.texts(), self._base, self._in_force)
        prepared = self._prepared
        errors = prepared.errors if prepared else {}
        self.form.show_errors(errors)
        if prepared is not None:
            changed = {
                key
                for key, field in FIELDS.items()
                if key in errors
                or value_of(prepared.keys, field) != value_of(self._in_force, field)
            }
            self.form.show_changed(frozenset(changed if self._in_force else set()))
        self.says.setText(self._words(prepared))
        self.revert.setEnabled(self.dirty)
        self.apply.setEnabled(
            prepared is not None
            and prepared.policy is not None
            and (bool(prepared.changes) or not self._in_force)
        )
        self.refresh_now()

    def refresh_now(self) -> None:
        """Show at once what the last keystroke changed, from the last snapshot."""
        if self._snapshot is not None:
            self.refresh(self._snapshot, None)

    def start_over(self) -> None:
        """Return every field to the policy in force."""
        self.preset.setCurrentIndex(0)
        self._base, self._base_name = self._in_force, ""
        if self._base:
            self.form.show_texts(texts_of(self._base))
        self.compare()

    def _take_policy(self, policy: PolicyState) -> None:
        if policy.content_hash == self._hash:
            return
        untouched = not self.dirty
        self._hash, self._in_force = policy.content_hash, policy.keys
        name = show.words(policy.name) or translate("window", "Policy")
        self.label.setText(f"{name[:1].upper()}{name[1:]}  ·  {policy.content_hash[:8]}")
        if untouched or not self._base:
            self.start_over()
        else:
            self.compare()

    def _take_preset(self, place: int) -> None:
        if place == 0:
            self.start_over()
            return
        name = list(self._presets)[place - 1]
        keys = self._presets[name]
        chosen = dict(keys)
        # The side is the trader's and the symbols are the desk's: a preset decides neither.
        for key in ("side", "target_leverage", "symbols", "weights"):
            if chosen.get(key) is None and self._in_force.get(key) is not None:
                chosen[key] = self._in_force[key]
        self._base, self._base_name = chosen, name
        self.form.show_texts(texts_of(chosen))
        self.compare()

    def _words(self, prepared: Prepared | None) -> str:
        if prepared is None:
            return translate("window", "No policy is in force: choose a preset to begin with.")
        if prepared.errors:
            other = prepared.errors.get("")
            count = len(prepared.errors)
            return other or translate(
                "window", "{count} field{part} to mend before it can apply."
            ).format(count=count, part="s" if count > 1 else "")
        if not prepared.changes:
            return (
                translated(_NOTHING)
                if self._in_force
                else translate("window", "No policy is in force yet.")
            )
        return _listed(prepared.changes)

    def _apply(self) -> None:
        prepared = self._prepared
        if prepared is None or prepared.policy is None:
            return
        present = self._snapshot.policy.name if self._snapshot and self._snapshot.policy else ""
        name = self._base_name or present
        if self._base_name:
            pristine = texts_of(self._presets[self._base_name])
            texts = self.form.texts()
            own = ("side", "target_leverage")
            if any(texts[key] != text for key, text in pristine.items() if key not in own):
                name = translate("window", "{name}, changed").format(name=name)
        elif not name.endswith(", changed"):
            name = translate("window", "{name}, changed").format(name=name) if name else "own"
        keys = {key: value for key, value in prepared.keys.items() if value is not None}
        self.desk.send(CommandName.SET_POLICY, policy=keys, reason=name)
        self.says.setText(self.tr("Sent. The fields follow once the engine has taken it."))
        self.apply.setEnabled(False)
        self._prepared = None  # what comes back as in force fills the fields

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the preview beside the fields where there is room."""
        super().resizeEvent(event)
        beside = event.size().width() >= _BESIDE_FROM
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._box.direction() != way:
            self._box.setDirection(way)
        self._fit()

    def _fit(self) -> None:
        """Leave the fields the height that the preview does not need."""
        high = _ANY
        if self._box.direction() == QBoxLayout.Direction.TopToBottom:
            busy = not self.preview_view.isHidden()
            percent = 60 if self.height() < _LOW else 45
            high = max(140, self.height() * percent // 100) if busy else _IDLE_HEIGHT
        self._side.setMaximumHeight(high)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 8, 12, 4)
        head.addWidget(self.label, 1)
        head.addWidget(self.preset)
        fields = _scroll(self.form, translate("window", "Fields of the policy"))
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(4)
        for label in (self.says, self.warning):
            label.setContentsMargins(12, 0, 12, 0)
            column.addWidget(label)
        column.addWidget(self.preview_view)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 4, 12, 8)
        foot.addStretch(1)
        foot.addWidget(self.revert)
        foot.addWidget(self.apply)
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(0)
        side.addWidget(_scroll(shown, translate("window", "What the prepared policy would do")), 1)
        side.addLayout(foot)
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._box.setSpacing(1)
        self._box.addWidget(fields, 3)
        self._box.addWidget(self._side, 2)
        on_surface(self, self.theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(self._box, 1)


def _scroll(widget: QWidget, name: str) -> QScrollArea:
    area = FollowingArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setAccessibleName(name)
    area.setWidget(widget)
    return area


def _listed(changes: tuple[Change, ...]) -> str:
    lines = [f"{one.label}: {one.before} → {one.after}" for one in changes[:_CHANGES_SHOWN]]
    more = len(changes) - _CHANGES_SHOWN
    if more > 0:
        lines.append(translate("window", "and {more} more (marked ●)").format(more=more))
    return "\n".join(lines)
