"""Paper passes its own pre-flight with figures of its own, and fails it where ours are wrong."""

from decimal import Decimal

import msgspec
import pytest

from terminal.model.checks import Check, CheckState
from terminal.venues.paper.exchange import SimulatedExchange
from terminal.venues.paper.listings import default_listings, default_wallets
from terminal.venues.paper.preflight import facts
from terminal.venues.preflight import contract
from terminal.venues.preflight.facts import Payment, Position, SymbolFacts, VenueFacts
from terminal.venues.preflight.judge import judge

AT = 1_704_067_200 * 10**9
MARKS = {"AIOZ": 0.35, "BTC": 60_000.0}


@pytest.fixture
def exchange() -> SimulatedExchange:
    made = SimulatedExchange([one.instrument for one in default_listings("p")], default_wallets())
    for instrument in made.instruments:
        made.set_mark(instrument.symbol, MARKS[instrument.base], AT)
    return made


def states(found: VenueFacts, check: Check) -> list[CheckState]:
    return [line.state for line in judge(found).lines if line.check is check]


def test_every_line_of_every_contract_is_green(exchange: SimulatedExchange) -> None:
    report = judge(facts("paper", exchange, AT, 3.0))
    assert {line.state for line in report.lines} == {CheckState.GREEN}
    assert report.passed
    symbols = {line.symbol for line in report.lines if line.check is Check.LIQUIDATION}
    assert symbols == {i.symbol for i in exchange.instruments}


def test_trying_it_leaves_the_account_alone(exchange: SimulatedExchange) -> None:
    before = [exchange.account(settle) for settle in default_wallets()]
    facts("paper", exchange, AT, 3.0)
    assert [exchange.account(settle) for settle in default_wallets()] == before


def test_before_the_first_mark_nothing_is_claimed() -> None:
    fresh = SimulatedExchange([one.instrument for one in default_listings("p")], default_wallets())
    found = facts("paper", fresh, AT, 3.0)
    assert set(states(found, Check.LIQUIDATION)) == {CheckState.UNKNOWN}
    assert judge(found).passed


def test_a_leverage_that_does_not_carry_the_policy_is_red(exchange: SimulatedExchange) -> None:
    exchange.set_leverage("BTC/USD:BTC", 2.0, AT)
    report = judge(facts("paper", exchange, AT, 3.0))
    assert [(line.check, line.symbol) for line in report.red] == [(Check.LEVERAGE, "BTC/USD:BTC")]


def test_wrong_arithmetic_of_ours_would_be_red(
    exchange: SimulatedExchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = facts("paper", exchange, AT, 3.0)
    monkeypatch.setattr(contract, "funding_paid", lambda *a: -0.00005)
    monkeypatch.setattr(contract, "liquidation_price", lambda *a: 1.0)
    assert CheckState.RED in states(found, Check.FUNDING)
    assert CheckState.RED in states(found, Check.LIQUIDATION)


def one(exchange: SimulatedExchange, **changes: object) -> VenueFacts:
    instrument = exchange.instrument("BTC/USD:BTC")
    assert instrument is not None
    base = {
        "symbol": "BTC/USD:BTC", "instrument": instrument, "inverse": True, "hedged": False,
        "margin_mode": "cross", "leverage": 10.0, "mark_price": 60_000.0,
    }  # fmt: skip
    symbol = SymbolFacts(**{**base, **changes})  # type: ignore[arg-type]
    return VenueFacts(venue="v", at=AT, simulated=True, symbols=(symbol,), target_leverage=3.0)


def test_a_contract_without_tiers_or_of_another_kind_is_red(exchange: SimulatedExchange) -> None:
    instrument = exchange.instrument("BTC/USD:BTC")
    assert instrument is not None
    bare = msgspec.structs.replace(instrument, tiers=())
    assert states(one(exchange, instrument=bare), Check.TIERS) == [CheckState.RED]
    assert states(one(exchange, inverse=False), Check.MARKET) == [CheckState.RED]
    linear = exchange.instrument("BTC/USDT:USDT")
    assert states(one(exchange, instrument=linear, inverse=False), Check.MARKET) == [CheckState.RED]
    unlisted = one(exchange, instrument=None, problem="the contract is ten times as large")
    assert "ten times" in judge(unlisted).red[0].words


def test_a_position_that_shares_its_margin_is_not_compared(exchange: SimulatedExchange) -> None:
    held = Position(100.0, 60_000.0, 1.0, 50_000.0, alone=False)
    assert states(one(exchange, position=held), Check.LIQUIDATION) == [CheckState.UNKNOWN]


def test_a_short_of_little_leverage_has_no_liquidation_price_on_either_side(
    exchange: SimulatedExchange,
) -> None:
    held = Position(-30_000.0, 60_000.0, 2.0, None)
    assert states(one(exchange, position=held), Check.LIQUIDATION) == [CheckState.GREEN]


@pytest.mark.parametrize(
    ("contracts", "theirs"),
    [(-68_000.0, 512_000.0), (-68_000.0, 540_000.0), (-61_000.0, 999_999.0)],
)
def test_far_from_the_mark_a_cent_of_margin_moves_the_price_by_thousands_and_nothing_is_wrong(
    exchange: SimulatedExchange, contracts: float, theirs: float
) -> None:
    # A short of 1.13 times its margin: ours is beyond eight times the mark. Of 1.02: sixty times.
    held = Position(contracts, 60_000.0, 1.0, theirs)
    found = one(exchange, position=held)
    ours = contract.our_liquidation_price(found.symbols[0].instrument, held, 60_000.0)  # type: ignore[arg-type]
    assert ours is not None
    assert abs(ours - theirs) > 600.0
    assert states(found, Check.LIQUIDATION) == [CheckState.GREEN]


def test_a_payment_that_was_counted_otherwise_is_red(exchange: SimulatedExchange) -> None:
    right = Payment(60_000.0, 60_000.0, 0.0001, 0.0001)
    assert states(one(exchange, payment=right), Check.FUNDING) == [CheckState.GREEN]
    wrong = Payment(60_000.0, 60_000.0, 0.0001, 6.0)  # in USD
    assert states(one(exchange, payment=wrong), Check.FUNDING) == [CheckState.RED]


def test_a_dated_contract_pays_no_funding(exchange: SimulatedExchange) -> None:
    instrument = exchange.instrument("BTC/USD:BTC")
    assert instrument is not None
    dated = msgspec.structs.replace(instrument, expiry=AT, contract_size=Decimal(1))
    assert states(one(exchange, instrument=dated), Check.FUNDING) == [CheckState.GREEN]
