"""What the window remembers from one start to the next, and who keeps it.

The window reads and changes settings one by one and keeps a few documents (workspaces, keys);
where they lie on disk is the application's matter.
"""

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple, Protocol

import msgspec

from terminal.ui.theme import Directions, Ground
from terminal.ui.zone import TimeZone

FieldKind = Literal["choice", "switch", "whole", "number", "text"]
Table = dict[str, object]
Steps = Mapping[int, Callable[[Table], Table]]


class Preferences(msgspec.Struct, frozen=True, kw_only=True):
    """How the window looks and what it tells: the settings under `window`."""

    ground: Ground = Ground.DARK
    directions: Directions = Directions.WESTERN
    scale_percent: int = 100
    time_zone: TimeZone = TimeZone.UTC
    hand_orders_relock_s: int = 120
    sounds: bool = False
    notify_fills: bool = False
    notify_freezes: bool = True
    notify_alerts: bool = True
    introduction: bool = True


class DocumentForm(NamedTuple):
    """A document's name, the version of its form today, and what makes version n + 1 of n."""

    name: str
    version: int
    steps: Steps


class SettingField(Protocol):
    """One setting as a form asks for it; see the storage room for what each attribute means."""

    @property
    def key(self) -> str:
        """Its name in the file: "window.ground"."""

    @property
    def kind(self) -> FieldKind:
        """What kind of value it takes."""

    @property
    def title(self) -> str:
        """What it is called."""

    @property
    def description(self) -> str:
        """More about it, or nothing."""

    @property
    def unit(self) -> str:
        """What its number counts."""

    @property
    def choices(self) -> tuple[str, ...]:
        """The values of a choice."""

    @property
    def optional(self) -> bool:
        """True where nothing may be given."""

    @property
    def next_start(self) -> bool:
        """True where a change counts from the next start on."""

    @property
    def default(self) -> object:
        """The value without a file."""

    def allowed(self) -> str:
        """What it may be, in words."""


class Keeper(Protocol):
    """Keeps settings and documents. Nothing here takes longer than writing a small file."""

    def fields(self) -> tuple[SettingField, ...]:
        """Return every setting that has one value."""

    def value(self, key: str) -> object:
        """Return one setting's value, plain."""

    def change(self, key: str, value: object) -> None:
        """Change one setting and keep it; UserError says what would be allowed."""

    def read(self, form: DocumentForm) -> Table | None:
        """Return a document in today's form, None where there is none that can be read."""

    def write(self, form: DocumentForm, document: Table) -> None:
        """Replace a document; UserError says why it could not be kept."""

    def unread(self) -> str:
        """Return in words which documents could not be read and why, "" where all could."""


class MemoryKeeper:
    """Keeps everything until the window closes: for a window that leaves nothing behind."""

    def __init__(self, **preferences: object) -> None:
        self._values: Table = {f"window.{name}": value for name, value in preferences.items()}
        self._documents: dict[str, Table] = {}

    def fields(self) -> tuple[SettingField, ...]:
        """Return nothing: there is no file whose settings could be changed."""
        return ()

    def value(self, key: str) -> object:
        """Return what was set, else the default."""
        name = key.removeprefix("window.")
        default = msgspec.to_builtins(Preferences()).get(name)
        return self._values.get(key, default)

    def change(self, key: str, value: object) -> None:
        """Remember it."""
        self._values[key] = value

    def read(self, form: DocumentForm) -> Table | None:
        """Return the document in the form in which it was written."""
        return self._documents.get(form.name)

    def write(self, form: DocumentForm, document: Table) -> None:
        """Remember it."""
        self._documents[form.name] = document

    def unread(self) -> str:
        """Return "": what was never on disk can always be read."""
        return ""


def preferences_of(keeper: Keeper) -> Preferences:
    """Return the window's settings."""
    names = Preferences.__struct_fields__
    plain = {name: keeper.value(f"window.{name}") for name in names}
    return msgspec.convert(plain, Preferences)
