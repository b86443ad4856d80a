"""The terminal's settings: one TOML file, every key with a default, written whole or not at all."""

import difflib
import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import msgspec
import tomlkit
from msgspec import Meta

from terminal.model.errors import UserError
from terminal.storage.files import write_atomically
from terminal.storage.toml_files import read_toml
from terminal.storage.versioned import VERSION_KEY, Form, keep_older, up_to_date

FORM = Form("settings")

_PATH = re.compile(r" - at `\$\.?(?P<path>[^`]*)`")


class Environment(StrEnum):
    """Which of an exchange's worlds a venue trades in."""

    LIVE = "live"
    DEMO = "demo"
    TESTNET = "testnet"


class VenueSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One exchange account: `exchange` as ccxt names it, the symbols traded there.

    With `paper` the exchange's live market data is traded on paper: no key is read, nothing is
    sent, and `environment` and `account` mean nothing. `accept_untried` allows live orders at a
    venue where they were tried on loopback only.
    """

    exchange: str
    symbols: tuple[str, ...]
    environment: Environment = Environment.TESTNET
    account: str = "main"
    paper: bool = False
    accept_untried: bool = False


class Ground(StrEnum):
    """What the window is painted on."""

    DARK = "dark"
    LIGHT = "light"


class Directions(StrEnum):
    """Which colours mean up and down."""

    WESTERN = "western"
    EAST_ASIAN = "east_asian"
    COLOUR_BLIND = "colour_blind"


class TimeZone(StrEnum):
    """Which time of day the window writes."""

    UTC = "utc"
    LOCAL = "local"


class PaperSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The embedded market: the same seed gives the same prices; absent draws one at each start.

    `book_updates_per_s` is for all contracts together.
    """

    seed: Annotated[
        int | None,
        Meta(
            title="Seed of the paper market",
            description="The same seed gives the same prices; empty draws another at each start.",
            extra={"next_start": True},
        ),
    ] = None
    book_updates_per_s: Annotated[
        float,
        Meta(
            gt=0,
            le=20_000,
            title="Book updates",
            description="Of the paper market, for all contracts together.",
            extra={"unit": "a second", "next_start": True},
        ),
    ] = 100.0


class WindowSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the window looks and what it tells; arrangements and keys have files of their own."""

    ground: Annotated[Ground, Meta(title="Theme")] = Ground.DARK
    directions: Annotated[
        Directions,
        Meta(
            title="Colours of up and down",
            description="Signs and shapes stand beside the colours in every one of them.",
        ),
    ] = Directions.WESTERN
    scale_percent: Annotated[
        int,
        Meta(
            ge=100,
            le=200,
            title="Size of everything",
            description="Beside what the screen itself asks for.",
            extra={"unit": "%", "next_start": True},
        ),
    ] = 100
    time_zone: Annotated[
        TimeZone, Meta(title="Times", description="The journal and exports are always in UTC.")
    ] = TimeZone.UTC
    hand_orders_relock_s: Annotated[
        int,
        Meta(
            ge=10,
            le=3600,
            title="Lock hand orders again after",
            description="Without a hand order and without a touch of their panel.",
            extra={"unit": "s"},
        ),
    ] = 120
    sounds: Annotated[bool, Meta(title="Sounds for fills, freezes and alarms")] = False
    notify_fills: Annotated[bool, Meta(title="Notice on the desktop: fills")] = False
    notify_freezes: Annotated[bool, Meta(title="Notice on the desktop: freezes")] = True
    notify_alerts: Annotated[bool, Meta(title="Notice on the desktop: alarms")] = True
    introduction: Annotated[bool, Meta(title="Show the introduction at the start")] = True


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that outlives a session and is not a policy, a secret or a window's layout.

    `policy` is a preset's name or a file. Without `venues` the terminal trades on paper.
    """

    policy: Annotated[
        str,
        Meta(
            min_length=1,
            title="Policy at the start",
            description="A preset's name, one of your own, or the path of a .toml file.",
            extra={"next_start": True},
        ),
    ] = "constant_leverage"
    dead_man_s: Annotated[
        int,
        Meta(
            ge=0,
            le=300,
            title="Dead-man switch",
            description=(
                "Where a venue has one, it cancels all orders there when this program has been "
                "silent for so long; 0 switches it off."
            ),
            extra={"unit": "s", "next_start": True},
        ),
    ] = 60
    paper: PaperSettings = PaperSettings()
    venues: dict[str, VenueSettings] = {}
    window: WindowSettings = WindowSettings()


_TABLES: dict[str, type[msgspec.Struct]] = {"paper": PaperSettings, "window": WindowSettings}


def read_settings(path: Path) -> Settings:
    """Return the settings in `path`, the defaults where there is no such file.

    An older version's settings are read as today's. UserError names the file and the line or the
    key, or says that a newer program wrote it.
    """
    if not path.exists():
        return Settings()
    table = up_to_date(path, read_toml(path), FORM)
    _refuse_unknown(path, table, Settings, "")
    try:
        return msgspec.convert(table, Settings)
    except msgspec.ValidationError as error:
        raise UserError(f"{path}: {_explain(str(error))}") from None


def write_settings(path: Path, settings: Settings) -> None:
    """Write `settings` to `path`, keeping the comments that a person put there.

    An older version's file is kept beside it; a newer program's is left as it is (UserError).
    """
    document = tomlkit.document()
    if path.exists():
        keep_older(path, read_toml(path), FORM)
        document = tomlkit.parse(path.read_text(encoding="utf-8"))
    _merge(document, {VERSION_KEY: FORM.version, **_present(msgspec.to_builtins(settings))})
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
        if key in _TABLES and isinstance(value, dict):
            _refuse_unknown(path, value, _TABLES[key], f"{key}.")
        if key == "venues" and isinstance(value, dict):
            for name, venue in value.items():
                if isinstance(venue, dict):
                    _refuse_unknown(path, venue, VenueSettings, f"venues.{name}.")


def _explain(text: str) -> str:
    where = _PATH.search(text)
    problem = _PATH.sub("", text)
    return f"key `{where['path']}`: {problem}" if where and where["path"] else problem
