import logging
from typing import Any
from unittest.mock import patch

import pytest

from terminal.model.errors import DeniedError, UserError
from terminal.venues.ccxt.catalogue import BINANCE_COIN_M, BYBIT, CATALOGUE, VenueEntry
from terminal.venues.ccxt.credentials import Credentials
from terminal.venues.ccxt.exchange import Endpoints, Environment, assert_safe, opened
from tests.loopback.bybit.signing import Account, sign

MS = 1_700_000_000_000
KEY = Credentials("golden-key", "golden-secret")
EVERY = pytest.mark.parametrize("entry", CATALOGUE.values(), ids=lambda entry: entry.id)


@EVERY
async def test_every_venue_is_built_safe_in_every_world_that_it_has(entry: VenueEntry) -> None:
    for world in Environment:
        if world.value not in entry.worlds:
            with pytest.raises(UserError, match=f"{entry.title} has no {world.value}; choose"):
                async with opened(entry, KEY, environment=world, endpoints=None, timeout_s=5.0):
                    raise AssertionError(f"{entry.id} has no {world}")
            continue
        async with opened(entry, KEY, environment=world, endpoints=None, timeout_s=5.0) as exchange:
            assert exchange.has["fetchCurrencies"] is False
            assert exchange.session._connector._keepalive_timeout == 3600.0


@pytest.mark.parametrize("entry", [BYBIT, BINANCE_COIN_M], ids=lambda entry: entry.id)
async def test_only_inverse_contracts_are_asked_for_where_trading_is(entry: VenueEntry) -> None:
    async with opened(
        entry, KEY, environment=Environment.LIVE, endpoints=None, timeout_s=5.0
    ) as exchange:
        assert exchange.options["fetchMarkets"]["types"] == ["inverse"]


@pytest.mark.parametrize(
    ("attribute", "value", "complaint"),
    [
        ("verbose", True, "tells headers"),
        ("verify", False, "certificates"),
        ("aiohttp_trust_env", True, "proxies"),
        ("enableRateLimit", True, "limiter"),
        ("own_session", True, "session"),
    ],
)
async def test_an_unsafe_setting_is_found(attribute: str, value: Any, complaint: str) -> None:
    async with opened(
        BYBIT, KEY, environment=Environment.LIVE, endpoints=None, timeout_s=5.0
    ) as exchange:
        with patch.object(exchange, attribute, value), pytest.raises(DeniedError, match=complaint):
            assert_safe(exchange, BYBIT.hosts)


async def test_a_session_that_repeats_requests_is_found() -> None:
    async with opened(
        BYBIT, KEY, environment=Environment.LIVE, endpoints=None, timeout_s=5.0
    ) as exchange:
        exchange.session._retry_connection = True
        exchange.options["maxRetriesOnFailure"] = 3
        with pytest.raises(DeniedError, match="repeats failed requests; aiohttp repeats"):
            assert_safe(exchange, BYBIT.hosts)


async def test_a_session_that_follows_redirections_is_found() -> None:
    async with opened(
        BYBIT, KEY, environment=Environment.LIVE, endpoints=None, timeout_s=5.0
    ) as exchange:
        exchange.session._middlewares = ()
        with pytest.raises(DeniedError, match="follows redirections"):
            assert_safe(exchange, BYBIT.hosts)


async def test_an_address_that_is_not_the_venues_is_found() -> None:
    async with opened(
        BYBIT, KEY, environment=Environment.LIVE, endpoints=None, timeout_s=5.0
    ) as exchange:
        exchange.urls["api"]["private"] = "https://api.bybit.com.example.net"
        with pytest.raises(DeniedError, match="example.net is not the venue's"):
            assert_safe(exchange, BYBIT.hosts)


async def test_an_unsafe_exchange_is_closed_again() -> None:
    with patch("terminal.venues.ccxt.exchange._choose_world", side_effect=DeniedError("no")):
        for entry in (BYBIT, BINANCE_COIN_M):
            with pytest.raises(DeniedError):
                async with opened(
                    entry, KEY, environment=Environment.LIVE, endpoints=None, timeout_s=5.0
                ):
                    pytest.fail("it was opened")


async def test_ccxt_does_not_log_requests() -> None:
    async with opened(
        BYBIT, KEY, environment=Environment.LIVE, endpoints=Endpoints({}), timeout_s=5.0
    ) as exchange:
        assert not exchange.logger.isEnabledFor(logging.DEBUG)


async def signed(
    entry: VenueEntry, api: str, path: str, method: str, parameters: dict[str, Any]
) -> Any:
    async with opened(
        entry, KEY, environment=Environment.LIVE, endpoints=None, timeout_s=5.0
    ) as exchange:
        with patch.object(exchange, "milliseconds", lambda: MS):
            return exchange.sign(path, [api], method, parameters)


async def test_the_bytes_of_a_signed_bybit_order_are_as_they_were() -> None:
    """A new ccxt that signs or words a request differently has to be looked at before it trades."""
    order = {"symbol": "BTCUSD", "side": "Buy", "orderType": "Market", "category": "inverse"}
    made = await signed(BYBIT, "private", "v5/order/create", "POST", {**order, "qty": "600"})
    assert made["url"] == "https://api.bybit.com/v5/order/create"
    assert made["body"] == (
        '{"symbol":"BTCUSD","side":"Buy","orderType":"Market","category":"inverse","qty":"600"}'
    )
    assert made["headers"] == {
        "Content-Type": "application/json",
        "X-BAPI-API-KEY": "golden-key",
        "X-BAPI-TIMESTAMP": f"{MS}",
        "X-BAPI-RECV-WINDOW": "5000",
        "X-BAPI-SIGN": "9437798454ed19efebc39f09d417f3624f7246a7c3f0e213c2fefe66372d5f9b",
        "Referer": "CCXT",
    }
    account = Account(KEY.key, KEY.secret)
    assert made["headers"]["X-BAPI-SIGN"] == sign(account, f"{MS}golden-key5000{made['body']}")


async def test_the_bytes_of_a_signed_bybit_query_are_as_they_were() -> None:
    query = {"category": "inverse", "symbol": "BTCUSD", "orderLinkId": "st01n1"}
    made = await signed(BYBIT, "private", "v5/order/realtime", "GET", query)
    text = "category=inverse&symbol=BTCUSD&orderLinkId=st01n1"
    assert made["url"] == f"https://api.bybit.com/v5/order/realtime?{text}"
    account = Account(KEY.key, KEY.secret)
    assert made["headers"]["X-BAPI-SIGN"] == sign(account, f"{MS}golden-key5000{text}")


async def test_the_bytes_of_a_signed_binance_order_are_as_they_were() -> None:
    # Without an id of ours ccxt would make one up, and nobody could ask for the order.
    order = {"symbol": "BTCUSD_PERP", "side": "BUY", "quantity": "6", "newClientOrderId": "st01n1"}
    made = await signed(BINANCE_COIN_M, "dapiPrivate", "order", "POST", order)
    text = (
        f"timestamp={MS}&symbol=BTCUSD_PERP&side=BUY&quantity=6&newClientOrderId=st01n1"
        "&recvWindow=10000"
    )
    assert made["url"] == "https://dapi.binance.com/dapi/v1/order"
    assert made["headers"]["X-MBX-APIKEY"] == "golden-key"
    assert made["body"] == f"{text}&signature={sign(Account(KEY.key, KEY.secret), text)}"
