"""What is kept from one tick to the next is what would be worked out anew."""

import random
from decimal import Decimal
from typing import Any

import pytest

from terminal.engine.market.leg import Leg
from terminal.engine.observe import _row, snapshot_of
from terminal.engine.portfolio.sharing import _content, healthy
from terminal.engine.risk.liquidation import liquidation_price
from terminal.engine.risk.staleness import all_fresh, stale_reasons
from terminal.engine.state import DeskState
from terminal.model.events import CommandName, Feed, FeedState, OrderState, PositionReport
from terminal.model.instrument import Tier
from tests.unit.engine.desk import START, Desk, intents

VENUES = ("a", "b", "c")
PERPETUAL, DATED = "BTC/USD:BTC", "BTC/USD:BTC-240628"
POLICIES: tuple[dict[str, Any], ...] = (
    {},
    {"max_leverage": 4.0},
    {"max_leverage": 6.0, "max_contracts": 150_000.0, "spike_ratio": 1.5, "spike_recovery_s": 3.0},
    {"max_position_coin": 2.0, "mark_stale_s": 1.5, "account_stale_s": 3.0, "stress_move": 0.1},
    {"max_position_usd": 200_000.0, "volatility_target": 0.8, "symbols": [PERPETUAL]},
)


def what_happens(desk: Desk, chance: random.Random, held: dict[tuple[str, str], float]) -> None:
    venue, symbol = chance.choice(VENUES), chance.choice((PERPETUAL, PERPETUAL, DATED))
    desk.wait(chance.choice((0.02, 0.05, 0.3, 1.0)))
    price = 60_000 * (1 + chance.gauss(0, 0.003))
    match chance.randrange(16):
        case 0:
            desk.funding(chance.gauss(0, 1e-4), symbol, venue)
        case 1 | 2 | 3:
            parts = {name: lots for (at, name), lots in held.items() if at == venue and lots}
            reports = [_report(name, lots) for name, lots in parts.items()]
            desk.account(chance.choice((0.5, 1.0, 2.0)), reports, venue=venue)
        case 4:
            desk.feed(chance.choice((Feed.MARK, Feed.ACCOUNT)), FeedState.DISCONNECTED, None, venue)
        case 5:
            for feed in (Feed.MARK, Feed.ACCOUNT):
                desk.feed(feed, FeedState.LIVE, None, venue)
        case 6:
            desk.clock()
        case 7 if chance.random() < 0.4:
            desk.policy(**chance.choice(POLICIES))
            desk.command(CommandName.AUTO)
        case 8:
            held[venue, symbol] = float(chance.choice((0, 50_000, 120_000)))
        case 9:
            desk.book([(price - 1, 1e6)], [(price + 1, 1e6)], symbol, venue)
        case 10 if chance.random() < 0.5:
            tiers = (Tier(None, Decimal("0.005"), Decimal(0), Decimal(chance.choice((3, 100)))),)
            expiry = desk.leg(symbol, venue).instrument.expiry
            desk.listing(symbol, venue, expiry=expiry, tiers=tiers)
        case _:
            desk.mark(price, symbol, venue)
    for order in intents(desk.said[-12:]):
        fate = chance.choice((OrderState.FILLED, OrderState.CANCELLED, OrderState.REJECTED, None))
        if fate is OrderState.FILLED:
            desk.fill_whole(order)
            held[order.venue, order.symbol] = float(desk.position(order.symbol, order.venue) or 0)
        elif fate is not None:
            desk.report(order, fate)


def _report(symbol: str, contracts: float) -> PositionReport:
    return PositionReport(symbol=symbol, contracts=contracts, entry_price=60_000.0)


def check_kept(state: DeskState, leg: Leg) -> bool:
    """Compare a leg's kept answer with a fresh one; True where one was in force."""
    policy = state.policy
    assert policy is not None
    assert all_fresh(leg, leg.account, state.at, policy) == (
        not stale_reasons(leg, leg.account, state.at, policy)
    )
    kept = liquidation_price(state, leg)
    leg.known_liquidation = ((), None)
    assert liquidation_price(state, leg) == kept
    stamp, until, content = leg.content
    if stamp != state.stamps.get(leg.venue) or state.at > until or leg.expired(state.at):
        return False
    fresh = not healthy(state, leg, policy) or _content(state, leg, policy)
    assert fresh == content, (leg.venue, leg.symbol)
    return True


def check_rows(state: DeskState) -> int:
    """Compare every order's kept row with a fresh one; return how many were kept."""
    kept = snapshot_of(state).orders
    again = snapshot_of(state).orders
    for order in state.orders.orders.values():
        order.shown = None
    assert snapshot_of(state).orders == kept
    return sum(one is other for one, other in zip(kept, again, strict=True))


