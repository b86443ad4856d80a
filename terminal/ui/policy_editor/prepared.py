"""A policy in preparation: what the fields say, what is wrong with it, what it changes. Pure."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from terminal.engine.policy.policy import Policy
from terminal.model.errors import UserError
from terminal.ui.format import words
from terminal.ui.policy_editor.fields import Field, Unit
from terminal.ui.policy_editor.groups import FIELDS, value_of
from terminal.ui.words import translated

_NAMED = re.compile(r"policy key `([a-z_]+)")
_REFERRED = re.compile(r"([a-z]+(?:_[a-z]+)+)(?: \(([\d.e+-]+)\))?")


class Change(NamedTuple):
    """One key that differs: its label, before and after in words."""

    label: str
    before: str
    after: str


class Prepared(NamedTuple):
    """What the fields come to. `policy` is None where `errors` (by key, "" for others) has any."""

    keys: dict[str, object]
    policy: Policy | None
    errors: dict[str, str]
    changes: tuple[Change, ...]


def prepare(
    texts: Mapping[str, str], base: Mapping[str, object], in_force: Mapping[str, object]
) -> Prepared:
    """Return what `texts` (by key) make of the `base` policy, compared with the one in force."""
    keys, errors = dict(base), dict[str, str]()
    for key, field in FIELDS.items():
        try:
            keys[key] = field.value(texts[key])
        except UserError as error:
            errors[key] = str(error)
    policy = None
    if not errors:
        try:
            policy = Policy.from_mapping(keys)
        except UserError as error:
            key, words = _at_field(str(error))
            errors[key] = words
    return Prepared(keys, policy, errors, changes(in_force, keys, errors) if in_force else ())


def texts_of(keys: Mapping[str, object]) -> dict[str, str]:
    """Return the texts with which the fields show a policy."""
    return {key: field.text(value_of(keys, field)) for key, field in FIELDS.items()}


def changes(
    before: Mapping[str, object], after: Mapping[str, object], but: Mapping[str, str] | None = None
) -> tuple[Change, ...]:
    """Return what differs between two policies, leaving out the keys in `but`."""
    return tuple(
        Change(_named(field), field.shown(old), field.shown(new))
        for key, field in FIELDS.items()
        if key not in (but or {})
        and (old := value_of(before, field)) != (new := value_of(after, field))
    )


def _named(field: Field) -> str:
    label = translated(field.label)
    if field.key.startswith("max_") and field.unit is not Unit.POINTS:
        label = f"Cap on {label.lower()}"
    return f"{label} ({words(field.unit.value)})" if field.label == "Position" else label


def _at_field(message: str) -> tuple[str, str]:
    """Return the key that a policy's error is about, and what is allowed, as its field says it."""
    found = _NAMED.search(message)
    key = found[1] if found else ""
    field = FIELDS.get(key)
    if field is None:
        return "", message
    allowed = message.partition("allowed: ")[2] or message

    def in_words(part: re.Match[str]) -> str:
        other = FIELDS.get(part[1])
        if other is None:
            return part[0]
        value = f" ({other.shown(float(part[2]))})" if part[2] else ""
        return f"“{translated(other.label)}”{value}"

    return key, f"Allowed: {_REFERRED.sub(in_words, allowed)}."
