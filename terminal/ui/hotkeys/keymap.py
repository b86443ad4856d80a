"""Which action has which key: defaults, the trader's own, and who would be in whose way. Pure.

Keys are texts as QKeySequence writes them portably ("Ctrl+Shift+K"); "" is no key.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from terminal.model.errors import UserError
from terminal.ui.keeper import DocumentForm, Table
from terminal.ui.words import translate

FORM = DocumentForm("hotkeys", 1, {})


class Binding(NamedTuple):
    """One action: a stable name, its words, its group, its default key.

    A guarded one always keeps a key, and no other action can take it away: stopping must never
    get lost by accident.
    """

    name: str
    words: str
    group: str
    default: str
    guarded: bool = False


class Keymap:
    """The keys in force. Two actions never share one: Qt would then obey neither."""

    def __init__(self, bindings: Iterable[Binding] = ()) -> None:
        self._bindings: dict[str, Binding] = {}
        self._own: dict[str, str] = {}
        for binding in bindings:
            self.add(binding)

    def add(self, binding: Binding) -> None:
        """Make an action known; each name once."""
        if binding.name in self._bindings:
            raise ValueError(
                translate("window", "action {name!r} is known already").format(name=binding.name)
            )
        self._bindings[binding.name] = binding

    @property
    def bindings(self) -> tuple[Binding, ...]:
        """Every action, in the order in which they became known."""
        return tuple(self._bindings.values())

    def key(self, name: str) -> str:
        """Return the key of an action, "" where it has none."""
        if name in self._own:
            return self._own[name]
        default = self._bindings[name].default
        # A default gives way to the key that the trader chose for something else.
        taken = default in self._own.values() and not self._bindings[name].guarded
        return "" if taken else default

    def changed(self, name: str) -> bool:
        """Return whether an action has another key than its default."""
        return self.key(name) != self._bindings[name].default

    def holder(self, key: str, *, besides: str = "") -> Binding | None:
        """Return the action that has `key`."""
        for name, binding in self._bindings.items():
            if key and name != besides and self.key(name) == key:
                return binding
        return None

    def assign(self, name: str, key: str, *, take: bool = False) -> None:
        """Give an action another key, "" for none; UserError where that must not be.

        With `take` the key is taken from the action that has it, unless that one is guarded.
        """
        binding = self._bindings[name]
        if binding.guarded and not key:
            raise UserError(
                translate(
                    "window", "“{words}” always has a key; press another one to change it"
                ).format(words=binding.words)
            )
        other = self.holder(key, besides=name)
        if other is not None and other.guarded:
            raise UserError(
                translate("window", "{key} stops trading: “{words}”; choose another key").format(
                    key=key, words=other.words
                )
            )
        if other is not None and not take:
            raise UserError(
                translate("window", "{key} is the key of “{words}”").format(
                    key=key, words=other.words
                )
            )
        if other is not None:
            self._own[other.name] = ""
        self._own[name] = key
        self._forget_defaults()

    def reset(self, name: str) -> None:
        """Give an action its default key back, taking it from whoever has it."""
        self.assign(name, self._bindings[name].default, take=True)

    def reset_all(self) -> None:
        """Give every action its default key back."""
        self._own.clear()

    def document(self) -> Table:
        """Return what the trader changed, for keeping."""
        return {"keys": dict(self._own)}

    def restore(self, document: Mapping[str, object] | None) -> None:
        """Take what was kept; what this window does not know or cannot allow is left out."""
        self._own.clear()
        kept = document.get("keys") if document else None
        if not isinstance(kept, Mapping):
            return
        for name, key in kept.items():
            binding = self._bindings.get(str(name))
            if binding is None or not isinstance(key, str) or (binding.guarded and not key):
                continue
            guard = self.holder(key, besides=binding.name)
            if (key in self._own.values() and key) or (guard is not None and guard.guarded):
                continue
            self._own[binding.name] = key

    def _forget_defaults(self) -> None:
        for name in [n for n, key in self._own.items() if key == self._bindings[n].default]:
            del self._own[name]
