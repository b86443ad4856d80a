"""An order that asks to leave the process."""

from decimal import Decimal

import msgspec

from terminal.model.events import Side
from terminal.model.outputs import OrderType, Purpose


class Proposal(msgspec.Struct, frozen=True, gc=False):
    """An order that asks to leave. Lots are unsigned; `ordered_by_trader` covers a click."""

    side: Side
    lots: int
    reduce_only: bool
    type: OrderType
    limit_price: Decimal | None
    purpose: Purpose
    ordered_by_trader: bool = False

    @property
    def signed_lots(self) -> int:
        """Lots signed by the side."""
        return self.lots * self.side.sign
