"""Binance's keys, signatures and clock check, written from the exchange's description."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Account:
    """The one key that the server knows, and what it calls the account."""

    key: str = "loopback-key"
    secret: str = "loopback-secret"
    alias: str = "SgsRfWfWuXti"


@dataclass(frozen=True)
class WireError(Exception):
    """A refusal in the exchange's own code, with the HTTP status that goes with it."""

    code: int
    text: str
    status: int = 400


def check_key(account: Account, key: str | None) -> None:
    """Raise WireError unless a request carries the account's key."""
    if key is None:
        raise WireError(-2014, "API-key format invalid.", 401)
    if key != account.key:
        raise WireError(-2015, "Invalid API-key, IP, or permissions for action", 401)


def check_request(
    account: Account, payload: str, arguments: Mapping[str, Any], now_ms: int
) -> None:
    """Raise WireError unless a request is signed by the account and in time.

    `payload` is the query or form as it was sent; everything before `&signature=` is signed.
    """
    signed, found, signature = payload.rpartition("&signature=")
    if not found:
        raise WireError(-1102, "Mandatory parameter 'signature' was not sent.")
    if not hmac.compare_digest(sign(account, signed), signature):
        raise WireError(-1022, "Signature for this request is not valid.")
    check_time(arguments, now_ms)


def check_message(account: Account, parameters: Mapping[str, Any], now_ms: int) -> None:
    """Raise WireError unless the parameters of a websocket request are signed and in time."""
    check_key(account, parameters.get("apiKey"))
    rest = {key: value for key, value in parameters.items() if key != "signature"}
    signed = "&".join(f"{key}={_plain(rest[key])}" for key in sorted(rest))
    if not hmac.compare_digest(sign(account, signed), str(parameters.get("signature"))):
        raise WireError(-1022, "Signature for this request is not valid.")
    check_time(parameters, now_ms)


def check_time(arguments: Mapping[str, Any], now_ms: int) -> None:
    """Raise WireError unless a request's time is inside its window, at most a second ahead."""
    stamp, window = str(arguments.get("timestamp", "")), str(arguments.get("recvWindow", "5000"))
    if not (stamp.isdigit() and window.isdigit()):
        raise WireError(-1102, "Mandatory parameter 'timestamp' was not sent.")
    if int(stamp) >= now_ms + 1000:
        raise WireError(-1021, "Timestamp for this request was 1000ms ahead of the server's time.")
    if int(stamp) < now_ms - int(window):
        raise WireError(-1021, "Timestamp for this request is outside of the recvWindow.")


def sign(account: Account, text: str) -> str:
    """Return the hexadecimal HMAC-SHA256 of `text`."""
    return hmac.new(account.secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
