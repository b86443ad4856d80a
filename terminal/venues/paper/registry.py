"""Every order the exchange remembers, by its own id and by the trader's."""

from collections.abc import Iterator

from terminal.venues.paper.matching import WorkingOrder


class OrderRegistry:
    """Orders in the sequence of their arrival; ended ones are forgotten beyond `remembered`.

    A client order id stays taken for as long as its order is remembered.
    """

    def __init__(self, remembered: int) -> None:
        self._remembered = remembered
        self._by_order_id: dict[str, WorkingOrder] = {}
        self._by_client_id: dict[str, WorkingOrder] = {}
        self._open: dict[str, WorkingOrder] = {}
        self._ended: dict[str, WorkingOrder] = {}

    def add(self, order: WorkingOrder) -> None:
        """Remember a new order as open."""
        self._by_order_id[order.order_id] = order
        client_order_id = order.request.client_order_id
        if client_order_id is not None:
            self._by_client_id[client_order_id] = order
        self._open[order.order_id] = order

    def end(self, order: WorkingOrder) -> None:
        """Note that nothing can happen to an order any more."""
        if self._open.pop(order.order_id, None) is None:
            return
        self._ended[order.order_id] = order
        if len(self._ended) > self._remembered:
            oldest = self._ended.pop(next(iter(self._ended)))
            del self._by_order_id[oldest.order_id]
            if oldest.request.client_order_id is not None:
                del self._by_client_id[oldest.request.client_order_id]

    def find(
        self, client_order_id: str | None = None, order_id: str | None = None
    ) -> WorkingOrder | None:
        """Return the order of either id, None where it is not remembered."""
        if client_order_id is not None:
            return self._by_client_id.get(client_order_id)
        return None if order_id is None else self._by_order_id.get(order_id)

    def open(self, symbol: str | None = None) -> list[WorkingOrder]:
        """Return the open orders, oldest first, of one symbol or of all."""
        return [o for o in self._open.values() if symbol is None or o.request.symbol == symbol]

    def __iter__(self) -> Iterator[WorkingOrder]:
        return iter(self._by_order_id.values())
