"""How a bug is planted in the engine, and taken out again."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import msgspec

from terminal.engine import commands
from terminal.engine.risk import (
    gate,
)
from terminal.engine.sizing import decide
from terminal.model.events import CommandName

Change = tuple[Any, str, Callable[[Any], Any]]


@dataclass(frozen=True, slots=True)
class Planted:
    """One bug: its name and what it replaces (owner, attribute, original → replacement)."""

    name: str
    changes: tuple[Change, ...]

    @contextmanager
    def in_force(self) -> Iterator[None]:
        """Plant the bug for as long as the context lasts."""
        with ExitStack() as planted:
            for owner, attribute, make in self.changes:
                replacement = make(getattr(owner, attribute))
                planted.enter_context(patch.object(owner, attribute, replacement))
            yield


def bug(name: str, *changes: Change) -> Planted:
    return Planted(name, changes)


def always(value: Any) -> Callable[[Any], Any]:
    """Replace a function by one that always returns `value`."""
    return lambda _: lambda *_, **__: value


def property_of(get: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda _: property(get)


def without_rule(*names: str) -> Change:
    """Leave questions out of the gate, by the names of their modules."""

    def less(rules: tuple[Any, ...]) -> tuple[Any, ...]:
        kept = tuple(one for one in rules if one.__module__.rpartition(".")[2] not in names)
        assert len(kept) == len(rules) - len(names), f"no such rule among {names}"
        return kept

    return gate, "RULES", less


def in_command(name: CommandName, make: Callable[[Any], Any]) -> Change:
    return commands, "_COMMANDS", lambda table: table | {name: make(table[name])}


def in_proposals(**changed: Any) -> Change:
    """Change what every scaling order asks for."""
    return (
        decide,
        "_proposal",
        lambda make: (
            lambda *given, **named: msgspec.structs.replace(make(*given, **named), **changed)
        ),
    )
