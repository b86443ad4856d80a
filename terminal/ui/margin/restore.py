"""What the margin restore would do, said before it does it. Pure."""

from typing import NamedTuple

from terminal.engine.restore_plan import RestoreCut, RestorePlan
from terminal.engine.snapshot import LegState, Snapshot
from terminal.model.outputs import Gate, Mode
from terminal.ui import format as show
from terminal.ui.words import translate


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
        return RestoreWords(
            translate("window", "{where}Restore: no price brings it to {level}").format(
                where=where, level=level
            ),
            "text_secondary",
        )
    legs = {
        leg.instrument.symbol: leg for leg in snapshot.legs if leg.instrument.venue == plan.venue
    }
    listed = [cut for cut in plan.cuts if cut.symbol in legs]
    cuts = [_cut(legs[cut.symbol], cut) for cut in listed]
    after = translate("window", "leaves {percent}").format(
        percent=show.percent(plan.utilisation_after, 1)
    )
    if plan.utilisation_after is None:
        after = translate("window", "leaves no equity")
    if plan.move == 0:
        return RestoreWords(
            translate("window", "{where}Restore due now: {part}, {after}{idle}").format(
                where=where, part=", ".join(cuts), after=after, idle=idle
            ),
            "alarm",
        )
    at = translate("window", "at {percent}").format(percent=show.percent(plan.move, 1, signed=True))
    if len(listed) == 1:
        price = show.price(listed[0].price, legs[listed[0].symbol].instrument.tick_size)
        at = translate("window", "at {price} ({percent})").format(
            price=price, percent=show.percent(plan.move, 1, signed=True)
        )
    return RestoreWords(
        translate("window", "{where}Restore {at}: {part}, {after}{idle}").format(
            where=where, at=at, part=", ".join(cuts), after=after, idle=idle
        ),
        "text_secondary",
    )


def _cut(leg: LegState, cut: RestoreCut) -> str:
    verb = "buys" if (leg.position_contracts or 0) < 0 else "sells"
    lot = leg.instrument.lot_size
    size = translate("window", "{contracts} of {contracts2}").format(
        contracts=show.contracts(cut.cut_contracts, lot),
        contracts2=show.contracts(cut.held_contracts, lot),
    )
    return f"{verb} {size}"


def _idle(snapshot: Snapshot) -> str:
    if snapshot.gate is Gate.KILLED:
        return translate("window", " · not while killed")
    if snapshot.mode is Mode.MANUAL and not snapshot.guard_in_manual:
        return translate("window", " · only in auto or with the guard on")
    return ""
