"""The funding monitor on a real history: 4,866 settled rates, an interval change among them."""

import csv
import gzip
import itertools
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from terminal.engine.engine import Engine
from terminal.model.events import Command, CommandName, Funding, FundingSettled
from terminal.model.outputs import Alert
from terminal.model.reasons import Reason
from tests.unit.engine.desk import SYMBOL, VENUE, contract

HALF_LIFE = 3.0
BOUND = 0.05


class Settled(NamedTuple):
    at: int
    interval_s: float
    rate: float


@pytest.fixture
def history(recorded_data: Path) -> list[Settled]:
    file = recorded_data / "bitmex_funding" / "XBTUSD_funding_2016-05_2020-11.csv.gz"
    with gzip.open(file, "rt", encoding="utf-8", newline="") as lines:
        return [
            Settled(
                int(datetime.fromisoformat(row["timestamp"]).timestamp()) * 10**9,
                float(row["interval_hours"]) * 3600,
                float(row["funding_rate"]),
            )
            for row in csv.DictReader(lines)
        ]


def _played(history: list[Settled]) -> tuple[Engine, list[Alert]]:
    """Tell each rate as the running one of its interval, then as settled."""
    engine = Engine()
    engine.step(contract(at=history[0].at - 1))
    engine.step(
        Command(
            at=history[0].at - 1,
            name=CommandName.SET_POLICY,
            policy={"side": "long", "target_leverage": 1, "funding_half_life": HALF_LIFE},
        )
    )
    alerts: list[Alert] = []
    for settled in history:
        running = Funding(
            at=settled.at - int(settled.interval_s * 10**9) // 2,
            venue=VENUE,
            symbol=SYMBOL,
            funding_rate=settled.rate,
            next_funding_at=settled.at,
            interval_s=settled.interval_s,
        )
        ended = FundingSettled(at=settled.at, venue=VENUE, symbol=SYMBOL, funding_rate=settled.rate)
        for event in (running, ended):
            alerts += [out for out in engine.step(event) if isinstance(out, Alert)]
    return engine, alerts


def _errors(rates: list[float], half_life: float) -> tuple[float, float]:
    """Mean absolute error of an EMA forecast and of the naive one, worked out independently."""
    weight = 1 - 2 ** (-1 / half_life)
    forecast, ema_missed, naive_missed = rates[0], [], []
    for last, rate in itertools.pairwise(rates):
        ema_missed.append(abs(forecast - rate))
        naive_missed.append(abs(last - rate))
        forecast = weight * rate + (1 - weight) * forecast
    return sum(ema_missed) / len(ema_missed), sum(naive_missed) / len(naive_missed)


def test_the_history_is_what_it_says(history: list[Settled]) -> None:
    assert len(history) == 4_866
    assert {settled.interval_s / 3600 for settled in history} == {24.0, 8.0}


def test_the_errors_shown_are_those_of_the_history(history: list[Settled]) -> None:
    engine, _ = _played(history)
    funding = engine.snapshot().legs[0].funding
    ema_error, naive_error = _errors([settled.rate for settled in history], HALF_LIFE)
    assert funding.ema_error == pytest.approx(ema_error, rel=1e-9)
    assert funding.naive_error == pytest.approx(naive_error, rel=1e-9)


def test_a_changed_interval_is_told_once(history: list[Settled]) -> None:
    _, alerts = _played(history)
    changes = [alert for alert in alerts if alert.reason is Reason.FUNDING_INTERVAL_CHANGED]
    told = [
        (before, after)
        for before, after in itertools.pairwise(history)
        if before.interval_s != after.interval_s
    ]
    assert len(changes) == len(told)
    assert changes[0].detail == "the interval is now 8 h"


def test_the_cap_of_march_2020_is_taken_six_times_running(history: list[Settled]) -> None:
    first, last = (
        int(datetime.fromisoformat(text).timestamp()) * 10**9
        for text in ("2020-03-13T04:00:00+00:00", "2020-03-14T20:00:00+00:00")
    )
    engine, _ = _played([settled for settled in history if settled.at <= last])
    capped = [rate for at, rate in engine.snapshot().legs[0].funding.settled if at >= first]
    assert capped == [-0.00375] * 6
