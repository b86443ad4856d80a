"""The workspaces by name and what is known of each: the document, and what may be done to it. Pure.

An arrangement is Qt's own record of the docks, as text; "" is the plan as it was drawn.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from terminal.model.errors import UserError
from terminal.ui.keeper import DocumentForm, Table
from terminal.ui.words import translate
from terminal.ui.workspaces.plan import PLANS

_LONGEST_NAME = 40
_MOST = 30

FURTHER = range(2, 6)
"""The numbers that windows beside the main one may have."""


class Annexed(NamedTuple):
    """A further window: its panels, and its arrangement and geometry as Qt's text.

    It stood `offset` pixels from the corner of `screen`; None where that was not written down.
    """

    number: int
    panels: tuple[str, ...]
    arrangement: str = ""
    geometry: str = ""
    screen: str = ""
    offset: tuple[int, int] | None = None


class Workspace(NamedTuple):
    """One workspace: the plan it began as, its arrangement, the panels it knows of, its windows."""

    name: str
    plan: str
    arrangement: str = ""
    panels: tuple[str, ...] = ()
    windows: tuple[Annexed, ...] = ()


class Shelf:
    """The trader's workspaces; the built-in ones can be changed and reset, but not lost."""

    def __init__(self) -> None:
        self._kept = {name: Workspace(name, name) for name in PLANS}
        self.current = next(iter(PLANS))
        self.geometry = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every workspace, the built-in ones first."""
        return tuple(self._kept)

    def __getitem__(self, name: str) -> Workspace:
        return self._kept[name]

    def arrange(self, name: str, arrangement: str, panels: tuple[str, ...]) -> None:
        """Remember how a workspace is arranged now."""
        self._kept[name] = self._kept[name]._replace(arrangement=arrangement, panels=panels)

    def annex(self, name: str, windows: tuple[Annexed, ...]) -> None:
        """Remember what a workspace has in further windows."""
        self._kept[name] = self._kept[name]._replace(windows=windows)

    def add(self, name: str, arrangement: str, panels: tuple[str, ...]) -> str:
        """Save the present arrangement under a new name and choose it; return the name."""
        name = self._free(name)
        if len(self._kept) >= _MOST:
            raise UserError(
                translate("window", "there are {most} workspaces already; delete one first").format(
                    most=_MOST
                )
            )
        plan = self._kept[self.current].plan
        self._kept[name] = Workspace(name, plan, arrangement, panels)
        self.current = name
        return name

    def rename(self, old: str, new: str) -> str:
        """Call a workspace something else; UserError for a built-in one. Returns the name."""
        if old in PLANS:
            raise UserError(
                translate(
                    "window", "“{old}” keeps its name; save it under another one instead"
                ).format(old=old)
            )
        new = new.strip()
        if new != old:
            new = self._free(new)
            self._kept = {
                new if name == old else name: space._replace(name=new) if name == old else space
                for name, space in self._kept.items()
            }
            self.current = new if self.current == old else self.current
        return new

    def delete(self, name: str) -> None:
        """Forget a workspace; UserError for a built-in one."""
        if name in PLANS:
            raise UserError(
                translate("window", "“{name}” is always there; reset it instead").format(name=name)
            )
        del self._kept[name]
        if self.current == name:
            self.current = next(iter(PLANS))

    def reset(self, name: str) -> None:
        """Return a workspace to the plan it began as."""
        self._kept[name] = Workspace(name, self._kept[name].plan)

    def document(self) -> Table:
        """Return everything for keeping."""
        spaces = [
            {
                **space._asdict(),
                "panels": list(space.panels),
                "windows": [
                    {**each._asdict(), "panels": list(each.panels), "offset": _listed(each.offset)}
                    for each in space.windows
                ],
            }
            for space in self._kept.values()
        ]
        return {"current": self.current, "geometry": self.geometry, "workspaces": spaces}

    def restore(self, document: Mapping[str, object] | None) -> None:
        """Take what was kept; an entry that makes no sense is left out."""
        if document is None:
            return
        spaces = document.get("workspaces")
        for entry in spaces if isinstance(spaces, list) else []:
            space = _workspace(entry)
            if space is not None and len(self._kept) < _MOST:
                self._kept[space.name] = space
        current, geometry = document.get("current"), document.get("geometry")
        if isinstance(current, str) and current in self._kept:
            self.current = current
        if isinstance(geometry, str):
            self.geometry = geometry

    def _free(self, name: str) -> str:
        name = name.strip()
        if not name or len(name) > _LONGEST_NAME:
            raise UserError(
                translate("window", "a workspace's name has 1 to {longest_name} letters").format(
                    longest_name=_LONGEST_NAME
                )
            )
        if name.casefold() in (known.casefold() for known in self._kept):
            raise UserError(
                translate("window", "there is a workspace called “{name}” already").format(
                    name=name
                )
            )
        return name


def _workspace(entry: object) -> Workspace | None:
    if not isinstance(entry, Mapping):
        return None
    name, plan = entry.get("name"), entry.get("plan")
    arrangement, panels = entry.get("arrangement"), entry.get("panels")
    if not (isinstance(name, str) and name and isinstance(arrangement, str)):
        return None
    if not isinstance(panels, list) or not all(isinstance(panel, str) for panel in panels):
        return None
    if name in PLANS:
        plan = name
    windows = entry.get("windows")
    return Workspace(
        name,
        plan if plan in PLANS else "Trade",
        arrangement,
        tuple(panels),
        tuple(_further(windows if isinstance(windows, list) else ())),
    )


def _further(entries: Iterable[object]) -> Iterable[Annexed]:
    """Yield the further windows that make sense, each number once."""
    seen = set()
    for entry in entries:
        if not isinstance(entry, Mapping):
            continue
        number, panels = entry.get("number"), entry.get("panels")
        if not isinstance(number, int) or number not in FURTHER or number in seen:
            continue
        if not isinstance(panels, list) or not all(isinstance(panel, str) for panel in panels):
            continue
        seen.add(number)
        texts = (entry.get(key) for key in ("arrangement", "geometry", "screen"))
        arrangement, geometry, screen = (text if isinstance(text, str) else "" for text in texts)
        offset = _pair(entry.get("offset"))
        yield Annexed(number, tuple(panels), arrangement, geometry, screen, offset)


def _pair(value: object) -> tuple[int, int] | None:
    if isinstance(value, list) and len(value) == 2 and all(isinstance(n, int) for n in value):
        return value[0], value[1]
    return None


def _listed(offset: tuple[int, int] | None) -> list[int] | None:
    return None if offset is None else list(offset)


def _with_windows(document: Table) -> Table:
    """Return version 2 of a document: any number of further windows in place of a second one."""
    spaces = document.get("workspaces")
    made = [
        _one_with_windows(space) if isinstance(space, dict) else space
        for space in (spaces if isinstance(spaces, list) else [])
    ]
    return {**document, "workspaces": made}


def _one_with_windows(space: Table) -> Table:
    space = dict(space)
    panels = space.pop("second", None)
    arrangement, geometry = (space.pop(f"second_{key}", "") for key in ("arrangement", "geometry"))
    if panels:
        second = {"panels": panels, "arrangement": arrangement, "geometry": geometry}
        space["windows"] = [{"number": FURTHER[0], **second}]
    return space


FORM = DocumentForm("workspaces", 2, {1: _with_windows})
"""Version 1 knew one second window, or none."""
