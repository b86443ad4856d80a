"""What became of an order, judged from what came back.

ccxt's exception classes do not tell refused from unknown: an answer that was cut off, a proxy's
error page and a real refusal can all be an `ExchangeError`. The rule is: refused only if the
venue's own parsed JSON carries a code of its allow-list; not sent only where the transport proves
it; everything else is unknown, and what is unknown is asked about and never sent again.
"""

import json
from enum import StrEnum
from typing import Any

import aiohttp

from terminal.venues.ccxt.catalogue import Codes, Path
from terminal.venues.ccxt.observe import dig

# Raised before a connection exists: name resolution, refused, no route, certificate, proxy.
_BEFORE_CONNECTION = (aiohttp.ClientConnectorError, aiohttp.ClientProxyConnectionError)


class Outcome(StrEnum):
    """What is known of a request that was to change something."""

    CONFIRMED = "confirmed"
    REFUSED = "refused"
    NOT_SENT = "not_sent"
    UNKNOWN = "unknown"


def venue_code(codes: Codes, body: str | None) -> str | None:
    """Return the venue's error code in `body`, None where it is not the venue's JSON."""
    return venue_words(codes, body)[0]


def venue_words(codes: Codes, body: str | None) -> tuple[str | None, str]:
    """Return the venue's error code and its text in `body`, (None, "") where it has none."""
    start = -1 if body is None else body.find("{")
    if body is None or start < 0:
        return None, ""
    try:
        # Text may follow the JSON: ccxt appends its own words to some bodies.
        answer, _ = json.JSONDecoder().raw_decode(body[start:])
    except ValueError:
        return None, ""
    code = _first(answer, codes.fields)
    return (None, "") if code is None else (code, _first(answer, codes.texts) or "")


def says_not_found(codes: Codes, body: str | None) -> bool:
    """Return True where the venue says in `body` that it knows no such order."""
    code, said = venue_words(codes, body)
    return code in codes.not_found and codes.not_found_says in said


def classify(
    codes: Codes,
    error: BaseException,
    status: int | None,
    body: str | None,
    *,
    unwritten: bool = False,
) -> Outcome:
    """Judge a failed request; `status` and `body` are the HTTP answer's, None where none came.

    Without a body the code is looked for in the exception's own text, where ccxt puts what
    arrived over a websocket. `unwritten` says that this very request never got onto its websocket:
    the exception cannot, for ccxt gives it to every request that waits there.
    """
    if unwritten or not_sent(error):
        return Outcome.NOT_SENT
    if status is not None and status >= 500:
        # A gateway's word, even where it quotes the venue.
        return Outcome.UNKNOWN
    code = venue_code(codes, body if body is not None else _own_words(error))
    return Outcome.REFUSED if code in codes.refused else Outcome.UNKNOWN


def confirm(order: Any, client_order_id: str) -> Outcome:
    """Judge what ccxt returned: an order counts only with an id, and with our id where echoed."""
    if not isinstance(order, dict):
        return Outcome.UNKNOWN
    order_id, echoed = order.get("id"), order.get("clientOrderId")
    if not isinstance(order_id, str) or not order_id:
        return Outcome.UNKNOWN
    return Outcome.CONFIRMED if echoed in (None, client_order_id) else Outcome.UNKNOWN


def not_sent(error: BaseException) -> bool:
    """Return True where the transport proves that no byte of the request left."""
    chain: BaseException | None = error
    while chain is not None:
        if isinstance(chain, _BEFORE_CONNECTION):
            return True
        chain = chain.__cause__
    return False


def _own_words(error: BaseException) -> str | None:
    # ccxt's text is "<exchange> <JSON>", or the JSON alone; anything else has no venue code in it.
    text = str(error)
    _, _, words = ("", "", text) if text.startswith("{") else text.partition(" ")
    return words if words.startswith("{") else None


def _first(answer: Any, paths: tuple[Path, ...]) -> str | None:
    for path in paths:
        value = dig(answer, path)
        if isinstance(value, str | int) and not isinstance(value, bool):
            return str(value)
    return None
