"""What a dated contract has in place of funding: time left, basis, the roll. Pure."""

import msgspec

from terminal.engine.snapshot import LegState, Snapshot
from terminal.ui import format as show
from terminal.ui.policy_numbers import policy_number
from terminal.ui.words import translate

_YEAR_S = 365 * 86_400
_SHORTEST_S = 3600.0  # below it a yearly figure means nothing


class Dated(msgspec.Struct, frozen=True, gc=False):
    """A dated contract's figures as texts; `due` is true inside the trader's roll window."""

    left: str
    expires: str
    basis: str
    basis_note: str
    annualised: str
    roll: str
    roll_note: str
    due: bool


def dated_of(snapshot: Snapshot, leg: LegState) -> Dated | None:
    """Return the figures of a dated contract, None for a perpetual."""
    expiry = leg.instrument.expiry
    if expiry is None:
        return None
    left_s = (expiry - snapshot.at) / 1e9
    window_s = policy_number(snapshot, "roll_window_s")
    basis = annual = None
    if leg.mark_price and leg.index_price:
        basis = round(leg.mark_price / leg.index_price - 1, 5)
        if left_s > _SHORTEST_S:
            annual = round(basis * _YEAR_S / left_s, 4)
    due = left_s <= window_s
    until = show.duration((left_s - window_s) // 60 * 60)
    over = left_s <= 0
    return Dated(
        left=translate("window", "expired") if over else _left(left_s),
        expires=show.date_time(expiry),
        basis=show.percent(basis, 3, signed=True),
        basis_note=translate("window", "mark over index"),
        annualised=show.percent(annual, 2, signed=True),
        roll=translate("window", "over")
        if over
        else translate("window", "now")
        if due
        else translate("window", "in {until}").format(until=until),
        roll_note=translate("window", "close here, open the next")
        if due
        else translate("window", "{duration} before expiry").format(
            duration=show.duration(window_s)
        ),
        due=due,
    )


def _left(left_s: float) -> str:
    return show.countdown(left_s) if left_s < 86_400 else show.duration(left_s // 60 * 60)
