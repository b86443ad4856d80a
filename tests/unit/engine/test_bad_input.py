"""Odd but possible input: nothing is sent on it, nothing is lost by it, nothing blows up."""

from math import inf, nan

import pytest

from terminal.engine.policy.policy import Policy
from terminal.model.errors import UserError
from terminal.model.events import CommandName, FillType, Mark, OrderState, Side
from terminal.model.outputs import Action
from terminal.model.reasons import Reason
from tests.unit.engine.desk import SYMBOL, VENUE, Desk, intents, queries, ready

ABSURD = [nan, inf, -inf, 0.0, -1.0, 1e-300, 1e300]


@pytest.mark.parametrize("price", ABSURD)
def test_an_impossible_mark_is_not_kept_and_nothing_is_sent_on_it(price: float) -> None:
    desk = ready(position=600_000)
    said = desk.mark(price, after=1)
    assert intents(said) == []
    assert desk.frozen() == (Reason.MARK_INVALID,)
    assert desk.leg().mark_price == 60_000
    desk.mark(60_000, after=1)
    assert desk.frozen() == ()


@pytest.mark.parametrize("price", [nan, inf, 0.0, -5.0])
def test_an_impossible_index_or_last_price_is_unknown(price: float) -> None:
    desk = ready()
    desk.take(
        Mark(
            at=desk.now,
            venue=VENUE,
            symbol=SYMBOL,
            mark_price=60_000.0,
            index_price=price,
            last_price=price,
        )
    )
    assert desk.leg().index_price is None
    assert desk.leg().last_price is None
    assert desk.frozen() == ()


@pytest.mark.parametrize("rate", [nan, inf, -1.0, -2.0, 0.06, -0.06])
def test_an_impossible_funding_rate_freezes_and_the_last_one_is_kept(rate: float) -> None:
    desk = ready(position=600_000, rate=0.0001)
    desk.funding(rate)
    assert desk.frozen() == (Reason.FUNDING_INVALID,)
    assert desk.leg().funding.rate == 0.0001
    assert intents(desk.mark(58_000, after=1)) == []
    desk.funding(0.0001)
    assert desk.frozen() == ()


@pytest.mark.parametrize("interval", [0.0, -1.0, nan, inf])
def test_a_funding_interval_that_cannot_be_is_invalid(interval: float) -> None:
    desk = ready()
    desk.funding(0.0001, interval_s=interval)
    assert desk.frozen() == (Reason.FUNDING_INVALID,)


@pytest.mark.parametrize("rate", [nan, inf, 1e9, -0.5])
def test_an_impossible_settled_rate_does_not_enter_the_prediction(rate: float) -> None:
    desk = ready()
    desk.settled(0.0001, after=1)
    desk.settled(rate, after=1)
    assert [known for _, known in desk.leg().funding.history] == [0.0001]


@pytest.mark.parametrize("figure", [nan, inf, -inf, 1e300])
def test_an_account_with_impossible_figures_is_invalid_and_not_taken(figure: float) -> None:
    for name in ("wallet", "equity", "maintenance"):
        desk = ready(position=600_000)
        figures = {"wallet": 2.0, "equity": 2.0, "maintenance": 0.05} | {name: figure}
        desk.account(
            figures["wallet"],
            600_000,
            60_000,
            equity=figures["equity"],
            maintenance=figures["maintenance"],
        )
        assert desk.frozen() == (Reason.ACCOUNT_INVALID,)
        assert desk.wallet() == 2.0
        assert intents(desk.mark(58_000, after=1)) == []


@pytest.mark.parametrize("contracts", [nan, inf, 1e300])
def test_a_position_of_impossible_size_is_not_taken(contracts: float) -> None:
    desk = ready(position=600_000)
    desk.account(2.0, contracts, 60_000, equity=2.0)
    assert desk.frozen() == (Reason.ACCOUNT_INVALID,)
    assert desk.position() == 600_000


@pytest.mark.parametrize("entry", [nan, 0.0, -1.0, inf, 1e-300])
def test_a_position_with_an_impossible_entry_is_not_taken(entry: float) -> None:
    desk = ready(position=600_000)
    desk.account(2.0, 600_000, entry, equity=2.0)
    assert desk.frozen() == (Reason.ACCOUNT_INVALID,)


@pytest.mark.parametrize(
    ("bids", "asks"),
    [
        ([(60_001.0, 1.0)], [(60_000.0, 1.0)]),  # crossed
        ([(60_000.0, 1.0)], [(60_000.0, 1.0)]),  # locked
        ([(nan, 1.0)], [(60_000.0, 1.0)]),
        ([(60_000.0, 1.0)], [(inf, 1.0)]),
        ([(60_000.0, nan)], [(60_001.0, 1.0)]),
        ([(60_000.0, 1.0)], [(60_001.0, -1.0)]),
        ([(60_000.0, 1.0), (nan, 1.0), (59_000.0, 1.0)], [(60_001.0, 1.0)]),
        ([(60_000.0, 1.0)], [(60_001.0, 1.0), (60_002.0, inf)]),
        ([(59_000.0, 1.0), (59_500.0, 1.0)], [(60_001.0, 1.0)]),  # not best first
        ([(60_000.0, 1.0), (0.0, 1.0)], [(60_001.0, 1.0)]),
    ],
)
def test_an_impossible_book_freezes_and_is_not_walked(
    bids: list[tuple[float, float]], asks: list[tuple[float, float]]
) -> None:
    desk = ready(position=600_000, max_slippage_bp=5.0, max_depth_share=0.5, rebalance_band=0.0)
    desk.book(bids, asks)
    assert desk.frozen() == (Reason.BOOK_INVALID,)
    assert intents(desk.mark(57_000, after=1)) == []
    desk.book([(56_999.0, 1e6)], [(57_001.0, 1e6)])
    assert desk.frozen() == ()


