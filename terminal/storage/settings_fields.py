"""The settings one by one: what each is called, what it may be, and how one of them is changed."""

from enum import StrEnum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import msgspec

from terminal.model.errors import UserError
from terminal.storage.settings import Settings

FieldKind = Literal["choice", "switch", "whole", "number", "text"]


class SettingField(msgspec.Struct, frozen=True, kw_only=True):
    """One setting: `key` as in the file ("paper.seed"), and everything a form needs to ask for it.

    `lowest` is excluded where `lowest_open`; without one a side is unbounded. `optional` may be
    left empty. `next_start`: a change counts from the next start of the terminal on.
    """

    key: str
    kind: FieldKind
    title: str
    description: str = ""
    unit: str = ""
    choices: tuple[str, ...] = ()
    lowest: float | None = None
    lowest_open: bool = False
    highest: float | None = None
    optional: bool = False
    next_start: bool = False
    default: object = None

    def allowed(self) -> str:
        """Return what the setting may be, as a person would say it."""
        if self.choices:
            return "one of " + ", ".join(self.choices)
        words = {"whole": "a whole number", "number": "a number"}.get(self.kind, "some text")
        if self.lowest is not None:
            words += f" {'above' if self.lowest_open else 'from'} {self.lowest:g}"
        if self.highest is not None:
            words += f" up to {self.highest:g}"
        return words + (", or nothing" if self.optional else "")


def setting_fields() -> tuple[SettingField, ...]:
    """Return every setting that is one value, in the file's order; venues have their own form."""
    return tuple(_fields(Settings, ""))


def value_of(settings: Settings, key: str) -> object:
    """Return the value of one setting, plain: a number, a word, a switch or None."""
    found: Any = settings
    for name in key.split("."):
        found = getattr(found, name)
    plain: object = msgspec.to_builtins(found)
    return plain


def with_value(settings: Settings, key: str, value: object) -> Settings:
    """Return the settings with one of them changed; UserError says what would be allowed."""
    described = {field.key: field for field in setting_fields()}
    if key not in described:
        raise UserError(f"setting `{key}` is not known")
    plain = msgspec.to_builtins(settings)
    table = plain
    *tables, name = key.split(".")
    for each in tables:
        table = table[each]
    table[name] = value
    try:
        return msgspec.convert(plain, Settings)
    except msgspec.ValidationError:
        allowed = described[key].allowed()
        raise UserError(f"{described[key].title}: {value!r} cannot be; give {allowed}") from None


def _fields(struct: type[msgspec.Struct], prefix: str) -> list[SettingField]:
    found: list[SettingField] = []
    hints = get_type_hints(struct, include_extras=True)
    for field in msgspec.structs.fields(struct):
        hint = hints[field.name]
        key = f"{prefix}{field.name}"
        if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
            found += _fields(hint, f"{key}.")
        elif get_origin(hint) is Annotated:
            found.append(_field(key, hint, field.default))
    return found


def _field(key: str, hint: object, default: object) -> SettingField:
    plain, *notes = get_args(hint)
    parts = get_args(plain) if get_origin(plain) is UnionType else (plain,)
    meta = next(note for note in notes if isinstance(note, msgspec.Meta))
    extra = meta.extra or {}
    wanted = next(part for part in parts if part is not NoneType)
    choice = issubclass(wanted, StrEnum)
    kinds: dict[type, FieldKind] = {bool: "switch", int: "whole", float: "number", str: "text"}
    return SettingField(
        key=key,
        kind="choice" if choice else kinds[wanted],
        title=meta.title or key,
        description=meta.description or "",
        unit=extra.get("unit", ""),
        choices=tuple(item.value for item in wanted) if choice else (),
        lowest=meta.ge if meta.gt is None else meta.gt,
        lowest_open=meta.gt is not None,
        highest=meta.le,
        optional=NoneType in parts,
        next_start=bool(extra.get("next_start")),
        default=msgspec.to_builtins(default),
    )
