"""The kill switch's latch, and what each venue has confirmed of it."""

from enum import StrEnum


class Confirmation(StrEnum):
    """What is known of a venue's answer to the kill switch."""

    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    UNKNOWN = "unknown"


class KillSwitch:
    """Latched first, before anything leaves the process; reset only by a deliberate act."""

    __slots__ = ("flatten", "latched", "reason", "requested_at", "since_at", "venues")

    def __init__(self) -> None:
        self.latched = False
        self.flatten = False
        self.reason: str | None = None
        self.since_at: int | None = None
        self.venues: dict[str, Confirmation] = {}
        self.requested_at: dict[str, int] = {}

    def latch(self, at: int, reason: str | None, *, flatten: bool) -> bool:
        """Latch; True when it was not latched before. Pressing again may add flattening."""
        self.flatten = self.flatten or flatten
        if self.latched:
            return False
        self.latched = True
        self.since_at = at
        self.reason = reason
        return True

    def request(self, venue: str, at: int) -> None:
        """Note that `venue` was asked to cancel everything."""
        self.venues[venue] = Confirmation.REQUESTED
        self.requested_at[venue] = at

    def due(self, venue: str, at: int, every_ns: int) -> bool:
        """True where `venue` was last asked `every_ns` ago or longer."""
        return at - self.requested_at.get(venue, at - every_ns) >= every_ns

    def confirm(self, venue: str, *, confirmed: bool) -> None:
        """Note a venue's answer: only its own word is a confirmation."""
        self.venues[venue] = Confirmation.CONFIRMED if confirmed else Confirmation.UNKNOWN

    def reset(self) -> None:
        """Open the latch."""
        self.latched = False
        self.flatten = False
        self.reason = None
        self.since_at = None
        self.venues.clear()
