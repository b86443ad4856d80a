"""Bybit's signatures and clock check, written from the exchange's description."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Account:
    """The one key that the server knows."""

    key: str = "loopback-key"
    secret: str = "loopback-secret"


@dataclass(frozen=True)
class WireError(Exception):
    """A refusal in the exchange's own code."""

    code: int
    text: str


def check_request(account: Account, headers: Mapping[str, str], payload: str, now_ms: int) -> None:
    """Raise WireError unless a REST request is signed by the account and in time.

    `payload` is the raw body of a POST and the raw query of a GET.
    """
    key, stamp = headers.get("X-BAPI-API-KEY", ""), headers.get("X-BAPI-TIMESTAMP", "")
    window = headers.get("X-BAPI-RECV-WINDOW", "5000")
    if key != account.key:
        raise WireError(10003, "API key is invalid.")
    if not _same(sign(account, stamp + key + window + payload), headers.get("X-BAPI-SIGN", "")):
        raise WireError(10004, "Error sign, please check your signature generation algorithm.")
    check_time(stamp, window, now_ms)


def check_time(stamp: str, window: str, now_ms: int) -> None:
    """Raise WireError unless a request's time is inside its window, at most a second ahead."""
    if not (stamp.isdigit() and window.isdigit()):
        raise WireError(10001, "timestamp or recv_window is not a number")
    if not now_ms - int(window) <= int(stamp) < now_ms + 1000:
        raise WireError(
            10002,
            f"invalid request, please check your server timestamp or recv_window param. "
            f"req_timestamp[{stamp}],server_timestamp[{now_ms}],recv_window[{window}]",
        )


def check_socket(account: Account, arguments: list[object], now_ms: int) -> None:
    """Raise WireError unless a websocket's `auth` is signed by the account and not expired."""
    if len(arguments) != 3:
        raise WireError(10001, "Params error")
    key, expires, signature = (str(argument) for argument in arguments)
    if key != account.key:
        raise WireError(10003, "API key is invalid.")
    if not _same(sign(account, f"GET/realtime{expires}"), signature):
        raise WireError(10004, "error sign")
    if not expires.isdigit() or int(expires) <= now_ms:
        raise WireError(10002, "Request expired")


def sign(account: Account, text: str) -> str:
    """Return the hexadecimal HMAC-SHA256 of `text`."""
    return hmac.new(account.secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def _same(expected: str, given: str) -> bool:
    return hmac.compare_digest(expected, given)
