"""Typed numbers are what the window writes, on a computer of any country."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from terminal.ui.hand_orders.form import OrderForm
from terminal.ui.number_field import NumberField


@pytest.fixture(params=["en_US", "de_DE", "fr_FR", "de_CH"])
def _country(request: pytest.FixtureRequest) -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(str(request.param)))
    yield
    QLocale.setDefault(before)


def _typed(form: OrderForm, text: str) -> float:
    form.contracts.selectAll()
    QTest.keyClicks(form.contracts, text)
    form.contracts.interpretText()  # as leaving the field does
    return form.contracts.value()


@pytest.fixture
def form(qtbot: QtBot, _country: None) -> OrderForm:
    made = OrderForm()
    qtbot.addWidget(made)
    made.fit(Decimal("0.5"), Decimal("0.1"))
    return made


@pytest.mark.parametrize(
    ("text", "value"), [("1.5", 1.5), ("57000.5", 57_000.5), ("1,000", 1_000.0), ("1200", 1_200.0)]
)
def test_a_number_is_read_as_the_window_writes_it(form: OrderForm, text: str, value: float) -> None:
    assert _typed(form, text) == value


@pytest.mark.parametrize(("text", "value"), [("1,5", 1.0), ("12,5", 12.0)])
def test_a_number_that_is_not_clear_is_never_a_larger_one(
    form: OrderForm, text: str, value: float
) -> None:
    assert _typed(form, text) == value
    assert form.contracts.text() == f"{value:.1f}"  # the field says what is meant


def test_a_unit_behind_the_number_stays(qtbot: QtBot) -> None:
    field = NumberField()
    qtbot.addWidget(field)
    field.setSuffix("×")
    field.selectAll()
    QTest.keyClicks(field, "2.5")
    assert field.value() == 2.5
    assert field.text() == "2.5×"