@pytest.mark.parametrize("seed", range(8))
def test_what_is_kept_of_a_leg_is_what_would_be_worked_out_anew(seed: int) -> None:
    chance = random.Random(seed)
    desk = Desk()
    held: dict[tuple[str, str], float] = {}
    for venue in VENUES:
        for symbol in (PERPETUAL, DATED):
            expiry = START + chance.randrange(20, 90) * 10**9 if symbol == DATED else None
            desk.listing(symbol, venue, expiry=expiry)
            desk.mark(60_000, symbol, venue)
            desk.funding(0.0, symbol, venue)
        desk.account(1.0, venue=venue)
    desk.policy(**POLICIES[seed % len(POLICIES)])
    desk.auto()
    in_force = answers = rows = 0
    for _ in range(500):
        what_happens(desk, chance, held)
        state = desk.engine._state
        for leg in state.traded_legs:
            in_force += check_kept(state, leg)
            answers += not leg.content[2]
        rows += check_rows(state)
    assert in_force > 100
    assert answers > 10  # not all of them were yes
    assert rows > 100 or not desk.engine._state.orders.orders


def test_an_order_s_row_tells_whatever_changes_of_it() -> None:
    """Each of these alone: a reason, a price, a partial fill, a second one, a lot, an end."""
    desk = Desk()
    desk.listing()
    desk.account(1.0)
    desk.mark(60_000)
    desk.funding(0.0)
    desk.policy()
    desk.auto()
    (order,) = intents(desk.said)
    seen = []

    def look() -> None:
        (row,) = desk.engine.snapshot().orders
        assert row == _row(desk.leg(), desk.engine._state.orders.orders[order.client_order_id])
        seen.append(row)

    look()
    desk.report(order, OrderState.OPEN)
    look()
    desk.report(order, OrderState.OPEN, reason="slow")
    look()
    desk.report(order, OrderState.OPEN, price=60_001.0)
    look()
    desk.fill(order, 100.0, 60_000.0)
    look()
    desk.fill(order, 200.0, 60_000.0)
    look()
    desk.report(order, OrderState.PARTIALLY_FILLED, filled=530.0)
    look()
    desk.listing(lot_size=Decimal(100))
    look()
    desk.report(order, OrderState.CANCELLED, filled=530.0)
    look()
    assert len(set(seen)) == len(seen)


def two_venues(expiry: int | None = None, **policy: Any) -> Desk:
    """Return a desk whose venue b has spoken last, and whose venue a knows b's answer."""
    desk = Desk()
    for venue in ("a", "b"):
        desk.listing(venue=venue)
        if expiry is not None and venue == "b":
            desk.listing(DATED, venue, expiry=expiry)
            desk.mark(60_000, DATED, venue)
        desk.mark(60_000, venue=venue)
        desk.funding(0.0, venue=venue)
        desk.account(1.0 if venue == "a" or expiry is None else 2.0, venue=venue)
    desk.policy(**policy)
    desk.mark(60_000, venue="b", after=0.1)
    desk.mark(60_000, venue="a", after=0.1)
    assert desk.leg(venue="a").target_lots == 300_000
    return desk


def test_new_terms_elsewhere_count_on_the_next_tick_here() -> None:
    desk = two_venues()
    tiers = (Tier(None, Decimal("0.005"), Decimal(0), Decimal(3)),)
    desk.listing(venue="b", tiers=tiers)
    desk.mark(60_000, venue="a", after=0.1)
    assert desk.leg(venue="a").target_lots == 420_000  # b takes 180,000 of 300,000


def test_an_expiry_elsewhere_counts_on_the_next_tick_here() -> None:
    desk = two_venues(expiry=START + 2 * 10**9, max_position_usd=320_000.0)
    desk.mark(60_000, venue="a", after=1.9)  # all of b's margin is the perpetual's now
    assert desk.leg(venue="a").target_lots == 320_000


def test_silence_elsewhere_counts_when_it_has_become_too_long() -> None:
    desk = two_venues(max_position_usd=320_000.0, mark_stale_s=2.0)
    desk.account(2.0, venue="b")  # b has more margin than its cap takes
    desk.mark(60_000, venue="a", after=1.5)
    assert desk.leg(venue="a").target_lots == 320_000
    desk.mark(60_000, venue="a", after=1.0)  # nobody makes up for a venue that is silent
    assert desk.leg(venue="a").target_lots == 300_000
