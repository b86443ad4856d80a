"""Orders that wait for their turn at a venue's limit: what is withdrawn meanwhile never leaves."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from terminal.model.outputs import CancelIntent, OrderIntent
from terminal.venues.base import Refusal


class WaitingOrders:
    """Orders on their way to the wire, by client order id.

    `refusal` says why an order must not leave after all: it is asked last.
    """

    def __init__(self, refusal: Refusal) -> None:
        self._refusal = refusal
        self._waiting: dict[str, OrderIntent] = {}
        self._withdrawn: set[str] = set()

    @contextmanager
    def turn(self, intent: OrderIntent) -> Iterator[Callable[[], str | None]]:
        """Let an order wait inside the block; what is yielded says why it must not leave now."""
        name = intent.client_order_id
        self._waiting[name] = intent
        try:
            yield (
                lambda: (
                    "cancelled before it was sent"
                    if name in self._withdrawn
                    else self._refusal(intent)
                )
            )
        finally:
            self._waiting.pop(name, None)
            self._withdrawn.discard(name)

    def withdraw(self, cancel: CancelIntent) -> bool:
        """Withdraw what a cancel concerns; True where that was the one order that it names."""
        found = [name for name, intent in self._waiting.items() if cancel.concerns(intent)]
        self._withdrawn.update(found)
        return cancel.client_order_id in found

    def kill(self) -> None:
        """Withdraw everything but what only reduces a position, by its purpose and by its flag."""
        self._withdrawn.update(
            name for name, intent in self._waiting.items() if not intent.only_reduces
        )
