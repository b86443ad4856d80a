"""Whom a start asks about the orders of the last: never a market that cannot know them."""

from decimal import Decimal
from pathlib import Path

import pytest

from terminal.app.desk import Desk
from terminal.app.options import RunOptions
from terminal.app.paths import DataDirectory, open_directory
from terminal.app.wiring import make_desk
from terminal.model.events import Side
from terminal.model.outputs import OrderIntent, OrderType, Purpose
from terminal.storage.credentials import CredentialStore
from terminal.storage.journal import Journal, intent_record
from terminal.storage.keyring_backend import StoreReport
from terminal.storage.redaction import Redactor

_LIVE = '[venues.bybit]\nexchange = "bybit"\nsymbols = ["BTC/USD:BTC"]\nenvironment = "live"\n'


@pytest.fixture
def directory(tmp_path: Path) -> DataDirectory:
    """Return a directory whose last start ended with an order that nobody answered for."""
    made = open_directory(tmp_path)
    journal = Journal.open(made.root)
    journal.append(
        intent_record(
            OrderIntent(
                at=1,
                client_order_id="lost",
                decision_id=1,
                venue="bybit",
                symbol="BTC/USD:BTC",
                side=Side.BUY,
                contracts=Decimal(100),
                reduce_only=False,
                type=OrderType.LIMIT,
                limit_price=Decimal(50_000),
                purpose=Purpose.MANUAL,
            )
        )
    )
    assert journal.close()
    return made


def _asked_about(desk: Desk) -> list[str]:
    parts = desk._build(lambda _: None)
    parts.journal.close()
    return [order.client_order_id for order in parts.unresolved]


def _desk(directory: DataDirectory, options: RunOptions) -> Desk:
    store = CredentialStore(None, StoreReport(None))
    return make_desk(options, directory, lambda: store, Redactor())


def test_paper_under_a_venue_s_name_is_not_asked_about_its_live_orders(
    directory: DataDirectory,
) -> None:
    # It would know nothing of them, and that would pass for proof that they never lived.
    assert _asked_about(_desk(directory, RunOptions(paper_on="bybit"))) == []
    directory.settings.write_text(f"{_LIVE}paper = true\n", encoding="utf-8")
    assert _asked_about(_desk(directory, RunOptions())) == []


def test_the_venue_itself_still_is_afterwards(directory: DataDirectory) -> None:
    assert _asked_about(_desk(directory, RunOptions(paper_on="bybit"))) == []
    directory.settings.write_text(_LIVE, encoding="utf-8")
    assert _asked_about(_desk(directory, RunOptions())) == ["lost"]
