"""A fill that the venue's statement tells of already is not counted beside it."""

from terminal.engine.snapshot import Snapshot
from terminal.model.events import Fill, FillType
from tests.simulation.invariants.scene import Scene
from tests.simulation.scenario import SECOND

_LATELY_NS = 60 * SECOND


def tells_what_was_stated(scene: Scene, fill: Fill) -> bool:
    """True where the last statement has all that happened, and so this fill as well.

    Only where everything lately went the same way: the order of news would matter otherwise.
    """
    if fill.fill_type is not FillType.TRADE:
        return False
    leg = scene.leg(fill.venue, fill.symbol)
    order = leg.orders.known.get(fill.client_order_id or "")
    side = order.intent.side if order is not None else fill.side
    said = leg.account.statement
    if scene.venues is None or said is None or side is None:
        return False
    venue = scene.venues[fill.venue]
    if venue.truth.expired(fill.at):
        return False  # settled since, the other way: a statement of before the trade is flat too
    # Of somebody else's one trade only can it be known that it is the one that is told of.
    others = venue.outsiders.trades + venue.clearing.takings
    if others > (order is None) or scene.epoch > 1:
        return False
    if venue.outsiders.unseen_trades:
        return False  # in the very first statement, and nothing tells that it was
    lately = [
        there.intent.side
        for there in venue.truth.orders.values()
        if there.filled and there.intent.at > fill.at - _LATELY_NS
    ]
    same_way = all(one is side for one in lately)
    return same_way and abs(said.contracts - venue.truth.position) < 1e-6


def check_counted(scene: Scene, snapshot: Snapshot, fill: Fill) -> None:
    """After such a fill our position is not beyond the statement's."""
    leg = scene.leg(fill.venue, fill.symbol)
    order, said = leg.orders.known.get(fill.client_order_id or ""), leg.account.statement
    side = order.intent.side if order is not None else fill.side
    for state in snapshot.legs:
        ours = (state.instrument.venue, state.instrument.symbol) == (fill.venue, fill.symbol)
        if not ours or state.position_contracts is None or said is None or side is None:
            continue
        beyond = (float(state.position_contracts) - said.contracts) * side.sign
        scene.forbid(
            "a fill is not counted beside its statement",
            beyond > 1e-6,
            fill.at,
            "{} contracts beyond {}",
            beyond,
            said.contracts,
        )
