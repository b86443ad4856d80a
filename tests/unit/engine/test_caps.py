"""The caps as USD, as lots, and as the quick answer to whether any of them binds."""

import random
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terminal.engine.risk.caps import binding, capacity_usd, fits, position_caps
from terminal.model.instrument import Tier, TiersIn
from terminal.model.reasons import Reason
from tests.unit.engine.desk import LINEAR, SYMBOL, ready

TIERS = (
    Tier(Decimal(5), Decimal("0.005"), Decimal(0), Decimal(50)),
    Tier(Decimal(20), Decimal("0.01"), Decimal("0.025"), Decimal(20)),
    Tier(Decimal(100), Decimal("0.05"), Decimal("0.825"), Decimal(5)),
)


@pytest.mark.parametrize("symbol", [SYMBOL, LINEAR])
def test_the_quick_answer_is_that_of_the_capacity(symbol: str, chance: random.Random) -> None:
    settle = "BTC" if symbol == SYMBOL else "USDT"
    asked = bound = 0
    for _ in range(300):
        policy: dict[str, Any] = {
            "max_contracts": chance.choice((None, chance.uniform(1e4, 2e6))),
            "max_position_usd": chance.choice((None, chance.uniform(1e4, 2e6))),
            "max_position_coin": chance.choice((None, chance.uniform(0.1, 40))),
            "max_leverage": chance.choice((None, chance.uniform(0.5, 60))),
        }
        desk = ready(
            symbol=symbol,
            settle=settle,
            wallet=chance.uniform(0.01, 5) * (1 if settle == "BTC" else 60_000),
            auto=False,
            terms={"tiers": chance.choice(((), TIERS)), "tiers_in": TiersIn.COIN},
            **policy,
        )
        leg = desk.leg(symbol)
        in_force = desk.engine._state.policy
        equity = leg.account.equity()
        assert in_force is not None
        assert equity is not None
        caps = position_caps(leg, in_force, equity)
        for _ in range(10):
            lots = int(chance.uniform(1, 3e6))
            usd = lots * leg.usd_of_one_lot
            asked += 1
            capacity = capacity_usd(caps)
            assert fits(leg, in_force, equity, usd) == (usd <= capacity)
            exceeded = binding(leg, in_force, caps, lots)
            bound += bool(exceeded)
            assert bool(exceeded) == (usd > capacity)
            for _, most in exceeded:
                assert most < lots
            if exceeded:
                least = min(most for _, most in exceeded)
                assert least * leg.usd_of_one_lot <= capacity * (1 + 1e-12)
                assert (least + 1) * leg.usd_of_one_lot > capacity * (1 - 1e-12)
    assert 0 < bound < asked


def test_a_cap_that_is_met_exactly_does_not_bind() -> None:
    desk = ready(max_contracts=600_000.0, max_position_usd=600_000.0, max_position_coin=10.0)
    assert desk.decision.bounds == ()
    assert desk.decision.target_contracts == 600_000
    desk = ready(max_contracts=599_999.0)
    assert desk.decision.bounds == (Reason.MAX_CONTRACTS,)
    assert desk.decision.target_contracts == 599_999


@settings(max_examples=60)
@given(
    st.sampled_from(("max_contracts", "max_position_usd", "max_position_coin", "max_leverage")),
    st.floats(0.05, 8.0),
    st.sampled_from(("0.1", "1", "3", "250")),
    st.floats(20_000.0, 120_000.0),
)
def test_rounding_never_goes_up_past_a_cap(key: str, coins: float, lot: str, mark: float) -> None:
    of_a_coin = {"max_contracts": mark, "max_position_usd": mark, "max_leverage": 0.5}
    cap = coins * of_a_coin.get(key, 1.0)
    terms: dict[str, Any] = {"lot_size": Decimal(lot), "min_contracts": Decimal(lot)}
    policy: dict[str, Any] = {key: cap}
    desk = ready(mark=mark, wallet=2.0, target_leverage=20.0, auto=False, terms=terms, **policy)
    target = desk.decision.target_contracts
    assert target is not None
    assert target % Decimal(lot) == 0
    # Of the inverse $1 contract with 2 coins of equity.
    one = {
        "max_contracts": Decimal(1),
        "max_position_usd": Decimal(1),
        "max_position_coin": 1 / Decimal(mark),
        "max_leverage": 1 / Decimal(mark) / 2,
    }[key]
    assert target * one <= Decimal(cap) * (1 + Decimal("1e-15"))
    assert (target + Decimal(lot)) * one > Decimal(cap) * (1 - Decimal("1e-12"))
