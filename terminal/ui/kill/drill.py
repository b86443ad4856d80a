"""The drill: the kill switch itself, on paper, with the time that every answer took. Pure."""

from typing import NamedTuple

from terminal.engine.snapshot import Snapshot
from terminal.ui import format as fmt
from terminal.ui.words import translate

REASON = "drill"
"""The reason of a kill that is a drill, as it stands in the journal too."""


class Drill(NamedTuple):
    """A drill under way: when it began (ns), and after how long each venue confirmed."""

    since_at: int
    confirmed_s: tuple[tuple[str, float], ...] = ()


def watched(drill: Drill | None, snapshot: Snapshot) -> Drill | None:
    """Return the drill after another look; None where none is under way."""
    kill = snapshot.kill
    if not kill.latched or kill.reason != REASON or kill.since_at is None:
        return None
    if drill is None or drill.since_at != kill.since_at:
        drill = Drill(kill.since_at)
    known = {venue for venue, _ in drill.confirmed_s}
    elapsed = (snapshot.at - kill.since_at) / 1e9
    new = tuple(
        (venue, elapsed)
        for venue, said in kill.venues
        if said == "confirmed" and venue not in known
    )
    return drill._replace(confirmed_s=drill.confirmed_s + new)


def drill_words(drill: Drill) -> str:
    """Return how long each venue took, in words."""
    taken = ", ".join(
        translate("window", "{venue} within {duration}").format(
            venue=venue, duration=fmt.duration(max(seconds, 0.001))
        )
        for venue, seconds in drill.confirmed_s
    )
    return (
        translate("window", "confirmed: {taken}").format(taken=taken)
        if taken
        else translate("window", "waiting for the venues")
    )
