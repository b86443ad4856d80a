"""Caps that also hold at a stressed mark."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terminal.engine.policy.policy import Policy
from terminal.engine.risk.stress import stressed_usd, surely_fits
from terminal.model.arithmetic.contracts import notional, pnl
from terminal.model.events import CommandName, PositionReport
from terminal.model.instrument import Kind, Tier
from terminal.model.reasons import Reason
from tests.unit.engine.desk import LINEAR, SYMBOL, VENUE, Desk, intents, ready

MARK = 60_000.0


def leverage_at(kind: Kind, size: float, side: int, lots: int, equity: float, move: float) -> float:
    """Return effective leverage after the mark moved by `move` against the position."""
    stressed = MARK * (1 - side * move)
    left = equity + pnl(kind, size, side, float(lots), MARK, stressed)
    return notional(kind, size, float(lots), stressed) / left


@pytest.mark.parametrize(("side", "sign"), [("long", 1), ("short", -1)])
@pytest.mark.parametrize("move", [0.05, 0.2])
def test_leverage_holds_at_the_stressed_mark_and_one_lot_more_would_not(
    side: str, sign: int, move: float
) -> None:
    desk = ready(side=side, target_leverage=20.0, max_leverage=3.0, stress_move=move)
    (order,) = desk.orders
    lots = int(order.contracts)
    assert Reason.STRESS_MOVE in desk.decision.bounds
    assert desk.decision.bound_by is Reason.STRESS_MOVE
    assert leverage_at(Kind.INVERSE, 1.0, sign, lots, 2.0, move) <= 3.0
    assert leverage_at(Kind.INVERSE, 1.0, sign, lots + 1, 2.0, move) > 3.0


@pytest.mark.parametrize(("side", "sign"), [("long", 1), ("short", -1)])
def test_a_linear_contract_is_stressed_by_its_own_arithmetic(side: str, sign: int) -> None:
    desk = ready(
        wallet=120_000.0, symbol=LINEAR, settle="USDT", side=side, target_leverage=20.0,
        max_leverage=3.0, stress_move=0.2,
    )  # fmt: skip
    (order,) = desk.orders
    lots = int(order.contracts)
    assert leverage_at(Kind.LINEAR, 0.001, sign, lots, 120_000.0, 0.2) <= 3.0
    assert leverage_at(Kind.LINEAR, 0.001, sign, lots + 1, 120_000.0, 0.2) > 3.0


@pytest.mark.parametrize(
    ("side", "sign", "symbol", "wallet", "settle"),
    [("long", 1, SYMBOL, 2.0, "BTC"), ("short", -1, LINEAR, 120_000.0, "USDT")],
)
def test_without_a_cap_on_leverage_the_position_still_survives_the_move(
    side: str, sign: int, symbol: str, wallet: float, settle: str
) -> None:
    desk = ready(
        wallet=wallet, symbol=symbol, settle=settle, side=side, target_leverage=50.0,
        margin_stop=0.9, margin_restore=0.95, margin_restore_to=0.5, margin_flatten=0.99,
        stress_move=0.2,
    )  # fmt: skip
    (order,) = desk.orders
    inverse = settle == "BTC"
    reached = leverage_at(
        Kind.INVERSE if inverse else Kind.LINEAR, 1.0 if inverse else 0.001, sign,
        int(order.contracts), wallet, 0.2,
    )  # fmt: skip
    assert reached * 0.005 <= 1.0
    assert reached * 0.005 > 0.99


def test_a_cap_in_coin_holds_where_the_coin_has_become_cheap() -> None:
    desk = ready(max_position_coin=10.0, stress_move=0.2, target_leverage=8.0, wallet=20.0)
    assert [order.contracts for order in desk.orders] == [480_000]  # 10 BTC at 48,000


def test_a_cap_in_usd_holds_where_the_coin_of_a_linear_short_has_become_dear() -> None:
    desk = ready(
        wallet=600_000.0, symbol=LINEAR, settle="USDT", side="short", target_leverage=2.0,
        max_position_usd=120_000.0, stress_move=0.2,
    )  # fmt: skip
    assert [order.contracts for order in desk.orders] == [1_666]  # 1.666 BTC at 72,000


def test_the_other_positions_on_the_same_margin_take_their_part() -> None:
    dated = "BTC/USD:BTC-240628"
    desk = Desk()
    for symbol in (SYMBOL, dated):
        desk.listing(symbol)
        desk.mark(MARK, symbol)
        desk.funding(0.0, symbol)
    held = PositionReport(symbol=dated, contracts=40_000.0, entry_price=MARK)
    desk.account(2.0, [held])
    desk.policy(target_leverage=20.0, max_leverage=3.0, stress_move=0.2, symbols=[SYMBOL])
    desk.auto()
    alone = ready(target_leverage=20.0, max_leverage=3.0, stress_move=0.2)
    assert desk.orders[0].contracts == alone.orders[0].contracts - 40_000


def test_an_order_by_hand_is_stressed_on_its_own_side() -> None:
    def most(side: str) -> int:
        low, high = 0, 2_000_000
        while high - low > 1:
            middle = (low + high) // 2
            desk = ready(auto=False, max_leverage=3.0, stress_move=0.2)
            said = desk.command(
                CommandName.ORDER, venue=VENUE, symbol=SYMBOL, side=side, contracts=float(middle)
            )
            low, high = (middle, high) if intents(said) else (low, middle)
        return low

    assert leverage_at(Kind.INVERSE, 1.0, 1, most("buy"), 2.0, 0.2) == pytest.approx(3.0, abs=1e-4)
    assert leverage_at(Kind.INVERSE, 1.0, -1, most("sell"), 2.0, 0.2) == pytest.approx(
        3.0, abs=1e-4
    )


def test_without_the_key_nothing_is_stressed() -> None:
    policy: dict[str, Any] = {"max_leverage": 5.0, "target_leverage": 5.0}
    assert [order.contracts for order in ready(**policy).orders] == [600_000]


@settings(max_examples=300, deadline=None)
@given(
    side=st.sampled_from(("long", "short")),
    symbol=st.sampled_from((SYMBOL, LINEAR)),
    move=st.floats(0.01, 0.9),
    leverage=st.none() | st.floats(0.1, 100),
    coin=st.none() | st.floats(0.1, 50),
    usd=st.none() | st.floats(1_000, 1e7),
    share=st.floats(0.01, 3),
    rates=st.tuples(st.floats(0.001, 0.02), st.floats(0.02, 0.2)),
)
def test_what_surely_fits_does_fit(
    side: str,
    symbol: str,
    move: float,
    leverage: float | None,
    coin: float | None,
    usd: float | None,
    share: float,
    rates: tuple[float, float],
) -> None:
    tiers = (
        Tier(Decimal(5), Decimal(repr(rates[0])), Decimal(0), None),
        Tier(None, Decimal(repr(rates[1])), Decimal(0), None),
    )
    terms = {"tiers": tiers}
    settle = "BTC" if symbol == SYMBOL else "USDT"
    leg = ready(symbol=symbol, settle=settle, auto=False, terms=terms).leg(symbol)
    keys = {"max_leverage": leverage, "max_position_coin": coin, "max_position_usd": usd}
    policy = Policy.from_mapping({"side": side, "target_leverage": 1.0, "stress_move": move} | keys)
    sign = policy.side.sign
    bound = stressed_usd(leg, policy, 120_000.0, sign)
    wanted = bound * share
    if surely_fits(leg, policy, 120_000.0, wanted, sign):
        assert wanted <= bound
