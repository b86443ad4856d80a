"""The policy editor: fields, errors at the field, what a change would do, Apply."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from terminal.engine.policy.policy import Policy
from terminal.engine.policy.validation import CHOICES, RANGES
from terminal.engine.snapshot import FreezeState, PolicyState, Snapshot
from terminal.engine.what_if import decisions_under
from terminal.model.errors import UserError
from terminal.model.events import CommandName
from terminal.model.outputs import Gate, Mode
from terminal.model.reasons import Reason
from terminal.ui import format as show
from terminal.ui.docks import reveal
from terminal.ui.policy_editor.fields import Unit
from terminal.ui.policy_editor.groups import FIELDS
from terminal.ui.policy_editor.panel import PolicyEditorPanel
from terminal.ui.policy_editor.prepared import prepare, texts_of
from terminal.ui.policy_editor.preview import preview
from terminal.ui.theme import Theme
from tests.ui.fake_desk import POLICY, FakeDesk

KEYS = Policy.from_mapping(POLICY).mapping()


@pytest.fixture
def desk() -> FakeDesk:
    """Return a desk under a policy with all its keys, as the engine shows it."""
    return FakeDesk(policy=PolicyState("constant exposure", "9f3c27d1a0b4", KEYS))


def seen(desk: FakeDesk) -> Snapshot:
    snapshot = desk.snapshot()
    assert snapshot is not None
    return snapshot


@pytest.fixture
def panel(qtbot: QtBot, desk: FakeDesk, theme: Theme) -> PolicyEditorPanel:
    """Return the editor on screen with the policy in force."""
    made = PolicyEditorPanel(desk, theme)
    qtbot.addWidget(made)
    made.resize(420, 700)
    with qtbot.waitExposed(made):
        made.show()
    made.refresh(seen(desk), None)
    return made


def typed(panel: PolicyEditorPanel, key: str, text: str) -> None:
    """Type into a field as a person does."""
    field = panel.form.field(key)
    assert isinstance(field, QLineEdit)
    field.clear()
    QTest.keyClicks(field, text)
    if not text:
        field.textEdited.emit("")


def test_every_key_with_a_range_or_a_choice_that_sizing_needs_has_a_field() -> None:
    for key, field in FIELDS.items():
        assert (key in CHOICES) == (field.unit is Unit.CHOICE)
        assert field.unit is Unit.CHOICE or key in RANGES
    wanted = {"side", "target_leverage", "margin_basis", "rebalance_band", "reduce_band"}
    wanted |= {key for key in KEYS if key.startswith("max_")} - {
        "max_session_loss",
        "max_messages_per_second",
    }
    wanted |= {"volatility_target", "volatility_floor", "spike_ratio", "margin_restore"}
    assert wanted <= set(FIELDS)


def test_the_fields_of_a_policy_read_back_as_the_same_policy() -> None:
    prepared = prepare(texts_of(KEYS), KEYS, KEYS)
    assert prepared.errors == {}
    assert prepared.changes == ()
    assert prepared.policy == Policy.from_mapping(POLICY)


def test_a_percentage_is_kept_as_the_fraction_that_was_written() -> None:
    field = FIELDS["rebalance_band"]
    assert field.value("0.7") == 0.007
    assert field.text(0.007) == "0.7"
    assert field.text(0.1 + 0.2) == "30.000000000000004"
    assert FIELDS["max_order_usd"].text(250_000.0) == "250,000"
    assert FIELDS["max_order_usd"].value("250,000") == 250_000.0


@pytest.mark.parametrize("key", [key for key, field in FIELDS.items() if not field.choices])
@pytest.mark.parametrize("text", ["x", "nan", "inf", "-1", "1e400", "--1"])
def test_no_field_takes_what_is_no_number_of_its_range(key: str, text: str) -> None:
    prepared = prepare(texts_of(KEYS) | {key: text}, KEYS, KEYS)
    assert set(prepared.errors) == {key}
    assert prepared.policy is None


@pytest.mark.parametrize("text", ["2,000,00060000", "0,5", "1,50,000", "5 0", ",5", "1,0000"])
def test_separators_that_part_no_thousands_are_refused_and_not_read_past(text: str) -> None:
    with pytest.raises(UserError, match="is not clear: write thousands as 2,000 or 2000"):
        FIELDS["max_position_usd"].value(text)


@pytest.mark.parametrize("text", ["2,000,060", "2 000 060", "2000060", " 2,000,060.0 "])
def test_thousands_may_be_parted_or_not(text: str) -> None:
    assert FIELDS["max_position_usd"].value(text) == 2_000_060.0


def test_what_is_typed_takes_the_place_of_the_field_that_one_was_led_to(
    panel: PolicyEditorPanel,
) -> None:
    field = panel.form.field("max_position_usd")
    assert isinstance(field, QLineEdit)
    reveal(field)
    QTest.keyClicks(field, "60000")
    assert field.text() == "60000"
    assert panel.prepared is not None
    assert panel.prepared.keys["max_position_usd"] == 60_000.0


def test_a_field_stays_whole_in_sight_when_the_preview_takes_room(
    qtbot: QtBot, panel: PolicyEditorPanel
) -> None:
    panel.resize(420, 480)
    panel.activateWindow()
    field = panel.form.field("max_position_usd")
    assert isinstance(field, QLineEdit)
    reveal(field)
    qtbot.waitUntil(lambda: field.visibleRegion().boundingRect().size() == field.size())
    QTest.keyClicks(field, "60000")
    assert panel.preview_view.isVisible()
    QTest.qWait(20)  # until every part has its place
    qtbot.waitUntil(lambda: field.visibleRegion().boundingRect().size() == field.size())


def test_an_error_says_in_the_fields_own_unit_what_is_allowed() -> None:
    def error(**texts: str) -> dict[str, str]:
        return prepare(texts_of(KEYS) | texts, KEYS, KEYS).errors

    assert error(rebalance_band="100") == {"rebalance_band": "Allowed: from 0 to below 100 %."}
    assert error(target_leverage="") == {"target_leverage": "Give a number: from 0 to 125 ×."}
    assert error(margin_warn="70") == {"margin_warn": "Allowed: below “Stop increases” (65 %)."}
    assert error(max_orders_per_minute="1.5") == {
        "max_orders_per_minute": "Allowed: whole numbers from 1 to 1e+06, or nothing (no cap)."
    }


def test_a_wrong_field_says_so_itself_and_nothing_can_be_applied(
    panel: PolicyEditorPanel,
) -> None:
    typed(panel, "target_leverage", "2")
    assert panel.apply.isEnabled()
    typed(panel, "max_leverage", "500")
    assert panel.form.error("max_leverage") == "Allowed: above 0 to 125 ×, or nothing (no cap)."
    assert panel.form.error("target_leverage") == ""
    assert not panel.apply.isEnabled()
    typed(panel, "max_leverage", "4")
    assert panel.form.error("max_leverage") == ""
    assert panel.apply.isEnabled()


def test_what_a_change_would_do_is_what_the_engine_decides(
    panel: PolicyEditorPanel, desk: FakeDesk
) -> None:
    typed(panel, "target_leverage", "2")
    snapshot = seen(desk)
    panel.refresh(snapshot, None)
    shown = panel.preview_view.preview.legs[0]
    before = decisions_under(snapshot, Policy.from_mapping(POLICY))
    after = decisions_under(snapshot, Policy.from_mapping(POLICY | {"target_leverage": 2.0}))
    key = ("paper", "BTC/USD:BTC")
    target = shown.figures[0]
    assert shown.name == "paper BTC/USD:BTC"
    assert target.before == show.number(before[key].target_contracts, 0, signed=True)
    assert target.after == show.number(after[key].target_contracts, 0, signed=True)
    assert target.before != target.after
    assert desk.sent == []


def test_nothing_is_sent_before_apply_and_then_the_whole_policy(
    panel: PolicyEditorPanel, desk: FakeDesk
) -> None:
    typed(panel, "rebalance_band", "0.5")
    typed(panel, "max_order_usd", "")
    assert desk.sent == []
    panel.apply.click()
    name, arguments = desk.sent[0]
    assert name is CommandName.SET_POLICY
    assert arguments["reason"] == "constant exposure, changed"
    sent = arguments["policy"]
    assert isinstance(sent, dict)
    policy = Policy.from_mapping(sent)
    wanted = dict(POLICY)
    del wanted["max_order_usd"]
    assert policy == Policy.from_mapping(wanted | {"rebalance_band": 0.005})
    assert not panel.apply.isEnabled()


def test_a_preset_fills_the_fields_and_leaves_side_and_leverage_to_the_trader(
    panel: PolicyEditorPanel, desk: FakeDesk
) -> None:
    place = panel.preset.findText("cautious")
    panel.preset.setCurrentIndex(place)
    panel.preset.activated.emit(place)
    prepared = panel.prepared
    assert prepared is not None
    assert prepared.policy is not None
    assert prepared.policy.max_leverage == 2.0
    assert prepared.policy.side.value == "long"
    assert prepared.policy.target_leverage == 3.0
    assert desk.sent == []
    panel.apply.click()
    assert desk.sent[0][1]["reason"] == "cautious"


def test_what_is_prepared_stays_when_the_market_moves_and_goes_with_revert(
    panel: PolicyEditorPanel, desk: FakeDesk
) -> None:
    typed(panel, "target_leverage", "2")
    desk.advance(1.0)
    panel.refresh(seen(desk), None)
    field = panel.form.field("target_leverage")
    assert isinstance(field, QLineEdit)
    assert field.text() == "2"
    panel.revert.click()
    assert field.text() == "3"
    assert not panel.dirty
    assert not panel.preview_view.isVisible()


def test_a_policy_changed_elsewhere_fills_the_fields_unless_something_is_prepared(
    panel: PolicyEditorPanel, desk: FakeDesk
) -> None:
    field = panel.form.field("target_leverage")
    assert isinstance(field, QLineEdit)
    desk.policy = PolicyState("other", "b" * 16, KEYS | {"target_leverage": 1.5})
    panel.refresh(seen(desk), None)
    assert field.text() == "1.5"
    typed(panel, "target_leverage", "2")
    desk.policy = PolicyState("third", "c" * 16, KEYS | {"target_leverage": 1.0})
    panel.refresh(seen(desk), None)
    assert field.text() == "2"
    panel.revert.click()
    assert field.text() == "1"


def test_the_wheel_scrolls_past_a_choice_instead_of_changing_it(
    panel: PolicyEditorPanel,
) -> None:
    box = panel.form.field("margin_basis")
    assert isinstance(box, QComboBox)
    before = box.currentData()
    down = QWheelEvent(
        QPointF(5, 5),
        QPointF(box.mapToGlobal(QPoint(5, 5))),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, down)
    assert box.currentData() == before
    assert not panel.dirty


def test_the_preview_warns_where_applying_would_trade_at_once_or_not_at_all(
    desk: FakeDesk,
) -> None:
    policy = Policy.from_mapping(POLICY | {"target_leverage": 2.0})
    assert preview(seen(desk), policy).warning == ""
    armed = replace(desk, mode=Mode.AUTO)
    assert preview(seen(armed), policy).warning.startswith("Auto is armed")
    frozen = replace(desk, freezes=(FreezeState(Reason.PRICE_GAP, desk.at),))
    assert preview(seen(frozen), policy).warning.startswith("Scaling is frozen")
    killed = replace(desk, gate=Gate.KILLED)
    assert preview(seen(killed), policy).warning.startswith("The kill switch")


def test_without_a_policy_a_preset_can_be_applied_once_side_and_leverage_are_given(
    qtbot: QtBot, theme: Theme
) -> None:
    desk = FakeDesk(policy=None)
    panel = PolicyEditorPanel(desk, theme)
    qtbot.addWidget(panel)
    panel.refresh(seen(desk), None)
    assert not panel.apply.isEnabled()
    panel.preset.setCurrentIndex(1)
    panel.preset.activated.emit(1)
    typed(panel, "target_leverage", "2")
    assert panel.apply.isEnabled()
