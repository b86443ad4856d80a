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
    if asked != venues:
        scene.broken("the kill switch cancels everywhere at once", event.at, sorted(asked))


def check_cancel(scene: Scene, cancel: CancelIntent) -> None:
    """What is cancelled by its name is an order of ours that has not ended."""
    if cancel.client_order_id is None:
        return
    leg = scene.leg(cancel.venue, cancel.symbol or "")
    order = leg.orders.known.get(cancel.client_order_id)
    if order is None or order.state.terminal:
        scene.broken("only working orders are cancelled", cancel.at, cancel)
    else:
        order.cancelled = True
        check_cancel_pace(scene, cancel)
