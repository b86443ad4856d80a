"""The transport's faults, row by row: how many requests left, and what is thought of the order.

In every row the exchange may or may not have acted; nothing but its own words can say which. So
wherever a byte of the request may have left, the order is unknown, and it is never sent again.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
import pytest_asyncio

from terminal.model.events import OrderState
from terminal.venues.ccxt.exchange import _http_session
from tests.loopback.transport.desks import VENUES, DeskOnWire, desks, endpoints
from tests.loopback.transport.scripted import Act, cut, listening, page

pytestmark = pytest.mark.asyncio(loop_scope="module")

Desks = dict[str, DeskOnWire]
_JSON = "application/json"
_HTML = "<html><h1>busy</h1></html>"
_WHOLE = page("200 OK", '{"retCode":0,"retMsg":"OK","result":{"orderId":"17"}}', _JSON)
_ELSEWHERE = "Location: http://127.0.0.1:{port}/again\r\n"
_NOBODY_THERE = "Location: http://127.0.0.1:1/\r\n"
_CHUNKED = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
)

MAY_HAVE_ARRIVED: dict[str, Act] = {
    "closed after the request was read": Act(close=True),
    "reset after the request was read": Act(reset=True),
    "no answer": Act(),
    "closed within the status line": cut(_WHOLE, 8),
    "closed within the headers": cut(_WHOLE, 30),
    "closed within the body": cut(_WHOLE, len(_WHOLE.answer) - 10),
    "closed before the body": cut(_WHOLE, _WHOLE.answer.index(b"\r\n\r\n") + 4),
    "silent within the body": Act(_WHOLE.answer[:-10]),
    "closed within a chunk": Act(_CHUNKED + b'20\r\n{"retCode":0', close=True),
    "not HTTP": Act(b"SSH-2.0-OpenSSH_9.2\r\n", close=True),
    "200 and nothing": page("200 OK", ""),
    "200 and a page": page("200 OK", _HTML),
    "200 and half a JSON": page("200 OK", '{"retCode":0,"res', _JSON),
    "200 and null": page("200 OK", "null", _JSON),
    "200 and an empty object": page("200 OK", "{}", _JSON),
    "200 and a list": page("200 OK", "[]", _JSON),
    "200 and a word": page("200 OK", '"ok"', _JSON),
    "200 and another's order": page(
        "200 OK",
        '{"retCode":0,"code":"0","result":{"orderId":"1","orderLinkId":"else"},'
        '"orderId":1,"clientOrderId":"else","data":[{"ordId":"1","clOrdId":"else","sCode":"0"}]}',
        _JSON,
    ),
    **{
        f"{status} and a page": page(f"{status} X", _HTML)
        for status in (400, 401, 403, 404, 408, 418, 429, 500, 502, 503, 504, 520, 525)
    },
    "a page that quotes a refusal": page("502 X", '{"retCode":110007,"code":-2019}', _JSON),
    "sent elsewhere for good (308)": page("308 X", "", headers=_ELSEWHERE),
    "sent elsewhere for now (307)": page("307 X", "", headers=_ELSEWHERE),
    "sent elsewhere by another method (302)": page("302 X", "", headers=_ELSEWHERE),
    "sent where nobody is (307)": page("307 X", "", headers=_NOBODY_THERE),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def all_venues() -> AsyncIterator[Desks]:
    async with desks(*VENUES) as made:
        for desk in made.values():  # what ccxt and aiohttp do only once is done before it counts
            desk.listener.expect(page("200 OK", "{}", _JSON))
            await desk.submit()
        yield made


@pytest.mark.parametrize("act", MAY_HAVE_ARRIVED.values(), ids=MAY_HAVE_ARRIVED)
async def test_what_may_have_arrived_is_unknown_and_was_sent_once(
    all_venues: Desks, act: Act
) -> None:
    seen: dict[str, tuple[int, str]] = {}

    async def one(venue: str, desk: DeskOnWire) -> None:
        desk.listener.expect(act)
        report = await desk.submit()
        seen[venue] = (len(desk.listener.arrived), report.state.value)

    async with asyncio.TaskGroup() as group:
        for venue, desk in all_venues.items():
            group.create_task(one(venue, desk))
    assert seen == dict.fromkeys(all_venues, (1, "unknown"))


async def test_deribits_order_is_a_get_and_still_sent_once(all_venues: Desks) -> None:
    """aiohttp itself would send a GET again on a connection that was dropped."""
    desk = all_venues["deribit"]
    desk.listener.expect(Act(close=True))
    desk.exchange.session._retry_connection = True
    try:
        await desk.submit()
        assert len(desk.listener.arrived) == 2, "the switch is what this test is about"
        desk.exchange.session._retry_connection = False
        desk.listener.expect(Act(close=True))
        report = await desk.submit()
    finally:
        desk.exchange.session._retry_connection = False
    assert desk.listener.arrived[0].startswith(b"GET /api/v2/private/buy")
    assert (len(desk.listener.arrived), report.state) == (1, OrderState.UNKNOWN)


@pytest.mark.parametrize("venue", VENUES)
async def test_an_order_that_found_nobody_was_not_sent(all_venues: Desks, venue: str) -> None:
    desk = all_venues[venue]
    desk.listener.expect(Act())
    with patch.object(desk.exchange, "urls", {"api": endpoints(venue, "http://127.0.0.1:1").api}):
        report = await desk.submit()
    assert (report.state, desk.listener.arrived) == (OrderState.DEAD, [])


async def test_an_order_whose_host_has_no_address_was_not_sent(all_venues: Desks) -> None:
    desk = all_venues["bybit"]
    desk.listener.expect(Act())
    nowhere = endpoints("bybit", "http://exchange.invalid").api
    resolver = desk.exchange.session._connector._resolver
    with (
        patch.object(desk.exchange, "urls", {"api": nowhere}),
        patch.object(resolver, "resolve", side_effect=OSError(None, "no such host")),
    ):
        report = await desk.submit()
    assert (report.state, desk.listener.arrived) == (OrderState.DEAD, [])


async def test_a_certificate_that_nobody_vouches_for_is_an_alarm_and_nothing_is_sent(
    all_venues: Desks, tmp_path: Path
) -> None:
    desk = all_venues["bybit"]
    async with listening(self_signed(tmp_path)) as impostor:
        address = f"https://127.0.0.1:{impostor.port}"
        with patch.object(desk.exchange, "urls", {"api": endpoints("bybit", address).api}):
            report = await desk.submit()
    assert report.state is OrderState.DEAD
    assert "certificate is not trusted; somebody may stand between" in (report.reason or "")
    assert impostor.arrived == []


BODIES = {
    "bybit": '{"retCode":CODE,"retMsg":"said","result":{}}',
    "binancecoinm": '{"code":CODE,"msg":"said"}',
    "okx": '{"code":"CODE","msg":"said","data":[]}',
    "deribit": '{"jsonrpc":"2.0","error":{"code":CODE,"message":"said"}}',
    "krakenfutures": '{"result":"error","error":"CODE"}',
    "gate": '{"label":"CODE","message":"said"}',
    "kucoinfutures": '{"code":"CODE","msg":"said"}',
}
PROVE_NOTHING: dict[str, tuple[int | str, ...]] = {
    "bybit": (
        429,
        10000,
        10006,
        10016,
        10018,
        10019,
        10403,
        10429,
        110001,
        110072,
        170001,
        170005,
        170007,
        170032,
        20003,
        20006,
        500000,
        987654,
    ),
    "binancecoinm": (-1000, -1001, -1003, -1006, -1007, -1008, -4116, -99999),
    "okx": (50001, 50004, 50013, 50026, 51149),
    "deribit": (10028, 10041, 10047, 11051, 13888),
    "krakenfutures": ("apiLimitExceeded", "Server Error", "Unavailable", "marketUnavailable"),
    "gate": ("TOO_MANY_REQUESTS", "SERVER_ERROR", "INTERNAL", "TOO_BUSY", "ORDER_NOT_FOUND"),
    "kucoinfutures": (100001, 300000, 300002, 300010, 300015, 300018, 429000, 500000),
}  # fmt: skip
REFUSE: dict[str, tuple[int | str, ...]] = {
    "bybit": (
        10001,
        10002,
        10003,
        10004,
        10005,
        10010,
        110003,
        110004,
        110007,
        110012,
        110017,
        110094,
    ),
    "binancecoinm": (-1021, -1022, -1102, -1111, -2015, -2018, -2019, -2022, -5022),
    "okx": (50102, 50113, 51000, 51006, 51008),
    "deribit": (10009, 10002, 13009, 11054, -32602),
    "krakenfutures": ("authenticationError", "requiredArgumentMissing", "contractNotFound"),
    "gate": ("INSUFFICIENT_AVAILABLE", "REQUEST_EXPIRED", "INVALID_KEY", "PRICE_TOO_DEVIATED"),
    "kucoinfutures": (300003, 300009, 330005, 400002, 400005),
}  # fmt: skip


@pytest.mark.parametrize("venue", VENUES)
async def test_the_venues_own_codes_prove_what_its_list_says(all_venues: Desks, venue: str) -> None:
    desk = all_venues[venue]
    expected = dict.fromkeys(PROVE_NOTHING[venue], (1, OrderState.UNKNOWN))
    expected |= dict.fromkeys(REFUSE.get(venue, ()), (1, OrderState.REJECTED))
    seen = {}
    for code in expected:
        body = BODIES[venue].replace("CODE", str(code))
        desk.listener.expect(page("200 OK", body, _JSON))
        report = await desk.submit()
        seen[code] = (len(desk.listener.arrived), report.state)
    assert seen == expected


def self_signed(directory: Path) -> ssl.SSLContext:
    """Return a server's TLS context with a certificate that it made itself."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    file = directory / "impostor.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


async def test_what_comes_encrypted_is_read_whole(tmp_path: Path) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n" + b"0123456789" * 30_000)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=self_signed(tmp_path))
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trust.check_hostname, trust.verify_mode = False, ssl.CERT_NONE
    async with server, _http_session(trust) as session:
        port = server.sockets[0].getsockname()[1]
        async with session.get(f"https://127.0.0.1:{port}/") as answer:
            assert await answer.read() == b"0123456789" * 30_000
