"""Orders of an earlier start: the engine asks about each at the account that it was sent to.

They wait for their contract to be listed, and for the account to be known as the journal's. What
was sent to another account is neither asked about nor resolved: the trader hears of it, and so of
what waits where no account number is ever told.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

import msgspec

from terminal.app.account_guard import AccountGuard, Verdict
from terminal.app.dispatcher import Dispatcher
from terminal.model.events import AnyEvent, InstrumentListed, RecoveredOrder
from terminal.model.outputs import AnyOutput, Level
from terminal.model.reasons import Reason
from terminal.venues.base import Clock

_NAMED = 5


class FormerOrders:
    """Lives on the engine's loop."""

    def __init__(
        self,
        orders: Sequence[RecoveredOrder],
        *,
        dispatcher: Dispatcher,
        clock: Clock,
        guard: AccountGuard | None,
    ) -> None:
        self._waiting = list(orders)
        self._dispatcher = dispatcher
        self._clock = clock
        self._listed: set[tuple[str, str]] = set()
        self._named: set[str] = set()  # venues whose waiting orders the trader has heard of
        self._verdict_on: Callable[[RecoveredOrder], Verdict] = lambda _: Verdict.SAME
        if guard is not None:
            self._verdict_on = guard.verdict_on
            guard.settled = self._look
            guard.untold = self._name
        if orders:
            dispatcher.observe(self._see)

    def start(self) -> None:
        """Tell of what cannot be asked about whatever is listed; once the venues are there."""
        for venue in sorted({order.venue for order in self._waiting}):
            self._look(venue)

    def _see(self, event: AnyEvent, _: list[AnyOutput]) -> None:
        if isinstance(event, InstrumentListed):
            self._listed.add((event.venue, event.symbol))
            self._look(event.venue)

    def _look(self, venue: str) -> None:
        """Hand over, or give up, whatever of a venue's orders the verdict allows by now."""
        foreign: dict[str, list[str]] = defaultdict(list)
        for order in [order for order in self._waiting if order.venue == venue]:
            verdict = self._verdict_on(order)
            if verdict is Verdict.OTHER:
                self._waiting.remove(order)
                foreign[order.symbol].append(order.client_order_id)
            elif verdict is Verdict.SAME and (order.venue, order.symbol) in self._listed:
                self._waiting.remove(order)
                self._dispatcher.emit(msgspec.structs.replace(order, at=self._clock()))
        self._tell(
            venue, foreign, "sent to another account, so nobody is asked about them: look there"
        )

    def _name(self, venue: str) -> None:
        """Tell once of the orders that wait at a venue which tells no account number."""
        if venue in self._named:
            return
        self._named.add(venue)
        waiting: dict[str, list[str]] = defaultdict(list)
        for order in self._waiting:
            if order.venue == venue and self._verdict_on(order) is Verdict.UNCERTAIN:
                waiting[order.symbol].append(order.client_order_id)
        self._tell(
            venue,
            waiting,
            "sent with another key, and whether to this account the venue has not told, so nobody "
            "is asked about them: look for them on its page, or put the former key back",
        )

    def _tell(self, venue: str, orders: Mapping[str, Sequence[str]], what_to_do: str) -> None:
        for symbol, names in orders.items():
            more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
            self._dispatcher.alert(
                Level.ALARM,
                Reason.OTHER_ACCOUNT,
                venue=venue,
                detail=f"of {symbol}, not known to have ended: {', '.join(names[:_NAMED])}{more}; "
                f"{what_to_do}",
            )
