"""Which time of day the window writes: UTC, or the machine's own.

Like the palette and the font that Qt itself keeps for the whole application this is one choice
for everything that is painted, so it has one holder instead of an argument in every row.
"""

from datetime import UTC, datetime
from enum import StrEnum

from terminal.ui.words import translate


class TimeZone(StrEnum):
    """What times are written in."""

    UTC = "utc"
    LOCAL = "local"


class _Shown:
    """The zone that is shown now."""

    __slots__ = ("zone",)

    def __init__(self) -> None:
        self.zone = TimeZone.UTC


_SHOWN = _Shown()


def show_times_in(zone: TimeZone) -> None:
    """Write all times in another zone from the next painting on."""
    _SHOWN.zone = zone


def shown_zone() -> TimeZone:
    """Return the zone that times are written in."""
    return _SHOWN.zone


def zone_name() -> str:
    """Return what stands beside a time: "UTC" or "local"."""
    return "UTC" if _SHOWN.zone is TimeZone.UTC else translate("window", "local")


def moment(seconds: float) -> datetime:
    """Return `seconds` since the epoch as a moment in the zone that is shown."""
    at = datetime.fromtimestamp(seconds, tz=UTC)
    return at if _SHOWN.zone is TimeZone.UTC else at.astimezone()
