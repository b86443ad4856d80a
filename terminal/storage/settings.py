"""The terminal's settings: one TOML file, every key with a default, written whole or not at all."""

import difflib
import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import msgspec
import tomlkit

from terminal.model.errors import UserError
from terminal.storage.files import write_atomically
from terminal.storage.toml_files import read_toml

_PATH = re.compile(r" - at `\$\.?(?P<path>[^`]*)`")


class Environment(StrEnum):
    """Which of an exchange's worlds a venue trades in."""

    LIVE = "live"
    DEMO = "demo"
    TESTNET = "testnet"


class VenueSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One exchange account: `exchange` as ccxt names it, the symbols traded there."""

    exchange: str
    symbols: tuple[str, ...]
    environment: Environment = Environment.TESTNET
    account: str = "main"


class PaperSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The embedded market: the same seed gives the same prices; absent draws one at each start.

    `book_updates_per_s` is for all contracts together.
    """

    seed: int | None = None
    book_updates_per_s: Annotated[float, msgspec.Meta(gt=0, le=20_000)] = 100.0


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that outlives a session and is not a policy, a secret or a window's layout.

    `policy` is a preset's name or a file. Without `venues` the terminal trades on paper.
    """

    policy: str = "constant_leverage"
    paper: PaperSettings = PaperSettings()
    venues: dict[str, VenueSettings] = {}


def read_settings(path: Path) -> Settings:
    """Return the settings in `path`, the defaults where there is no such file.

    UserError names the file and the line or the key.
    """
    if not path.exists():
        return Settings()
    table = read_toml(path)
    _refuse_unknown(path, table, Settings, "")
    try:
        return msgspec.convert(table, Settings)
    except msgspec.ValidationError as error:
        raise UserError(f"{path}: {_explain(str(error))}") from None


def write_settings(path: Path, settings: Settings) -> None:
    """Write `settings` to `path`, keeping the comments that a person put there."""
    document = tomlkit.document()
    if path.exists():
        document = tomlkit.parse(path.read_text(encoding="utf-8"))
    _merge(document, _present(msgspec.to_builtins(settings)))
    write_atomically(path, tomlkit.dumps(document).encode())


def _present(values: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is None, which TOML has no word for: absent means the same."""
    return {
        key: _present(value) if isinstance(value, dict) else value
        for key, value in values.items()
        if value is not None
    }


def _merge(table: Any, values: dict[str, Any]) -> None:
    for key in [key for key in table if key not in values]:
        del table[key]
    for key, value in values.items():
        if isinstance(value, dict) and isinstance(table.get(key), dict):
            _merge(table[key], value)
        elif table.get(key) != value:
            table[key] = value


def _refuse_unknown(
    path: Path, table: dict[str, Any], into: type[msgspec.Struct], prefix: str
) -> None:
    """Name an unknown key, which msgspec does without a hint at what was meant."""
    for key, value in table.items():
        if key not in into.__struct_fields__:
            near = difflib.get_close_matches(key, into.__struct_fields__, n=1)
            hint = f"; did you mean `{prefix}{near[0]}`?" if near else ""
            raise UserError(f"{path}: key `{prefix}{key}` is not known{hint}")
        if key == "paper" and isinstance(value, dict):
            _refuse_unknown(path, value, PaperSettings, "paper.")
        if key == "venues" and isinstance(value, dict):
            for name, venue in value.items():
                if isinstance(venue, dict):
                    _refuse_unknown(path, venue, VenueSettings, f"venues.{name}.")


def _explain(text: str) -> str:
    where = _PATH.search(text)
    problem = _PATH.sub("", text)
    return f"key `{where['path']}`: {problem}" if where and where["path"] else problem
