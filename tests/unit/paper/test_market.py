from collections import Counter
from decimal import Decimal
from statistics import fmean, pstdev

import pytest

from terminal.model.events import BookUpdate, Funding, Mark
from terminal.venues.paper.listings import default_coins, default_listings
from terminal.venues.paper.market import LEVELS, MarketEvent, SyntheticMarket
from terminal.venues.paper.regime import Regime
from tests.virtual_clock import SECOND

START = 1_700_000_000 * SECOND
LISTINGS = default_listings("paper")
TICKS = {one.instrument.symbol: one.instrument.tick_size for one in LISTINGS}


def opened(seed: int = 1, **rates: float) -> SyntheticMarket:
    return SyntheticMarket(default_coins(), LISTINGS, seed=seed, at=START, **rates)


def played(market: SyntheticMarket, seconds: float, since: int = START) -> list[MarketEvent]:
    """Step the market from one due time to the next."""
    events: list[MarketEvent] = []
    until = since + round(seconds * SECOND)
    while (at := market.next_due_at) <= until:
        events += market.advance(at)
    return events


def marks(events: list[MarketEvent], symbol: str) -> list[float]:
    return [e.mark_price for e in events if isinstance(e, Mark) and e.symbol == symbol]


def test_the_same_seed_gives_the_same_market_and_another_seed_another() -> None:
    assert played(opened(3), 20) == played(opened(3), 20)
    assert played(opened(3), 20) != played(opened(4), 20)


def test_every_book_is_sorted_uncrossed_whole_and_on_its_tick() -> None:
    events = [e for e in played(opened(), 30) if isinstance(e, BookUpdate)]
    assert {e.symbol for e in events} == set(TICKS)
    for event in events:
        assert len(event.bids) == len(event.asks) == LEVELS >= 25
        assert event.bids[0][0] < event.asks[0][0]
        assert [p for p, _ in event.bids] == sorted((p for p, _ in event.bids), reverse=True)
        assert [p for p, _ in event.asks] == sorted(p for p, _ in event.asks)
        for price, contracts in (*event.bids, *event.asks):
            assert Decimal(repr(price)) % TICKS[event.symbol] == 0
            assert contracts >= 1
            assert contracts.is_integer()


def test_rates_are_those_asked_for() -> None:
    events = played(opened(book_updates_per_s=1_000, marks_per_s=10, funding_every_s=2), 10)
    counts = Counter(type(event) for event in events)
    assert counts[BookUpdate] == pytest.approx(10_000, rel=0.01)
    assert counts[Mark] == pytest.approx(300, rel=0.02)
    assert counts[Funding] == pytest.approx(3 * 6, abs=3)


def test_a_pause_is_not_made_up_for() -> None:
    market = opened()
    played(market, 1)
    late = market.advance(START + 600 * SECOND)
    assert max(Counter((type(e), e.symbol) for e in late).values()) == 1
    assert {e.at for e in late} == {START + 600 * SECOND}
    after = [e for e in played(market, 1, START + 600 * SECOND) if isinstance(e, BookUpdate)]
    assert len(after) == pytest.approx(100, abs=3)


def test_contracts_on_one_coin_share_its_index() -> None:
    events = played(opened(), 60)
    inverse, linear = marks(events, "BTC/USD:BTC"), marks(events, "BTC/USDT:USDT")
    assert len(inverse) == len(linear)
    for one, other in zip(inverse, linear, strict=True):
        assert one == pytest.approx(other, rel=1e-3)


def test_a_spike_is_wilder_than_a_calm_market() -> None:
    def deviation(regime: Regime) -> float:
        market = opened(5)
        market.choose(regime, START)
        prices = marks(played(market, 60), "BTC/USD:BTC")
        return pstdev(b / a - 1 for a, b in zip(prices, prices[10:], strict=False))

    assert deviation(Regime.SPIKE) > 2.5 * deviation(Regime.CALM)


def test_a_trend_goes_somewhere() -> None:
    moved = []
    for seed in range(8):
        market = opened(seed)
        market.choose(Regime.TREND, START)
        prices = marks(played(market, 25), "BTC/USD:BTC")
        moved.append(abs(prices[-1] / prices[0] - 1))
    assert fmean(moved) > 1e-3


def test_left_alone_the_market_mixes_its_regimes() -> None:
    market = opened(2, book_updates_per_s=3, marks_per_s=1)
    seen = set()
    for minute in range(60):
        played(market, (minute + 1) * 60)
        seen.add(market.mood.regime)
    assert Regime.CALM in seen
    assert len(seen) >= 2


def test_a_gap_moves_every_price_at_once() -> None:
    market = opened()
    before = played(market, 5)
    market.gap(-0.05)
    after = played(market, 0.2, START + 5 * SECOND)
    for symbol in TICKS:
        ratio = marks(after, symbol)[0] / marks(before, symbol)[-1]
        assert ratio == pytest.approx(0.95, abs=2e-3)


def test_a_gap_may_be_kept_to_one_coin() -> None:
    market = opened()
    before = played(market, 5)
    market.gap(0.05, "AIOZ")
    after = played(market, 0.2, START + 5 * SECOND)
    coin, other = "AIOZ/USD:AIOZ", "BTC/USD:BTC"
    assert marks(after, coin)[0] / marks(before, coin)[-1] == pytest.approx(1.05, abs=2e-3)
    assert marks(after, other)[0] / marks(before, other)[-1] == pytest.approx(1, abs=2e-3)


def test_funding_names_the_next_whole_interval_and_moves_on_after_it() -> None:
    market = opened(book_updates_per_s=3, marks_per_s=1)
    symbol, interval = "AIOZ/USD:AIOZ", 3_600 * SECOND
    events = [e for e in played(market, 7_300) if isinstance(e, Funding) and e.symbol == symbol]
    for event in events:
        assert event.at < event.next_funding_at <= event.at + interval
        assert event.next_funding_at % interval == 0
        assert abs(event.funding_rate) < 0.004
    assert len({event.next_funding_at for event in events}) == 3
    assert len({event.funding_rate for event in events}) > 100


def test_a_market_left_alone_for_a_day_stays_in_sight() -> None:
    market = opened(11)
    price = 0.0
    for minute in range(24 * 60):
        for event in market.advance(START + minute * 60 * SECOND):
            if isinstance(event, Mark) and event.symbol == "BTC/USD:BTC":
                price = event.mark_price
    assert 30_000 < price < 120_000
