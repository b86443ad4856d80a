"""Whether an order may be sent at all: what ccxt would round or shorten, and say nothing."""

import re
from collections.abc import Collection
from decimal import Decimal
from typing import Any

from terminal.model.outputs import OrderIntent
from terminal.venues.ccxt.catalogue import VenueEntry
from terminal.venues.ccxt.credentials import Credentials
from terminal.venues.ccxt.order_data import request
from terminal.venues.ccxt.wire_errors import safe_text


def unfit(
    entry: VenueEntry,
    exchange: Any,
    credentials: Credentials,
    symbols: Collection[str],
    intent: OrderIntent,
) -> str | None:
    """Return why an order must not be sent, None where it may."""
    longest = entry.orders.longest_client_order_id
    if not 0 < len(intent.client_order_id) <= longest:
        return f"the client order id is longer than {longest} characters"
    if not re.fullmatch(entry.orders.ids, intent.client_order_id):
        return "the client order id has characters that the venue does not take"
    if intent.symbol not in symbols:
        return f"{intent.symbol} is not traded here"
    if exchange.market(intent.symbol).get("active") is False and not intent.reduce_only:
        return f"{entry.title} does not trade {intent.symbol} now"
    if entry.orders.whole and intent.contracts != intent.contracts.to_integral_value():
        return f"contracts {intent.contracts:f} is not a whole number"
    wanted = request(intent, entry.orders, 0)
    checks = [(wanted.amount, exchange.amount_to_precision, "contracts")]
    if wanted.price is not None:
        checks.append((wanted.price, exchange.price_to_precision, "limit price"))
    elif wanted.type == "limit":
        return "the limit price is missing"
    for text, on_the_wire, what in checks:
        try:
            fits = Decimal(on_the_wire(intent.symbol, text)) == Decimal(text) > 0
        except Exception as error:  # noqa: BLE001 - ccxt's own judgement of a quantity
            return f"{what} {text}: {safe_text(credentials, error)}"
        if not fits:
            return f"{what} {text} is not on the venue's grid"
    return None
