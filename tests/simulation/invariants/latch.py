"""The kill switch: everywhere at once, asked again until confirmed, and told as it is."""

from terminal.model.events import Command, CommandName
from terminal.model.outputs import AnyOutput, CancelIntent
from tests.simulation.invariants.pace import check_cancel_pace
from tests.simulation.invariants.scene import Scene


def check_kill(scene: Scene, event: Command, outputs: list[AnyOutput]) -> None:
    """The moment it is pressed, every venue is asked to cancel everything."""
    if event.name is not CommandName.KILL:
        return
    asked = {
        output.venue
        for output in outputs
        if isinstance(output, CancelIntent) and output.symbol is None
    }
    venues = {venue for venue, _ in scene.facts.legs}
    scene.forbid(
        "the kill switch cancels everywhere at once", asked != venues, event.at, sorted(asked)
    )


def check_latched(scene: Scene, at: int) -> None:
    """Once all is told, what the kill switch was to do is done."""
    if not scene.facts.killed or scene.venues is None:
        return
    for name, venue in scene.venues.items():
        resting = venue.truth.live_orders()
        scene.forbid("after the latch nothing rests at a venue", resting, at, name)
        unconfirmed = not scene.facts.confirmed.get(name)
        scene.forbid("the kill switch asks until it is confirmed", unconfirmed, at, name)
        if scene.facts.flatten and not venue.truth.expired(at):
            lots = venue.truth.lots
            scene.forbid("the kill switch flattens until flat", lots, at, "{} at {}", lots, name)


def check_cancel(scene: Scene, cancel: CancelIntent) -> None:
    """What is cancelled by its name is an order of ours that has not ended."""
    if cancel.client_order_id is None:
        return
    leg = scene.leg(cancel.venue, cancel.symbol or "")
    order = leg.orders.known.get(cancel.client_order_id)
    ended = order is None or order.state.terminal
    scene.forbid("only working orders are cancelled", ended, cancel.at, cancel)
    if order is not None and not ended:
        order.cancelled = True
        check_cancel_pace(scene, cancel)
