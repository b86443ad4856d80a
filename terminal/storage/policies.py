"""Policy files: the presets that ship, and the trader's own. Values are the engine's to check."""

import re
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from terminal.model.errors import UserError
from terminal.resource_files import RESOURCES
from terminal.storage.files import write_atomically
from terminal.storage.toml_files import read_toml
from terminal.storage.versioned import VERSION_KEY, Form, keep_older, up_to_date, version_of

FORM = Form("policy")
PRESETS_DIRECTORY = RESOURCES / "presets"

_NAME = re.compile(r"[a-z0-9][a-z0-9_]*")


def read_policy(path: Path) -> dict[str, Any]:
    """Return the keys of the policy file `path` in today's form, whichever version wrote it.

    UserError names file and line, or says that a newer program wrote it.
    """
    return up_to_date(path, read_toml(path), FORM)


def preset_names(directory: Path = PRESETS_DIRECTORY) -> tuple[str, ...]:
    """Return the names of the presets, in alphabetical order."""
    return tuple(sorted(path.stem for path in directory.glob("*.toml")))


def read_presets(directory: Path = PRESETS_DIRECTORY) -> dict[str, dict[str, Any]]:
    """Return every preset by its name."""
    return {name: read_policy(directory / f"{name}.toml") for name in preset_names(directory)}


def find_policy(
    name_or_path: str, own: Path | None = None, presets: Path = PRESETS_DIRECTORY
) -> tuple[str, dict[str, Any]]:
    """Return the label and keys of a preset, of a policy in the directory `own`, or of a file.

    What has a slash or ends in .toml is a file. UserError lists the names where there is no such.
    """
    if "/" in name_or_path or "\\" in name_or_path or name_or_path.endswith(".toml"):
        path = Path(name_or_path)
        return path.stem, read_policy(path)
    name = name_or_path.strip().lower().replace(" ", "_").replace("-", "_")
    for directory in (own, presets):
        if directory is not None and _NAME.fullmatch(name):
            path = directory / f"{name}.toml"
            if path.is_file():
                return name, read_policy(path)
    known = ", ".join(preset_names(presets))
    raise UserError(
        f"policy: there is no preset named {name_or_path!r}; there are {known}, "
        "or give the path of a .toml file"
    )


def save_policy(directory: Path, name: str, text: str) -> Path:
    """Keep a policy under `name` (small letters, digits, _) among the trader's own.

    An older version's file of that name is kept beside it; a newer program's is left as it is
    (UserError). A text without a version is taken to be of today's form.
    """
    if not _NAME.fullmatch(name):
        raise UserError(f"policy name {name!r}: use small letters, digits and _")
    path = directory / f"{name}.toml"
    if path.exists():
        keep_older(path, read_toml(path), FORM)
    write_atomically(path, _with_version(path, text).encode())
    return path


def _with_version(path: Path, text: str) -> str:
    try:
        document = tomlkit.parse(text)
    except TOMLKitError as error:
        raise UserError(f"{path}: {error}") from None
    if VERSION_KEY in document:
        version_of(path, document, FORM)
        return text
    return f"{VERSION_KEY} = {FORM.version}\n{text}"
