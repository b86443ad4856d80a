"""Orders that wait for their turn at a venue's limit: what is withdrawn meanwhile never leaves."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from terminal.model.outputs import CancelIntent, OrderIntent


class WaitingOrders:
    """Orders on their way to the wire, by client order id."""

    def __init__(self) -> None:
        self._waiting: dict[str, OrderIntent] = {}
        self._withdrawn: set[str] = set()

    @contextmanager
    def turn(self, intent: OrderIntent) -> Iterator[Callable[[], bool]]:
        """Let an order wait inside the block; what is yielded tells whether it was withdrawn."""
        name = intent.client_order_id
        self._waiting[name] = intent
        try:
            yield lambda: name in self._withdrawn
        finally:
            self._waiting.pop(name, None)
            self._withdrawn.discard(name)

    def withdraw(self, cancel: CancelIntent) -> bool:
        """Withdraw what a cancel concerns; True where that was the one order that it names."""
        found = [name for name, intent in self._waiting.items() if _concerns(cancel, intent)]
        self._withdrawn.update(found)
        return cancel.client_order_id in found

    def kill(self) -> None:
        """Withdraw everything but what only reduces a position, by its purpose and by its flag."""
        self._withdrawn.update(
            name
            for name, intent in self._waiting.items()
            if not (intent.purpose.protective and intent.reduce_only)
        )


def _concerns(cancel: CancelIntent, intent: OrderIntent) -> bool:
    if cancel.client_order_id is not None:
        return cancel.client_order_id == intent.client_order_id
    return cancel.symbol in (None, intent.symbol)
