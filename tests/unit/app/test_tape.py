"""The tape: bounded, oldest first, and the latest word on each feed."""

from types import SimpleNamespace
from typing import Any, cast

from terminal.app.tape import Tape, watch
from terminal.model.events import Side
from terminal.model.trades import PublicTrade, PublicTrades, TradeFeed, TradeFeedChanged
from terminal.venues.base import Venue


def some(symbol: str, *numbers: int) -> PublicTrades:
    trades = tuple(
        PublicTrade(
            at=number,
            venue="paper",
            symbol=symbol,
            price=60_000.0,
            contracts=1.0,
            side=Side.BUY,
            traded_at=number,
            trade_id=str(number),
        )
        for number in numbers
    )
    return PublicTrades(at=numbers[-1], venue="paper", symbol=symbol, trades=trades)


def feed(state: TradeFeed, at: int = 1) -> TradeFeedChanged:
    return TradeFeedChanged(at=at, venue="paper", symbol="BTC", state=state)


def test_what_was_told_is_taken_once_by_contract_and_in_order() -> None:
    tape = Tape()
    tape.tell(some("BTC", 1, 2))
    tape.tell(some("ETH", 3))
    tape.tell(some("BTC", 4))
    assert tape.take() == [some("BTC", 1, 2, 4), some("ETH", 3)]
    assert tape.take() == []


def test_only_the_latest_state_of_a_feed_is_told_and_before_its_trades() -> None:
    tape = Tape()
    for state in (TradeFeed.CONNECTING, TradeFeed.LIVE, TradeFeed.LOST):
        tape.tell(feed(state))
    tape.tell(some("BTC", 1))
    assert tape.take() == [feed(TradeFeed.LOST), some("BTC", 1)]


def test_a_window_that_stands_still_loses_the_oldest_and_nothing_grows() -> None:
    tape = Tape(most=3)
    for number in range(1, 100):
        tape.tell(some("BTC", number))
    assert tape.take() == [some("BTC", 97, 98, 99)]


def test_a_venue_that_cannot_tell_of_trades_is_said_to_have_none() -> None:
    tape = Tape()
    watch([cast(Venue, SimpleNamespace(name="mute"))], tape, lambda: 5)
    assert tape.take() == [TradeFeedChanged(at=5, venue="mute", state=TradeFeed.NONE)]


def test_a_venue_that_can_is_asked_to() -> None:
    asked: list[Any] = []
    tape = Tape()
    venue = SimpleNamespace(name="paper", watch_trades=asked.append)
    watch([cast(Venue, venue)], tape, lambda: 5)
    assert asked == [tape.tell]
