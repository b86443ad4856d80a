"""What the margin restore would do, said before it does it. Pure."""

from typing import NamedTuple

from terminal.engine.restore_plan import RestoreCut, RestorePlan
from terminal.engine.snapshot import LegState, Snapshot
from terminal.model.outputs import Gate, Mode
from terminal.ui import format as show


class RestoreWords(NamedTuple):
    """One account's plan: the sentence, and the role of its colour."""

    text: str
    tone: str


def restore_words(snapshot: Snapshot, plans: tuple[RestorePlan, ...]) -> tuple[RestoreWords, ...]:
    """Return a sentence for every plan, the nearest first; an idle guard is said at the end."""
    idle = _idle(snapshot)
    ordered = sorted(plans, key=lambda plan: abs(plan.move) if plan.move is not None else 1e9)
    several = len(plans) > 1
    return tuple(_words(snapshot, plan, idle, several=several) for plan in ordered)


def _words(snapshot: Snapshot, plan: RestorePlan, idle: str, *, several: bool) -> RestoreWords:
    where = f"{plan.venue} {plan.settle} · " if several else ""
    level = show.percent(plan.level, 0)
    if plan.move is None:
        return RestoreWords(f"{where}Restore: no price brings it to {level}", "text_secondary")
    legs = {
        leg.instrument.symbol: leg for leg in snapshot.legs if leg.instrument.venue == plan.venue
    }
    listed = [cut for cut in plan.cuts if cut.symbol in legs]
    cuts = [_cut(legs[cut.symbol], cut) for cut in listed]
    after = f"leaves {show.percent(plan.utilisation_after, 1)}"
    if plan.utilisation_after is None:
        after = "leaves no equity"
    if plan.move == 0:
        return RestoreWords(f"{where}Restore due now: {', '.join(cuts)}, {after}{idle}", "alarm")
    at = f"at {show.percent(plan.move, 1, signed=True)}"
    if len(listed) == 1:
        price = show.price(listed[0].price, legs[listed[0].symbol].instrument.tick_size)
        at = f"at {price} ({show.percent(plan.move, 1, signed=True)})"
    return RestoreWords(f"{where}Restore {at}: {', '.join(cuts)}, {after}{idle}", "text_secondary")


def _cut(leg: LegState, cut: RestoreCut) -> str:
    verb = "buys" if (leg.position_contracts or 0) < 0 else "sells"
    lot = leg.instrument.lot_size
    size = f"{show.contracts(cut.cut_contracts, lot)} of {show.contracts(cut.held_contracts, lot)}"
    return f"{verb} {size}"


def _idle(snapshot: Snapshot) -> str:
    if snapshot.gate is Gate.KILLED:
        return " · not while killed"
    if snapshot.mode is Mode.MANUAL and not snapshot.guard_in_manual:
        return " · only in auto or with the guard on"
    return ""
