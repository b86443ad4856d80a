"""Where a topic's words are: a short page of its own, and the guide's pages behind it. Pure."""

import re
from pathlib import Path
from typing import NamedTuple

_TITLE = re.compile(r"^#\s+(.+)$", re.MULTILINE)


class Topic(NamedTuple):
    """One page: its name as links write it ("ladder", "guide/kill-switch"), title and text."""

    name: str
    title: str
    text: str


class Topics:
    """The short pages in one folder and the guide in another; either may be missing."""

    def __init__(self, short: Path, guide: Path) -> None:
        self._short = short
        self._guide = guide

    @property
    def folders(self) -> tuple[Path, Path]:
        """Where pages lie, and the pictures that they show."""
        return self._short, self._guide

    def names(self) -> tuple[str, ...]:
        """Return every topic: the short pages, then the guide's."""
        short = sorted(path.stem for path in self._short.glob("*.md"))
        guide = sorted(f"guide/{path.stem}" for path in self._guide.glob("*.md"))
        return (*short, *guide)

    def read(self, name: str) -> Topic | None:
        """Return a topic, None where there is no such page; names leave no folder."""
        folder, _, stem = name.removesuffix(".md").rpartition("/")
        if not re.fullmatch(r"[a-z0-9_-]+", stem) or folder not in ("", "guide"):
            return None
        path = (self._guide if folder else self._short) / f"{stem}.md"
        try:
            text = path.read_text(encoding="utf-8")
        except OSError:
            return None
        found = _TITLE.search(text)
        title = found[1].strip() if found else stem.replace("_", " ").replace("-", " ").capitalize()
        return Topic(f"{folder}/{stem}" if folder else stem, title, text)

    def find(self, words: str) -> tuple[Topic, ...]:
        """Return the topics that contain every word, those with them in the title first."""
        wanted = words.casefold().split()
        found = [topic for name in self.names() if (topic := self.read(name)) is not None]
        if not wanted:
            return tuple(found)
        found = [t for t in found if all(word in t.text.casefold() for word in wanted)]
        found.sort(key=lambda t: not all(word in t.title.casefold() for word in wanted))
        return tuple(found)
