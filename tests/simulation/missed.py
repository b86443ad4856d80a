"""What becomes of news while the program sleeps."""

import msgspec

from terminal.model.events import AnyEvent, OrderReport, OrderState


def overslept(event: AnyEvent, at: int) -> AnyEvent:
    """Return what is heard of an event at waking: an answer to a question has timed out."""
    if isinstance(event, OrderReport) and event.state is OrderState.NOT_FOUND:
        event = msgspec.structs.replace(event, state=OrderState.UNKNOWN)
    return msgspec.structs.replace(event, at=at)
