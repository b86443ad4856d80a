"""What a signed order consists of at the venues that are tried against scripts alone.

Each signature is reckoned again here as the venue documents it. A new ccxt that signs or words a
request differently has to be looked at before it trades.
"""

import base64
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

import pytest

from terminal.venues.ccxt.catalogue import CATALOGUE
from terminal.venues.ccxt.credentials import Credentials
from terminal.venues.ccxt.exchange import Environment, opened

MS = 1_700_000_000_000
SECRET = "Z29sZGVuLXNlY3JldA=="
KEY = Credentials("golden-key", SECRET, "golden-word")


def _raw(text: str, method: str = "sha256", secret: bytes = SECRET.encode()) -> bytes:
    return hmac.new(secret, text.encode(), method).digest()


def _base64(text: str) -> str:
    return base64.b64encode(_raw(text)).decode()


def _deribit(path: str, query: str, _: str) -> dict[str, str]:
    said = f"{MS}\n{MS}\nGET\n{path}?{query}\n\n"
    signature = _raw(said).hex()
    return {"Authorization": f"deri-hmac-sha256 id=golden-key,ts={MS},sig={signature},nonce={MS}"}


def _kraken(path: str, query: str, _: str) -> dict[str, str]:
    digest = hashlib.sha256(f"{query}{path.removeprefix('/derivatives')}".encode()).digest()
    signature = hmac.new(base64.b64decode(SECRET), digest, "sha512").digest()
    return {"APIKey": "golden-key", "Authent": base64.b64encode(signature).decode()}


def _gate(path: str, query: str, body: str) -> dict[str, str]:
    hashed = hashlib.sha512(body.encode()).hexdigest()
    said = f"POST\n{path}\n{query}\n{hashed}\n{MS // 1000}"
    return {
        "KEY": "golden-key",
        "Timestamp": f"{MS // 1000}",
        "SIGN": _raw(said, "sha512").hex(),
        "x-gate-exptime": f"{MS + 5_000}",
    }


def _okx(path: str, _: str, body: str) -> dict[str, str]:
    moment = "2023-11-14T22:13:20.000Z"
    return {
        "OK-ACCESS-KEY": "golden-key",
        "OK-ACCESS-PASSPHRASE": "golden-word",
        "OK-ACCESS-TIMESTAMP": moment,
        "OK-ACCESS-SIGN": _base64(f"{moment}POST{path}{body}"),
        "expTime": f"{MS + 5_000}",
    }


def _kucoin(path: str, _: str, body: str) -> dict[str, str]:
    return {
        "KC-API-KEY": "golden-key",
        "KC-API-KEY-VERSION": "2",
        "KC-API-TIMESTAMP": f"{MS}",
        "KC-API-PASSPHRASE": _base64("golden-word"),
        "KC-API-SIGN": _base64(f"{MS}POST{path}{body}"),
    }


@dataclass(frozen=True)
class Case:
    """One venue's order: how ccxt is asked, where it goes, what it says, how it is signed.

    `beside` names headers that are nothing to us.
    """

    path: str
    api: tuple[str, ...]
    order: dict[str, Any]
    address: str
    said: str
    signed: Callable[[str, str, str], dict[str, str]]
    method: str = "POST"
    in_query: bool = False
    beside: frozenset[str] = frozenset()


CASES = {
    "okx": Case(
        "trade/order", ("private",),
        {"instId": "BTC-USD-SWAP", "tdMode": "cross", "side": "buy", "sz": "3", "px": "60000"},
        "https://www.okx.com/api/v5/trade/order",
        '{"instId":"BTC-USD-SWAP","tdMode":"cross","side":"buy","sz":"3","px":"60000"}',
        _okx,
    ),
    "deribit": Case(
        "buy", ("private",),
        {"instrument_name": "BTC-PERPETUAL", "amount": 30, "label": "st01n1", "price": 60_000},
        "https://www.deribit.com/api/v2/private/buy",
        "instrument_name=BTC-PERPETUAL&amount=30&label=st01n1&price=60000",
        _deribit, method="GET", in_query=True,
    ),
    "krakenfutures": Case(
        "sendorder", ("private",),
        {"symbol": "PI_XBTUSD", "side": "buy", "size": "300", "cliOrdId": "st01n1"},
        "https://futures.kraken.com/derivatives/api/v3/sendorder",
        "symbol=PI_XBTUSD&side=buy&size=300&cliOrdId=st01n1",
        _kraken, in_query=True, beside=frozenset({"Accept"}),
    ),
    "gate": Case(
        "{settle}/orders", ("private", "futures"),
        {"settle": "btc", "contract": "BTC_USD", "size": 300, "text": "t-st01n1"},
        "https://api.gateio.ws/api/v4/futures/btc/orders",
        '{"contract":"BTC_USD","size":300,"text":"t-st01n1"}',
        _gate, beside=frozenset({"X-Gate-Size-Decimal"}),
    ),
    "kucoinfutures": Case(
        "orders", ("futuresPrivate",),
        {"symbol": "XBTUSDM", "side": "buy", "size": 300, "clientOid": "st01n1"},
        "https://api-futures.kucoin.com/api/v1/orders",
        '{"symbol":"XBTUSDM","side":"buy","size":300,"clientOid":"st01n1"}',
        _kucoin,
        beside=frozenset({"KC-API-PARTNER", "KC-API-PARTNER-SIGN", "KC-API-PARTNER-VERIFY"}),
    ),
}  # fmt: skip


@pytest.mark.parametrize("venue", CASES)
async def test_the_bytes_of_a_signed_order_are_as_they_were(venue: str) -> None:
    case = CASES[venue]
    async with opened(
        CATALOGUE[venue], KEY, environment=Environment.LIVE, endpoints=None, timeout_s=5.0
    ) as exchange:
        with (
            patch.object(exchange, "milliseconds", lambda: MS),
            patch.object(exchange, "nonce", lambda: MS),
        ):
            made = exchange.sign(case.path, list(case.api), case.method, dict(case.order))
    address, _, query = made["url"].partition("?")
    assert (made["method"], address) == (case.method, case.address)
    assert (query, made["body"] or "") == ((case.said, "") if case.in_query else ("", case.said))
    signed = case.signed(urlsplit(address).path, query, made["body"] or "")
    beside = case.beside | {"Content-Type"}
    assert {n: value for n, value in made["headers"].items() if n not in beside} == signed


def test_every_venue_that_trades_is_held_to_its_bytes() -> None:
    elsewhere = {"bybit", "binancecoinm"}  # test_exchange_safety has theirs
    assert set(CASES) | elsewhere == {name for name, e in CATALOGUE.items() if e.trading}
