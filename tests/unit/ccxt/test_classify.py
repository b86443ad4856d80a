import asyncio
import json

import aiohttp
import ccxt
import pytest

from terminal.venues.ccxt.catalogue import BINANCE_COIN_M, BYBIT
from terminal.venues.ccxt.classify import Outcome, classify, confirm, not_sent, venue_code


def bybit(code: int, text: str = "words") -> str:
    return json.dumps({"retCode": code, "retMsg": text, "result": {}, "time": 1})


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


REFUSED = [10001, 10002, 10003, 10004, 10005, 10010, 110003, 110007, 110017, 110094]
UNKNOWN = [0, 10000, 10006, 10016, 10018, 10429, 110001, 110072, 170007, 999999]


@pytest.mark.parametrize("code", REFUSED)
def test_a_code_of_the_allow_list_is_a_refusal(code: int) -> None:
    error = ccxt.ExchangeError("bybit " + bybit(code))
    assert classify(BYBIT.codes, error, 200, bybit(code)) is Outcome.REFUSED


@pytest.mark.parametrize("code", UNKNOWN)
def test_any_other_code_proves_nothing(code: int) -> None:
    for error in (ccxt.InvalidOrder("bybit " + bybit(code)), ccxt.InsufficientFunds("no")):
        assert classify(BYBIT.codes, error, 200, bybit(code)) is Outcome.UNKNOWN


@pytest.mark.parametrize("status", [500, 502, 503, 504, 520])
def test_a_gateway_that_quotes_a_refusal_proves_nothing(status: int) -> None:
    error = ccxt.ExchangeNotAvailable("bybit 502 Bad Gateway")
    assert classify(BYBIT.codes, error, status, bybit(110007)) is Outcome.UNKNOWN


@pytest.mark.parametrize("body", ["", "null", "<html>403</html>", '{"retCode":', "[]", '"110007"'])
def test_a_body_that_is_not_the_venues_json_proves_nothing(body: str) -> None:
    for error in (ccxt.InsufficientFunds("bybit " + body), TypeError("no"), KeyError("id")):
        assert classify(BYBIT.codes, error, 200, body) is Outcome.UNKNOWN


@pytest.mark.parametrize(
    "error",
    [
        ccxt.RequestTimeout("bybit POST https://api.bybit.com/v5/order/create"),
        ccxt.NetworkError("Connection closed by remote server, closing code 1006"),
        ccxt.ExchangeNotAvailable("bybit POST"),
        TimeoutError(),
        asyncio.CancelledError(),
        ConnectionResetError("Cannot write to closing transport"),
        caused(ccxt.ExchangeNotAvailable("x"), aiohttp.ServerDisconnectedError()),
        caused(ccxt.ExchangeNotAvailable("x"), aiohttp.ClientOSError(104, "reset")),
        caused(ccxt.ExchangeError("x"), aiohttp.ClientPayloadError("cut")),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_failed_on_the_way_is_unknown(error: BaseException) -> None:
    assert classify(BYBIT.codes, error, None, None) is Outcome.UNKNOWN


@pytest.mark.parametrize(
    "kind",
    [
        aiohttp.ClientConnectorError,
        aiohttp.ClientConnectorDNSError,
        aiohttp.ClientConnectorSSLError,
        aiohttp.ClientProxyConnectionError,
    ],
)
def test_what_never_connected_was_not_sent(kind: type[aiohttp.ClientConnectorError]) -> None:
    from aiohttp.client_reqrep import ConnectionKey

    key = ConnectionKey("api.bybit.com", 443, True, True, None, None, None)
    error = caused(ccxt.ExchangeNotAvailable("bybit POST"), kind(key, OSError(111, "refused")))
    assert classify(BYBIT.codes, error, None, None) is Outcome.NOT_SENT


def test_an_untrusted_certificate_means_that_nothing_was_sent() -> None:
    assert issubclass(aiohttp.ClientConnectorCertificateError, aiohttp.ClientError)
    from aiohttp.client_reqrep import ConnectionKey

    key = ConnectionKey("api.bybit.com", 443, True, True, None, None, None)
    cause = aiohttp.ClientConnectorCertificateError(key, Exception("self-signed"))
    assert not_sent(caused(ccxt.ExchangeNotAvailable("bybit POST"), cause))


def test_a_socket_that_was_closed_before_writing_sent_nothing() -> None:
    error = ConnectionError("Cannot Send Message: Connection closed before send")
    assert classify(BYBIT.codes, error, None, None, unwritten=True) is Outcome.NOT_SENT


def test_another_message_that_was_not_written_proves_nothing_of_this_one() -> None:
    error = ConnectionError("Cannot Send Message: Connection closed before send")
    assert classify(BYBIT.codes, error, None, None) is Outcome.UNKNOWN


def test_a_refusal_over_a_websocket_is_read_from_the_words_of_ccxt() -> None:
    message = '{"reqId":"7","retCode":110007,"retMsg":"ab not enough","op":"order.create"}'
    error = ccxt.InsufficientFunds(f"bybit {message}")
    assert classify(BYBIT.codes, error, None, None) is Outcome.REFUSED


def test_words_of_ccxts_own_are_no_refusal() -> None:
    error = ccxt.InvalidOrder('bybit says {"retCode":110007}')
    assert classify(BYBIT.codes, error, None, None) is Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ('{"code":-2019,"msg":"Margin is insufficient."}', Outcome.REFUSED),
        ('{"id":"3","status":400,"error":{"code":-2022,"msg":"ReduceOnly"}}', Outcome.REFUSED),
        ('{"code":-5022,"msg":"Due to the order could not be executed"}', Outcome.REFUSED),
        ('{"code":-1000,"msg":"unknown"}', Outcome.UNKNOWN),
        ('{"code":-1006,"msg":"unexpected response"}', Outcome.UNKNOWN),
        ('{"code":-1007,"msg":"Timeout waiting for response"}', Outcome.UNKNOWN),
        ('{"code":-4116,"msg":"ClientOrderId is duplicated"}', Outcome.UNKNOWN),
    ],
)
def test_binances_codes_are_judged_by_binances_list(body: str, outcome: Outcome) -> None:
    error = ccxt.ExchangeError("binancecoinm " + body)
    assert classify(BINANCE_COIN_M.codes, error, 400, body) is outcome


def test_a_code_is_found_although_words_follow_the_json() -> None:
    assert venue_code(BYBIT.codes, bybit(10003) + "; check your key") == "10003"


def test_a_truth_value_is_no_code() -> None:
    assert venue_code(BYBIT.codes, '{"retCode":true}') is None


@pytest.mark.parametrize(
    "answer",
    [
        None,
        {},
        {"id": None, "clientOrderId": "a"},
        {"id": "", "clientOrderId": "a"},
        {"id": 7, "clientOrderId": "a"},
        {"id": "7", "clientOrderId": "somebody else's"},
        [],
        "",
    ],
)
def test_an_answer_that_names_no_order_of_ours_is_unknown(answer: object) -> None:
    assert confirm(answer, "a") is Outcome.UNKNOWN


@pytest.mark.parametrize("echoed", ["a", None])
def test_an_answer_with_an_id_and_our_own_confirms(echoed: str | None) -> None:
    assert confirm({"id": "7", "clientOrderId": echoed}, "a") is Outcome.CONFIRMED
