"""The policy's keys as a trader edits them: groups, labels, units, text in and out. Pure."""

from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import NamedTuple

from terminal.engine.policy.policy import Policy, PolicySide
from terminal.engine.policy.validation import CHOICES, RANGES, Range
from terminal.model.errors import UserError
from terminal.ui import format as show
from terminal.ui.typed import ungrouped
from terminal.ui.words import translate, translated

DEFAULTS = Policy(side=PolicySide.LONG, target_leverage=1.0).mapping()
_ORDER_STYLES = ("ioc_limit", "market", "post_only")


class Unit(Enum):
    """What stands behind a figure; a percentage is kept as a fraction."""

    TIMES = "×"
    PERCENT = "%"
    USD = "USD"
    COIN = "coin"
    CONTRACTS = "contracts"
    POINTS = "bp"
    SECONDS = "s"
    COUNT = ""
    CHOICE = "choice"


class Field(NamedTuple):
    """One key: its label, unit, what an empty field means ("" where it may not be empty)."""

    key: str
    label: str
    unit: Unit
    empty: str = ""
    help: str = ""

    @property
    def choices(self) -> tuple[str, ...]:
        """What can be chosen; nothing where a figure is typed."""
        if self.key == "order_style":
            return _ORDER_STYLES
        return tuple(item.value for item in CHOICES[self.key]) if self.key in CHOICES else ()

    def text(self, value: object) -> str:
        """Return a value of the policy as the field shows it: every digit, none too many."""
        if value is None:
            return ""
        if not isinstance(value, int | float) or isinstance(value, bool):
            return str(value)
        number = Decimal(repr(value)) * (100 if self.unit is Unit.PERCENT else 1)
        text = f"{number.normalize():f}"
        return text if "." in text or len(text) < 5 else f"{int(text):,}"

    def value(self, text: str) -> object:
        """Return what a field's text says; UserError says what is allowed where it says nothing."""
        if self.unit is Unit.CHOICE:
            return text
        try:
            plain = ungrouped(text.strip().removesuffix("%").removesuffix("×"))
        except ValueError as error:
            raise UserError(f"{error}.") from None
        if not plain:
            if self.empty:
                return None
            raise UserError(
                translate("window", "Give a number: {allowed}.").format(allowed=self.allowed())
            )
        try:
            number = Decimal(plain)
        except InvalidOperation:
            raise UserError(
                translate("window", "“{part}” is no number; allowed: {allowed}.").format(
                    part=text.strip(), allowed=self.allowed()
                )
            ) from None
        if self.unit is Unit.PERCENT:
            number /= 100
        if not number.is_finite() or not RANGES[self.key].holds(float(number)):
            raise UserError(
                translate("window", "Allowed: {allowed}.").format(allowed=self.allowed())
            )
        if RANGES[self.key].whole:
            if number != int(number):
                raise UserError(
                    translate("window", "Allowed: {allowed}.").format(allowed=self.allowed())
                )
            return int(number)
        return float(number)

    def allowed(self) -> str:
        """Return in words what the field takes, in its own unit."""
        allowed = RANGES[self.key]
        if self.unit is Unit.PERCENT:
            allowed = Range(
                allowed.low * 100, allowed.high * 100, allowed.low_open, allowed.high_open
            )
        words = allowed.words().removeprefix("a number ").removeprefix("a whole number ")
        words = (
            translate("window", "whole numbers {words}").format(words=words)
            if RANGES[self.key].whole
            else words
        )
        unit = "" if self.unit is Unit.COUNT else f" {show.words(self.unit.value)}"
        return f"{words}{unit}" + (
            translate("window", ", or nothing ({empty})").format(empty=translated(self.empty))
            if self.empty
            else ""
        )

    def shown(self, value: object) -> str:
        """Return a value with its unit, for a sentence."""
        if value is None:
            return translated(self.empty) or translate("window", "none")
        if self.unit is Unit.CHOICE:
            return show.words(str(value))
        text = self.text(value)
        if self.unit is Unit.TIMES:
            return f"{text}×"
        return text if self.unit is Unit.COUNT else f"{text} {show.words(self.unit.value)}"


class Group(NamedTuple):
    """Fields under one heading."""

    heading: str
    fields: tuple[Field, ...]
