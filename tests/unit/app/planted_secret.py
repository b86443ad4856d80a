"""A headless terminal at DEBUG level that trades on a loopback venue and has every bad luck.

Started as a process by test_no_secret_shows. Its key, secret and passphrase are put into requests,
into error texts of the venue, of tasks and threads, into warnings and into the loggers of the
libraries; whatever then shows them anywhere is a leak.
"""

import asyncio
import logging
import sys
import threading
import time
import warnings
from pathlib import Path
from typing import Any

from terminal.app import command_line, desk, headless, run
from terminal.model.events import CommandName
from terminal.storage.credentials import (
    Credential,
    CredentialName,
    CredentialStore,
    StoreReport,
)
from terminal.venues.ccxt import exchange as building
from terminal.venues.ccxt import venue
from tests.loopback.bybit import BybitLoopback
from tests.loopback.bybit.quiet_market import set_market
from tests.loopback.bybit.signing import Account
from tests.loopback.wire_faults import Http
from tests.unit.app.test_venue_probe import Served

KEY, SECRET, WORDS = "KEYplanted7315024", 'SECRETplanted/9948271+"x', "WÖRDSplanted 5521"
PLANTED = Credential(key=KEY, secret=SECRET, passphrase=WORDS)
SYMBOL = "BTC/USD:BTC"
MARKER = "planted now"
CREATE = "POST /v5/order/create"


def main(directory: Path, leak: str) -> int:
    """Run the terminal on `directory`; with `leak` show the secret once, to prove the search."""
    (directory / "settings.toml").write_text(
        f"[venues.bybit]\nexchange = 'bybit'\nsymbols = ['{SYMBOL}']\nenvironment = 'live'\n"
    )
    name = CredentialName("bybit", "live", "main")
    store = CredentialStore(None, StoreReport(None))
    store.store(name, PLANTED)

    def open_store() -> CredentialStore:
        return store

    run.open_store = open_store  # type: ignore[assignment,attr-defined]
    with Served(Account(KEY, SECRET)) as served:
        set_market(served.server, SYMBOL, 60_000.0)
        _on_loopback(served.server)
        _let_ccxt_tell_everything()
        threading.Thread(target=_bad_luck, args=(served, leak), daemon=True).start()
        options = ["--headless", "--debug", "--data-dir", str(directory)]
        return command_line.main([*options, "--record", str(directory / "session.jsonl")])


def _on_loopback(server: BybitLoopback) -> None:
    """Send every request to the loopback server, though the environment is the live one."""
    make = venue.CcxtVenue.__init__

    def init(self: venue.CcxtVenue, *positional: Any, **named: Any) -> None:
        make(self, *positional, **{**named, "endpoints": server.endpoints})

    venue.CcxtVenue.__init__ = init  # type: ignore[method-assign]
    started = desk.Desk.start

    def start(self: desk.Desk, timeout_s: float = 30.0) -> None:
        started(self, timeout_s)
        DESKS.append(self)

    desk.Desk.start = start  # type: ignore[method-assign]


def _let_ccxt_tell_everything() -> None:
    """Switch ccxt's own log of every request and message on, where the terminal has looked."""
    look_over = building.assert_safe

    def assert_safe(exchange: Any, hosts: tuple[str, ...]) -> None:
        look_over(exchange, hosts)
        exchange.verbose = True

    building.assert_safe = assert_safe


DESKS: list[desk.Desk] = []


def _bad_luck(served: Served, leak: str) -> None:
    server = served.server
    pause = threading.Event()
    while not (DESKS and server.requests["GET /v5/position/list"]):
        pause.wait(0.01)
    here = DESKS[0]
    everything = f"{KEY} {SECRET} {WORDS}"
    headers = {"X-BAPI-API-KEY": KEY, "X-BAPI-SIGN": "0123456789abcdef", "secret": SECRET}
    # The venue throws our own words back at us, on reads and on an order.
    for route in ("GET /v5/account/wallet-balance", "GET /v5/order/realtime", CREATE):
        server.faults.once(route, Http(500, f"<html>{everything} {headers}</html>"))
    logging.getLogger("ccxt").setLevel(logging.DEBUG)  # as a person might who looks for an error
    logging.getLogger("aiohttp").setLevel(logging.DEBUG)
    served.loop.call_soon_threadsafe(server.drop)
    here.send(
        CommandName.ORDER, venue="bybit", symbol=SYMBOL, side="buy", contracts=10.0,
        order_type="market", reason="with the trader's own note",
    )  # fmt: skip
    for name in ("ccxt.base.exchange", "aiohttp.client", "keyring", "jeepney", "anybody"):
        logging.getLogger(name).critical("request: %s %s", headers, PLANTED)
        logging.getLogger(name).debug("as JSON: %r", {"passphrase": WORDS, "all": everything})
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(f"unclosed {everything}", ResourceWarning, stacklevel=1)
    threading.Thread(target=_fail, args=(everything,)).start()
    assert here._line.loop is not None
    here._line.loop.call_soon_threadsafe(_fail, everything)
    assert here._room is not None
    scope = here._room._scope
    here._line.loop.call_soon_threadsafe(lambda: scope.start("bad luck", _fail_later(everything)))
    pause.wait(1.5)  # the venue's faults are met, the connection is made anew
    if leak == "leak":
        print(SECRET, file=sys.stderr)
        Path(sys.argv[1], "note").write_text(repr(SECRET))
    logging.getLogger("anybody").info(MARKER)
    print(MARKER, file=sys.stderr, flush=True)
    headless.Headless._print_state = _die  # type: ignore[method-assign,assignment]


def _fail(text: str) -> None:
    local_variable_with_the_secret = text
    raise RuntimeError(f"it broke at {time.time_ns()}: {local_variable_with_the_secret}")


async def _fail_later(text: str) -> None:
    await asyncio.sleep(0)
    _fail(text)


def _die(*_: object) -> None:
    raise RuntimeError(f"at the very end: {KEY} {SECRET} {WORDS}")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