@pytest.mark.parametrize("filled", [nan, inf, -5.0, 1e300])
def test_a_report_of_an_impossible_fill_makes_the_order_unknown_and_asks(filled: float) -> None:
    desk = ready()
    (order,) = desk.orders
    said = desk.report(order, OrderState.FILLED, filled, 60_000)
    assert desk.position() == 0
    assert [query.client_order_id for query in queries(said)] == [order.client_order_id]
    assert desk.frozen() == (Reason.UNKNOWN_ORDER,)


@pytest.mark.parametrize("price", [nan, inf, 0.0, -5.0])
def test_a_report_without_a_possible_price_is_taken_at_the_mark(price: float) -> None:
    desk = ready()
    (order,) = desk.orders
    desk.report(order, OrderState.FILLED, 600_000, price)
    assert desk.position() == 600_000
    assert desk.leg().entry_price == 60_000
    assert desk.engine.snapshot().orders[0].average_price is None


@pytest.mark.parametrize(
    ("contracts", "price"),
    [(nan, 60_000.0), (inf, 60_000.0), (1e3, nan), (1e3, 0.0), (1e3, -1.0), (0.0, 60_000.0)],
)
def test_an_impossible_fill_moves_nothing_and_the_order_is_asked_about(
    contracts: float, price: float
) -> None:
    desk = ready()
    (order,) = desk.orders
    said = desk.fill(order, contracts, price)
    assert desk.position() == 0
    assert desk.wallet() == 2.0
    assert len(queries(said)) == 1


@pytest.mark.parametrize("fee", [nan, inf])
def test_a_fill_with_an_impossible_fee_still_moves_the_position(fee: float) -> None:
    desk = ready()
    (order,) = desk.orders
    desk.fill(order, 1_000, 60_000, fee=fee)
    assert desk.position() == 1_000
    assert desk.wallet() == 2.0


def test_an_impossible_fill_of_nobodys_order_moves_nothing() -> None:
    desk = ready(position=600_000)
    desk.fill(None, nan, 60_000, fill_type=FillType.LIQUIDATION, side=Side.SELL)
    assert desk.position() == 600_000
    assert Reason.LIQUIDATED in desk.frozen()


@pytest.mark.parametrize("fee", [nan, inf])
def test_an_impossible_funding_payment_leaves_the_wallet_alone(fee: float) -> None:
    desk = ready(position=600_000)
    desk.fill(None, 600_000, 60_000, fee=fee, fill_type=FillType.FUNDING)
    assert desk.wallet() == 2.0


@pytest.mark.parametrize("contracts", [nan, inf, 0.0, -1.0, 1e300])
def test_a_manual_order_of_an_impossible_size_is_the_traders_error(contracts: float) -> None:
    desk = ready(auto=False)
    with pytest.raises(UserError, match="contracts"):
        desk.command(CommandName.ORDER, venue=VENUE, symbol=SYMBOL, side="buy", contracts=contracts)


@pytest.mark.parametrize("price", [nan, inf, 0.0, -1.0, 1e300])
def test_a_manual_order_at_an_impossible_price_is_the_traders_error(price: float) -> None:
    desk = ready(auto=False)
    with pytest.raises(UserError, match="limit_price"):
        desk.command(
            CommandName.ORDER,
            venue=VENUE,
            symbol=SYMBOL,
            side="buy",
            contracts=10.0,
            limit_price=price,
        )


@pytest.mark.parametrize("kind", ["limit", "post_only"])
def test_a_resting_manual_order_needs_a_price(kind: str) -> None:
    desk = ready(auto=False)
    with pytest.raises(UserError, match="limit_price"):
        desk.command(
            CommandName.ORDER,
            venue=VENUE,
            symbol=SYMBOL,
            side="buy",
            contracts=10.0,
            order_type=kind,
        )


@pytest.mark.parametrize("seconds", [nan, inf, 0.0, -1.0, 1e300])
def test_a_snooze_of_an_impossible_length_is_the_traders_error(seconds: float) -> None:
    desk = ready(auto=False)
    with pytest.raises(UserError, match="duration_s"):
        desk.command(CommandName.SNOOZE, duration_s=seconds)


@pytest.mark.parametrize("value", [10**400, -(10**400), nan, inf, "5", True, None])
def test_a_policy_number_that_is_none_names_its_key(value: object) -> None:
    with pytest.raises(UserError, match="target_leverage"):
        Policy.from_mapping({"side": "long", "target_leverage": value})


def test_every_policy_key_has_a_rule_and_the_defaults_obey_them() -> None:
    defaults = Policy.from_mapping({"side": "long", "target_leverage": 2})
    again = Policy.from_mapping(defaults.mapping())
    assert again == defaults
    assert again.content_hash() == defaults.content_hash()


def test_an_event_of_a_symbol_that_was_never_listed_is_named() -> None:
    desk = Desk()
    with pytest.raises(UserError, match="never|instrument"):
        desk.mark(60_000)


def test_a_huge_wallet_on_a_small_lot_still_computes() -> None:
    desk = ready(wallet=1e12)
    assert desk.decision.action in (Action.ORDER, Action.HOLD)
