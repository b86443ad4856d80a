import json
import math
from pathlib import Path
from typing import Any

import pytest

from terminal.model.events import BookUpdate
from terminal.venues.ccxt.catalogue import BINANCE_COIN_M, BYBIT
from terminal.venues.ccxt.market_data import BookSequence, book_update, funding, mark, number

SYMBOL = "BTC/USD:BTC"


@pytest.fixture
def bybit_ticker(recorded_data: Path) -> dict[str, Any]:
    payloads = json.loads((recorded_data / "ccxt_payloads" / "bybit.json").read_text())
    row: dict[str, Any] = payloads["items"][0]["payload"]
    assert row["symbol"] == "BTCUSD"
    return row


def test_a_bybit_ticker_gives_mark_index_and_last(bybit_ticker: dict[str, Any]) -> None:
    event = mark(7, "bybit", SYMBOL, BYBIT.ticker, bybit_ticker)
    assert event is not None
    assert (event.at, event.mark_price) == (7, 16596.0)
    assert (event.index_price, event.last_price) == (16598.54, 16597.0)


def test_a_bybit_ticker_gives_the_running_rate(bybit_ticker: dict[str, Any]) -> None:
    event = funding(7, "bybit", SYMBOL, BYBIT.ticker, bybit_ticker, 28_800.0)
    assert event is not None
    assert event.funding_rate == -0.001034
    assert event.next_funding_at == 1_672_387_200_000 * 1_000_000
    assert event.interval_s == 28_800.0


def test_a_binance_mark_update_gives_price_and_rate() -> None:
    row = {"p": "61800.5", "i": "61799.25", "r": "0.00010000", "T": 1723190400000}
    price = mark(7, "b", SYMBOL, BINANCE_COIN_M.ticker, row)
    rate = funding(7, "b", SYMBOL, BINANCE_COIN_M.ticker, row, 28_800.0)
    assert price is not None
    assert rate is not None
    assert (price.mark_price, price.index_price, price.last_price) == (61800.5, 61799.25, None)
    assert (rate.funding_rate, rate.next_funding_at) == (0.0001, 1723190400000 * 1_000_000)


@pytest.mark.parametrize("missing", ["fundingRate", "nextFundingTime"])
def test_half_a_funding_rate_is_none(bybit_ticker: dict[str, Any], missing: str) -> None:
    for value in (None, "", "soon"):
        row = {**bybit_ticker, missing: value}
        assert funding(7, "bybit", SYMBOL, BYBIT.ticker, row, 28_800.0) is None


def test_without_an_interval_there_is_no_rate(bybit_ticker: dict[str, Any]) -> None:
    assert funding(7, "bybit", SYMBOL, BYBIT.ticker, bybit_ticker, None) is None


def test_a_price_that_is_not_finite_reaches_the_engine_which_judges_it(
    bybit_ticker: dict[str, Any],
) -> None:
    event = mark(7, "bybit", SYMBOL, BYBIT.ticker, {**bybit_ticker, "markPrice": "NaN"})
    assert event is not None
    assert math.isnan(event.mark_price)
    event = mark(7, "bybit", SYMBOL, BYBIT.ticker, {**bybit_ticker, "indexPrice": "inf"})
    assert event is not None
    assert event.index_price is None


@pytest.mark.parametrize("value", [None, "", "abc", True, [], {}])
def test_what_is_no_number_is_none(value: object) -> None:
    assert number(value) is None


def test_a_book_is_copied_down_to_its_depth() -> None:
    live = {"bids": [[3.0, 1.0], [2.0, 1.0]], "asks": [[4.0, 2.0], [5.0, 2.0]]}
    event = book_update(7, "bybit", SYMBOL, live, 1)
    live["bids"][0][1] = 9.0
    assert event == BookUpdate(
        at=7, venue="bybit", symbol=SYMBOL, bids=((3.0, 1.0),), asks=((4.0, 2.0),)
    )


def book_message(kind: str, update_id: Any) -> dict[str, Any]:
    return {"type": kind, "data": {"u": update_id}}


def test_updates_follow_while_their_numbers_do() -> None:
    sequence = BookSequence(BYBIT.book)
    assert sequence.follows(SYMBOL, book_message("snapshot", 10))
    assert sequence.follows(SYMBOL, book_message("delta", 11))
    assert sequence.follows(SYMBOL, book_message("delta", 12))
    assert not sequence.follows(SYMBOL, book_message("delta", 14))


def test_after_a_gap_nothing_follows_until_a_snapshot() -> None:
    sequence = BookSequence(BYBIT.book)
    assert sequence.follows(SYMBOL, book_message("snapshot", 10))
    assert not sequence.follows(SYMBOL, book_message("delta", 12))
    assert not sequence.follows(SYMBOL, book_message("delta", 13))
    assert sequence.follows(SYMBOL, book_message("snapshot", 1))
    assert sequence.follows(SYMBOL, book_message("delta", 2))


@pytest.mark.parametrize("update_id", [None, "11", 11.0])
def test_an_update_without_a_whole_number_is_a_gap(update_id: object) -> None:
    sequence = BookSequence(BYBIT.book)
    sequence.follows(SYMBOL, book_message("snapshot", 10))
    assert not sequence.follows(SYMBOL, book_message("delta", update_id))


def test_books_are_numbered_each_for_itself() -> None:
    sequence = BookSequence(BYBIT.book)
    assert sequence.follows(SYMBOL, book_message("snapshot", 10))
    assert sequence.follows("ETH/USD:ETH", book_message("snapshot", 70))
    assert sequence.follows(SYMBOL, book_message("delta", 11))
    sequence.forget()
    assert not sequence.follows(SYMBOL, book_message("delta", 12))


def test_where_ccxt_checks_the_sequence_nothing_is_checked_twice() -> None:
    assert BookSequence(BINANCE_COIN_M.book).follows(SYMBOL, {"u": 5})
