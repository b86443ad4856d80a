from pathlib import Path

import ccxt.pro

from terminal.venues.ccxt.capabilities import document
from terminal.venues.ccxt.catalogue import CATALOGUE
from terminal.venues.ccxt.safeguards import DEAD_MEN

DOCUMENT = Path(__file__).parents[3] / "docs" / "venues.md"


def test_the_table_of_venues_is_what_ccxt_and_the_catalogue_say() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document(), (
        "run: python -m terminal.venues.ccxt.capabilities > docs/venues.md"
    )


def test_every_testnet_that_ccxt_has_is_offered() -> None:
    for entry in CATALOGUE.values():
        sandbox = bool(getattr(ccxt.pro, entry.id)().has.get("sandbox"))
        # ccxt refuses Binance's for futures; the demo took its place.
        offered = "demo" if entry.id == "binancecoinm" else "testnet"
        assert (offered in entry.worlds) is sandbox, entry.id


def test_every_switch_that_ccxt_knows_of_is_used_where_orders_are_sent() -> None:
    for entry in CATALOGUE.values():
        known = bool(getattr(ccxt.pro, entry.id)().has.get("cancelAllOrdersAfter"))
        assert not (known and entry.trading) or entry.id in DEAD_MEN, entry.id
