"""The repository as the architecture tests read it: tracked files, and parsed modules."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Module:
    """One Python file: its path from the root, with forward slashes, its text and its tree."""

    path: str
    text: str
    tree: ast.Module

    def within(self, *folders: str) -> bool:
        """Return whether the module lies in one of `folders`."""
        return any(self.path.startswith(f"{folder}/") for folder in folders)


def parse(path: str, text: str) -> Module:
    """Return `text` as the module at `path`."""
    return Module(path, text, ast.parse(text))


def modules(*folders: str) -> Iterator[Module]:
    """Yield every module below `folders`, tracked or new."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield parse(path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))


def tracked_files() -> list[Path]:
    """Return the files under version control; all but the environment where there is no git."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listing.returncode == 0 and listing.stdout:
        names = [ROOT / name for name in listing.stdout.split("\0") if name]
        return [path for path in names if path.is_file()]
    hidden = {".venv", ".git", "__pycache__"}
    return [p for p in ROOT.rglob("*") if p.is_file() and hidden.isdisjoint(p.parts)]


def texts(paths: list[Path]) -> Iterator[tuple[str, str]]:
    """Yield path and text of those files that are text."""
    for path in paths:
        try:
            yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")
        except UnicodeDecodeError:
            continue


def dotted(node: ast.expr) -> str:
    """Return `a.b.c` for an attribute chain, with `()` where a call is in it; "" for the rest."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attribute):
            return f"{dotted(value)}.{attribute}"
        case ast.Call(func=function):
            return f"{dotted(function)}()"
        case _:
            return ""
