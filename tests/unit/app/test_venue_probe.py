"""Whether a venue is there and takes a key: two reads on the wire, no more."""

import asyncio
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from terminal.app import venues_command
from terminal.app.paths import DataDirectory
from terminal.app.venue_probe import preflight, probe
from terminal.model.checks import KeyReport
from terminal.model.errors import AuthenticationError, UnavailableError, UserError
from terminal.storage.credentials import Credential, CredentialName, CredentialStore, StoreReport
from terminal.venues.ccxt.exchange import Endpoints
from tests.loopback.bybit import BybitLoopback
from tests.loopback.bybit.faults import Code
from tests.loopback.bybit.safeguards import KeyFacts
from tests.loopback.bybit.signing import Account

SKEW_S = 30.0


class Served:
    """A venue on a thread of its own, as the probe turns a loop of its own."""

    def __init__(self, account: Account | None = None) -> None:
        self.ahead_s = 0.0
        self.server = BybitLoopback(
            account=account, clock=lambda: time.time_ns() + int(self.ahead_s * 1e9)
        )
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever)

    def __enter__(self) -> "Served":
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self.server.start(), self.loop).result(10)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self.server.stop(), self.loop).result(10)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(10)
        self.loop.close()

    @property
    def credential(self) -> Credential:
        keys = self.server.credentials
        return Credential(key=keys.key, secret=keys.secret)


@pytest.fixture(scope="module")
def module_venue() -> Iterator[Served]:
    with Served() as served:
        yield served


@pytest.fixture
def venue(module_venue: Served) -> Served:
    module_venue.ahead_s = 0.0
    module_venue.server.key = KeyFacts()
    module_venue.server.trading.hedged = False
    module_venue.server.requests.clear()
    return module_venue


def test_a_venue_that_answers_tells_its_time(venue: Served) -> None:
    answer = probe("bybit", "live", None, venue.server.endpoints)
    assert answer.key is None
    assert answer.clock_offset_s is not None
    assert abs(answer.clock_offset_s) < 0.5
    assert set(venue.server.requests) == {"GET /v5/market/time"}


def test_a_key_that_is_taken_is_reported_with_what_was_told(venue: Served) -> None:
    venue.server.key.wallet = ["AccountTransfer"]
    answer = probe("bybit", "live", venue.credential, venue.server.endpoints)
    assert answer.key is not None
    assert (answer.key.may_trade, answer.key.may_withdraw) == (True, True)
    assert answer.key.uid == "24617703"
    routes = set(venue.server.requests)
    assert "GET /v5/account/wallet-balance" in routes
    assert all(route.startswith("GET ") for route in routes)
    assert venue.server.orders_received == []


def test_what_is_not_told_of_a_key_is_not_taken_for_a_no(venue: Served) -> None:
    venue.server.faults.once("GET /v5/user/query-api", Code(10016, "busy"))
    answer = probe("bybit", "live", venue.credential, venue.server.endpoints)
    assert answer.key == KeyReport()
    assert answer.key.may_withdraw is None


def test_a_revoked_key_is_refused(venue: Served) -> None:
    venue.server.key.revoked = True
    with pytest.raises(AuthenticationError, match="does not accept the API key"):
        probe("bybit", "live", venue.credential, venue.server.endpoints)


def test_a_configured_venue_is_looked_over_from_the_command_line(
    venue: Served, tmp_path: Path
) -> None:
    directory = DataDirectory(tmp_path)
    directory.settings.write_text(
        "[venues.main]\nexchange = 'bybit'\nsymbols = ['BTC/USD:BTC']\nenvironment = 'live'\n"
    )
    store = CredentialStore(None, StoreReport(None))
    store.store(CredentialName("bybit", "live", "main"), venue.credential)
    look = partial(preflight, endpoints=venue.server.endpoints)
    told = list(venues_command.check(directory, [], store, look))
    assert told[0] == "main:"
    assert any(line.startswith("  green    position mode BTC/USD:BTC: one-way") for line in told)
    venue.server.trading.hedged = True
    said: list[str] = []
    with pytest.raises(UserError, match="auto would be refused: main: position mode") as refused:
        said.extend(venues_command.check(directory, ["main"], store, look))
    assert not any(part in str(refused.value) for part in venue.credential.secrets)
    with pytest.raises(UserError, match="'other': is not configured; there are: main"):
        list(venues_command.check(directory, ["other"], store, look))


def test_a_key_that_is_not_the_venue_s_is_refused_and_not_shown(venue: Served) -> None:
    wrong = Credential(key="KEYabcdef123456", secret="SECRETabcdef123456")
    with pytest.raises(AuthenticationError) as refused:
        probe("bybit", "live", wrong, venue.server.endpoints)
    assert not any(part in str(refused.value) for part in wrong.secrets)
    assert refused.value.__suppress_context__


def test_a_clock_that_is_behind_is_measured(venue: Served) -> None:
    venue.ahead_s = SKEW_S
    answer = probe("bybit", "live", None, venue.server.endpoints)
    assert answer.clock_offset_s == pytest.approx(-SKEW_S, abs=0.5)


def test_a_venue_that_is_not_there_cannot_be_reached() -> None:
    nowhere = {"public": "http://127.0.0.1:9", "private": "http://127.0.0.1:9"}
    with pytest.raises(UnavailableError, match="Bybit cannot be reached"):
        probe("bybit", "live", None, Endpoints(nowhere))


def test_an_exchange_that_nobody_knows_is_named() -> None:
    with pytest.raises(UserError, match="'byebye' is not known"):
        probe("byebye", "live", None)
