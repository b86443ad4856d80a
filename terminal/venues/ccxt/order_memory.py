"""What is remembered of orders and executions, by those who send and those who listen."""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from terminal.model.events import OrderReport
from terminal.model.outputs import OrderIntent

_ORDERS = 2_000
_EXECUTIONS = 5_000


@dataclass(slots=True)
class Sent:
    """An order of this process: `signed_by_ms` is the latest its signature can be dated.

    It is in doubt until the venue has answered for it, one way or the other.
    """

    contracts: Decimal
    signed_by_ms: int
    in_doubt: bool = True


class OrderMemory:
    """The last orders and executions; older ones are forgotten."""

    def __init__(self) -> None:
        self._sent: OrderedDict[str, Sent] = OrderedDict()
        self._heard_of: OrderedDict[str, None] = OrderedDict()
        self._executions: OrderedDict[str, None] = OrderedDict()
        self._names: OrderedDict[str, str] = OrderedDict()  # client ids by the venue's

    def sending(self, intent: OrderIntent, now_ms: int) -> Sent:
        """Note that an order is about to leave."""
        sent = Sent(intent.contracts, now_ms)
        self._sent[intent.client_order_id] = sent
        while len(self._sent) > _ORDERS:
            self._sent.popitem(last=False)
        return sent

    def sent(self, client_order_id: str) -> Sent | None:
        """Return an order of this process, None where it is not one."""
        return self._sent.get(client_order_id)

    def in_doubt(self) -> Iterator[Sent]:
        """Yield every order that may or may not exist."""
        return (sent for sent in self._sent.values() if sent.in_doubt)

    def heard(self, report: OrderReport) -> None:
        """Note that the venue spoke of an order, over a stream or in answer to a look-up."""
        self._heard_of[report.client_order_id] = None
        while len(self._heard_of) > _ORDERS:
            self._heard_of.popitem(last=False)
        sent = self._sent.get(report.client_order_id)
        if sent is not None:
            sent.in_doubt = False

    def heard_of(self, client_order_id: str) -> bool:
        """Return True where the venue has spoken of an order."""
        return client_order_id in self._heard_of

    def named(self, order: Any) -> None:
        """Note which client order id a ccxt order's own id belongs to."""
        order_id, client_order_id = order.get("id"), order.get("clientOrderId")
        if not order_id or not client_order_id:
            return
        self._names[str(order_id)] = client_order_id
        while len(self._names) > _ORDERS:
            self._names.popitem(last=False)

    def name_of(self, order_id: Any) -> str | None:
        """Return the client order id of one of the venue's, None where it is not known."""
        return self._names.get(str(order_id))

    def knows_execution(self, execution_id: str) -> bool:
        """Return True where an execution was seen; it is not noted by asking."""
        return execution_id in self._executions

    def is_new_execution(self, execution_id: str) -> bool:
        """Return True the first time an execution is seen, whichever way it came."""
        if execution_id in self._executions:
            return False
        self._executions[execution_id] = None
        while len(self._executions) > _EXECUTIONS:
            self._executions.popitem(last=False)
        return True
