import traceback

import ccxt
import pytest

from terminal.model.errors import (
    AuthenticationError,
    ClockError,
    OutcomeUnknownError,
    RateLimitedError,
    RejectedError,
    UnavailableError,
    VenueError,
)
from terminal.venues.ccxt.catalogue import BINANCE_COIN_M, BYBIT
from terminal.venues.ccxt.credentials import Credentials
from terminal.venues.ccxt.wire_errors import safe_text, translated

CANARY = Credentials("canary-key-1", "canary-secret-2", "canary-phrase-3")


def test_no_part_of_the_credentials_is_ever_printed() -> None:
    for text in (repr(CANARY), str(CANARY), f"{CANARY}", CANARY.fingerprint):
        for secret in (CANARY.key, CANARY.secret, CANARY.passphrase):
            assert secret is not None
            assert secret not in text


def test_a_fingerprint_tells_two_keys_with_one_beginning_apart() -> None:
    other = Credentials("canary-key-9", "x")
    assert CANARY.fingerprint.startswith("cana…")
    assert CANARY.fingerprint != other.fingerprint


def test_secrets_are_taken_out_of_what_an_exception_says() -> None:
    error = ccxt.ExchangeError(
        f"binancecoinm GET https://dapi.binance.com/dapi/v1/account?signature=abc&k={CANARY.key} "
        f"headers X-MBX-APIKEY {CANARY.key} {CANARY.secret} {CANARY.passphrase}"
    )
    text = safe_text(CANARY, error)
    assert "signature" not in text
    assert "canary" not in text
    assert "dapi.binance.com/dapi/v1/account?…" in text


def test_a_translated_exception_carries_no_secret_and_no_cause_that_has_one() -> None:
    wire = ccxt.AuthenticationError(f'bybit {{"retCode":10004,"retMsg":"sign {CANARY.secret}"}}')
    error = translated(BYBIT, CANARY, wire)
    assert "canary" not in "".join(traceback.format_exception(error))


@pytest.mark.parametrize(
    ("wire", "kind"),
    [
        (ccxt.InvalidNonce('bybit {"retCode":10002,"retMsg":"time"}'), ClockError),
        (ccxt.AuthenticationError('bybit {"retCode":10003,"retMsg":"key"}'), AuthenticationError),
        (ccxt.RateLimitExceeded('bybit {"retCode":10006,"retMsg":"visits"}'), RateLimitedError),
        (ccxt.DDoSProtection("bybit 429"), RateLimitedError),
        (ccxt.InsufficientFunds('bybit {"retCode":110007,"retMsg":"funds"}'), RejectedError),
        (ccxt.RequestTimeout("bybit POST"), UnavailableError),
        (TimeoutError(), UnavailableError),
        (ccxt.ExchangeError('bybit {"retCode":10016,"retMsg":"busy"}'), OutcomeUnknownError),
        (TypeError("'NoneType' object is not subscriptable"), OutcomeUnknownError),
    ],
    ids=lambda value: getattr(value, "__name__", type(value).__name__),
)
def test_each_exception_becomes_one_of_the_houses_own(
    wire: Exception, kind: type[VenueError]
) -> None:
    assert type(translated(BYBIT, None, wire)) is kind


def test_an_untrusted_certificate_is_named_and_not_called_an_outage() -> None:
    import aiohttp
    from aiohttp.client_reqrep import ConnectionKey

    key = ConnectionKey("api.bybit.com", 443, True, True, None, None, None)
    error = ccxt.ExchangeNotAvailable("bybit POST https://api.bybit.com/v5/order/create")
    error.__cause__ = aiohttp.ClientConnectorCertificateError(key, Exception("self-signed"))
    assert "certificate is not trusted" in str(translated(BYBIT, None, error))


def test_hostile_text_of_a_venue_cannot_forge_a_line_or_a_colour() -> None:
    body = '{"code":-2019,"msg":"no\\nINFO all is well \\u001b[2J \\u202e"}'
    text = str(translated(BINANCE_COIN_M, None, ccxt.ExchangeError("binancecoinm " + body)))
    assert text.isprintable()
    assert text.endswith("refused: no INFO all is well \\x1b[2J \\u202e (code -2019)")


def test_a_long_text_is_cut() -> None:
    assert len(safe_text(None, ccxt.ExchangeError("x" * 5000))) <= 300
