"""How the time of a session file is laid onto the time of the terminal."""

import msgspec

from terminal.model.events import Account, AnyEvent, Funding, InstrumentListed

_NS_PER_S = 1_000_000_000


class Pacing(msgspec.Struct, frozen=True, kw_only=True):
    """`speed` 10 plays ten seconds of the file in one.

    A pause in the file longer than `longest_pause_s` (of file time) is cut to that; None plays it
    out.
    """

    speed: float = 1.0
    longest_pause_s: float | None = None


class Timeline:
    """Maps times of the file onto times of the terminal's clock, in the order they are read."""

    def __init__(self, pacing: Pacing, start_at: int) -> None:
        if pacing.speed <= 0:
            raise ValueError(f"speed must be above 0, not {pacing.speed}")
        self._speed = pacing.speed
        longest = pacing.longest_pause_s
        self._longest = None if longest is None else round(longest * _NS_PER_S)
        self._due_at = start_at
        self._file_at: int | None = None

    def due_at(self, file_at: int) -> int:
        """Return when an event of the file is to happen."""
        if self._file_at is not None:
            pause = file_at - self._file_at
            if self._longest is not None:
                pause = min(pause, self._longest)
            self._due_at += round(pause / self._speed)
        self._file_at = file_at
        return self._due_at

    def restamped(self, event: AnyEvent, at: int) -> AnyEvent:
        """Return an event as happening at `at`; every other time in it keeps its distance."""
        match event:
            case Funding():
                return msgspec.structs.replace(
                    event,
                    at=at,
                    next_funding_at=at + self._scaled(event.next_funding_at - event.at),
                    interval_s=event.interval_s / self._speed,
                )
            case InstrumentListed(expiry=int(expiry)):
                return msgspec.structs.replace(
                    event, at=at, expiry=at + self._scaled(expiry - event.at)
                )
            case Account(as_of=int(as_of)):
                return msgspec.structs.replace(
                    event, at=at, as_of=at + self._scaled(as_of - event.at)
                )
            case _:
                return msgspec.structs.replace(event, at=at)

    def _scaled(self, distance: int) -> int:
        return round(distance / self._speed)
