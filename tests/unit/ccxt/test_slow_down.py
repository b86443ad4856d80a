"""A venue that wants to be left alone is heeded by everything that asks it, cancels excepted."""

from random import Random
from typing import Any

import pytest

from terminal.venues.ccxt.backoff import Backoff
from terminal.venues.ccxt.catalogue import BINANCE_COIN_M, BYBIT, VenueEntry
from terminal.venues.ccxt.slow_down import SlowDown

TOO_MANY = '{"retCode":10006,"retMsg":"Too many visits!","result":{}}'
BANNED = '{"code":-1003,"msg":"Way too many requests; IP banned until 1700000000000."}'


class Exchange:
    """ccxt's hook for every HTTP answer, and what it was given."""

    def __init__(self) -> None:
        self.seen: list[int] = []

    def on_rest_response(self, code: int, *rest: Any) -> str:
        self.seen.append(code)
        return str(rest[4])


class Told:
    """What one answer makes of a venue's patience."""

    def __init__(self, entry: VenueEntry) -> None:
        self.now = 100.0
        self.pauses: list[float] = []
        self.slow_down = SlowDown(lambda: self.now)
        self.slow_down.tell(lambda seconds: self.pauses.append(seconds) if seconds else None)
        self.exchange = Exchange()
        self.slow_down.heed(self.exchange, entry)

    def answer(self, status: int, body: str = "", **headers: str) -> list[float]:
        before = len(self.pauses)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        text = self.exchange.on_rest_response(status, "", "url", "GET", named, body, {}, None)
        assert text == body, "the answer itself goes on as it was"
        return self.pauses[before:]


@pytest.mark.parametrize(
    ("entry", "status", "body", "headers", "pauses"),
    [
        (BYBIT, 200, '{"retCode":0,"result":{}}', {}, []),
        (BYBIT, 500, "<html>", {}, []),
        (BYBIT, 200, '{"retCode":110007,"retMsg":"no"}', {}, []),
        (BYBIT, 200, TOO_MANY, {}, [5.0]),
        (BYBIT, 429, "<html>", {}, [5.0]),
        (BYBIT, 429, "<html>", {"Retry_After": "40"}, [40.0]),
        (BYBIT, 429, "<html>", {"retry_after": "1"}, [5.0]),
        (BYBIT, 429, "<html>", {"Retry_After": "Mon, 23 Nov 2026 00:00:00 GMT"}, [5.0]),
        (BYBIT, 429, "<html>", {"Retry_After": "-1e9"}, [5.0]),
        (BYBIT, 429, "<html>", {"Retry_After": "inf"}, [5.0]),
        (BYBIT, 429, "<html>", {"Retry_After": "99999999"}, [86_400.0]),
        (BYBIT, 403, "<html>access too frequent</html>", {}, [600.0]),
        # The venue's own word on a right that the key lacks is no ban.
        (BYBIT, 403, '{"retCode":10005,"retMsg":"Permission denied"}', {}, []),
        (BINANCE_COIN_M, 418, BANNED, {"Retry_After": "120"}, [120.0]),
        (BINANCE_COIN_M, 400, BANNED, {}, [5.0]),
    ],
)
def test_an_answer_says_how_long_to_be_quiet(
    entry: VenueEntry, status: int, body: str, headers: dict[str, str], pauses: list[float]
) -> None:
    told = Told(entry)
    assert told.answer(status, body, **headers) == pauses
    assert told.slow_down.remaining_s() == (pauses[0] if pauses else 0.0)
    assert told.exchange.seen == [status]


def test_a_shorter_word_does_not_end_a_longer_quiet() -> None:
    told = Told(BYBIT)
    told.answer(403, "<html>")
    told.now += 590.0
    told.answer(429)
    assert told.slow_down.remaining_s() == 10.0
    told.now += 10.0
    assert told.slow_down.remaining_s() == 0.0


def test_who_comes_later_hears_of_what_is_left() -> None:
    told = Told(BYBIT)
    told.answer(403, "<html>")
    told.now += 200.0
    heard: list[float] = []
    told.slow_down.tell(heard.append)
    assert heard == [400.0]


def test_nobody_dials_anew_while_the_venue_is_to_be_left_alone() -> None:
    told = Told(BYBIT)
    retry = Backoff(0.5, 30.0, Random(1), told.slow_down.remaining_s)
    assert retry.next() <= 0.5
    told.answer(403, "<html>")
    assert retry.next() >= 600.0
