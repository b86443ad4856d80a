from decimal import Decimal

import pytest

from terminal.model.events import FillType, OrderState, Side
from terminal.model.instrument import LiquidationRule, Tier, TiersIn
from terminal.model.outputs import OrderType
from terminal.venues.paper.orders import AccountChanged, FundingPaid, OrderRequest, Refusal, Refused
from tests.unit.paper.bench import INVERSE, LINEAR, Bench, inverse, linear

BUY, SELL = Side.BUY, Side.SELL
SECOND = 1_000_000_000


def test_an_inverse_long_pays_fees_and_profits_in_coin() -> None:
    bench = Bench()
    bench.book([], [(60_000.0, 1e6)])
    bench.buy(600_000)
    assert bench.account().wallet_balance == pytest.approx(2 - 10 * 0.0005)
    bench.mark(66_000)
    bench.book([(66_000.0, 1e6)], [])
    bench.sell(600_000)
    profit = 600_000 * (1 / 60_000 - 1 / 66_000)
    fees = 10 * 0.0005 + 600_000 / 66_000 * 0.0005
    assert bench.account().wallet_balance == pytest.approx(2 + profit - fees, rel=1e-12)
    assert bench.account().realized_pnl == pytest.approx(profit, rel=1e-12)


def test_a_linear_short_profits_in_the_quote_currency() -> None:
    bench = Bench(linear(), wallet=50_000.0)
    bench.book([(60_000.0, 1e6)], [])
    bench.sell(1_000)
    bench.mark(57_000)
    assert bench.account().equity == pytest.approx(50_000 - 30 + 3_000)


def test_entries_of_an_inverse_position_average_harmonically() -> None:
    bench = Bench(mark=5_000.0, wallet=10.0)
    bench.book([], [(5_000.0, 1e6)])
    bench.buy(1_000)
    bench.book([], [(6_000.0, 1e6)])
    bench.buy(2_000)
    assert bench.exchange.position(INVERSE).entry_price == pytest.approx(5_625.0)


def test_a_maker_pays_the_maker_fee() -> None:
    bench = Bench()
    bench.buy(60_000, 59_000)
    bench.mark(60_000, last_price=58_999)
    assert bench.fills()[0].fee == pytest.approx(60_000 / 59_000 * 0.0001)


def test_an_order_beyond_the_margin_is_rejected() -> None:
    bench = Bench()
    bench.exchange.set_leverage(INVERSE, 5, bench.at)
    assert bench.refused(BUY, 600_000) is Refusal.INSUFFICIENT_MARGIN
    assert bench.place(BUY, 590_000).state is OrderState.FILLED


def test_an_order_far_from_mark_needs_margin_for_its_loss_too() -> None:
    bench = Bench()
    bench.exchange.set_leverage(INVERSE, 5, bench.at)
    bench.book([], [(66_000.0, 1e6)])
    assert bench.refused(BUY, 500_000) is Refusal.INSUFFICIENT_MARGIN
    bench.book([], [(60_000.0, 1e6)])
    assert bench.place(BUY, 500_000).state is OrderState.FILLED


def test_resting_orders_tie_up_margin() -> None:
    bench = Bench()
    bench.exchange.set_leverage(INVERSE, 5, bench.at)
    bench.buy(500_000, 59_000)
    assert bench.account().order_margin == pytest.approx(500_000 / 59_000 / 5)
    assert bench.refused(BUY, 500_000) is Refusal.INSUFFICIENT_MARGIN
    bench.exchange.cancel_all(bench.at)
    assert bench.account().order_margin == 0
    assert bench.place(BUY, 500_000).state is OrderState.FILLED


def test_the_part_of_an_order_that_closes_needs_no_margin() -> None:
    bench = Bench()
    bench.exchange.set_leverage(INVERSE, 5, bench.at)
    bench.buy(590_000)
    assert bench.place(SELL, 1_100_000).filled_contracts == 1_000_000
    assert bench.position() == -410_000


def test_a_larger_position_has_the_margin_of_its_tier() -> None:
    bench = Bench(wallet=20.0)
    bench.book([], [(60_000.0, 1e7)])
    bench.buy(600_000)
    assert bench.account().maintenance_margin == pytest.approx(10 * 0.005)
    bench.buy(600_000)
    assert bench.account().maintenance_margin == pytest.approx(20 * 0.01 - 0.05)
    assert bench.account().initial_margin == pytest.approx(20 / 50)


def test_leverage_is_set_within_the_tiers() -> None:
    bench = Bench()
    for leverage in (0.5, 101):
        (refused,) = bench.exchange.set_leverage(INVERSE, leverage, bench.at)
        assert isinstance(refused, Refused)
        assert refused.reason is Refusal.LEVERAGE_OUT_OF_RANGE
    (changed,) = bench.exchange.set_leverage(INVERSE, 3, bench.at)
    assert isinstance(changed, AccountChanged)
    assert bench.exchange.position(INVERSE).leverage == 3


@pytest.mark.parametrize(("side", "received"), [(BUY, -1), (SELL, 1)])
def test_funding_is_settled_on_mark_value_when_it_falls_due(side: Side, received: int) -> None:
    bench = Bench()
    bench.place(side, 600_000)
    bench.exchange.set_funding(INVERSE, 0.0002, 10 * SECOND, 3_600.0)
    before = bench.account().wallet_balance
    assert not bench.exchange.advance(10 * SECOND - 1)
    paid, changed = bench.exchange.advance(10 * SECOND)
    assert isinstance(paid, FundingPaid)
    assert paid.received == pytest.approx(received * 0.0002 * 10)
    assert isinstance(changed, AccountChanged)
    assert bench.account().wallet_balance == pytest.approx(before + paid.received)
    assert not bench.exchange.advance(10 * SECOND)


def test_intervals_missed_in_a_pause_are_all_settled() -> None:
    bench = Bench()
    bench.buy(60_000)
    bench.exchange.set_funding(INVERSE, 0.0001, 10 * SECOND, 10.0)
    reports = bench.exchange.advance(45 * SECOND)
    assert len([one for one in reports if isinstance(one, FundingPaid)]) == 4


def test_a_flat_trader_hears_of_the_settlement_and_pays_nothing() -> None:
    bench = Bench()
    (paid,) = bench.exchange.settle_funding(INVERSE, 0.0002, bench.at)
    assert isinstance(paid, FundingPaid)
    assert paid.received == 0


@pytest.mark.parametrize("rule", list(LiquidationRule))
@pytest.mark.parametrize("side", [BUY, SELL])
def test_a_position_is_liquidated_at_its_liquidation_price(
    rule: LiquidationRule, side: Side
) -> None:
    tiers = (Tier(None, Decimal("0.005"), Decimal(0), Decimal(100)),)
    bench = Bench(inverse(liquidation_rule=rule, tiers=tiers))
    bench.place(side, 900_000)
    price = bench.exchange.position(INVERSE).liquidation_price
    assert price is not None
    # By the rule `entry` the closing fee is that at bankruptcy, just beyond liquidation.
    near = 0.0005 if rule is LiquidationRule.ENTRY else 1e-9
    bench.mark(price * (1 + near * side.sign))
    assert abs(bench.position()) == 900_000
    bench.mark(price * (1 - near * side.sign))
    assert bench.position() == 0
    assert [fill.fill_type for fill in bench.fills()] == [FillType.LIQUIDATION]
    assert bench.fills()[0].client_order_id is None


def test_liquidation_goes_down_tier_by_tier_and_cancels_open_orders_first() -> None:
    bench = Bench(
        inverse(
            tiers=(
                Tier(Decimal(10), Decimal("0.005"), Decimal(0), Decimal(100)),
                Tier(None, Decimal("0.05"), Decimal(0), Decimal(20)),
            )
        )
    )
    bench.buy(900_000)
    resting = bench.sell(100, 70_000)
    bench.mark(55_000)
    assert bench.order(resting.order_id).reason is Refusal.CANCELLED_BY_LIQUIDATION
    assert bench.position() == 550_000  # 10 BTC at 55,000: the first tier's bound
    assert bench.account().equity > bench.account().maintenance_margin


def test_a_bankrupt_account_ends_at_nothing_and_the_fund_pays_the_rest() -> None:
    bench = Bench()
    bench.buy(900_000)
    bench.mark(40_000)
    account = bench.account()
    assert bench.position() == 0
    assert account.wallet_balance == pytest.approx(0, abs=1e-12)
    assert account.wallet_balance >= 0
    assert account.insurance_received > 0


def test_one_account_backs_every_position_in_its_currency() -> None:
    other = "BTC/USD:BTC-270326"
    bench = Bench(inverse(), inverse(symbol=other, expiry=2_000_000_000 * SECOND))
    bench.place(BUY, 300_000)
    alone = bench.exchange.position(INVERSE).liquidation_price
    bench.place(BUY, 300_000, symbol=other)
    bench.mark(55_000, other)
    together = bench.exchange.position(INVERSE).liquidation_price
    assert alone is not None
    assert together is not None
    assert alone < together < 60_000
    assert bench.account().maintenance_margin == pytest.approx(
        300_000 / 60_000 * 0.005 + 300_000 / 55_000 * 0.005
    )


def test_tiers_may_be_in_contracts() -> None:
    tiers = (
        Tier(Decimal(500_000), Decimal("0.01"), Decimal(0), Decimal(50)),
        Tier(None, Decimal("0.05"), Decimal(0), None),
    )
    bench = Bench(inverse(tiers=tiers, tiers_in=TiersIn.CONTRACTS))
    bench.buy(500_000)
    assert bench.account().maintenance_margin == pytest.approx(500_000 / 60_000 * 0.01)
    bench.buy(100_000)
    assert bench.account().maintenance_margin == pytest.approx(10 * 0.05)
    assert bench.account().initial_margin == pytest.approx(10 * 0.1)


def test_a_contract_without_tiers_is_liquidated_when_nothing_is_left() -> None:
    bench = Bench(inverse(tiers=()))
    bench.buy(900_000)
    bench.mark(54_000)
    assert bench.position() == 900_000
    bench.mark(52_900)
    assert bench.position() == 0


def test_money_moves_in_and_out() -> None:
    bench = Bench()
    (changed,) = bench.exchange.transfer("BTC", -0.5, bench.at)
    assert isinstance(changed, AccountChanged)
    assert changed.account.wallet_balance == 1.5


def test_a_trade_done_elsewhere_is_booked_at_its_own_prices() -> None:
    bench = Bench(linear(), wallet=50_000.0)
    request = OrderRequest(symbol=LINEAR, side=BUY, type=OrderType.MARKET, contracts=Decimal("1.5"))
    executions = [(59_000.05, Decimal("0.5")), (59_001.0, Decimal(1))]
    bench.last = bench.exchange.record_trade(request, executions, bench.at)
    assert [fill.price for fill in bench.fills()] == [59_000.05, 59_001.0]
    assert bench.position() == Decimal("1.5")


def test_the_lot_of_a_listed_contract_is_fixed() -> None:
    bench = Bench()
    bench.exchange.list_instrument(inverse(taker_fee=Decimal("0.001")))
    with pytest.raises(ValueError, match="lot size"):
        bench.exchange.list_instrument(inverse(lot_size=Decimal(10)))
    bench.buy(60_000)
    assert bench.fills()[0].fee == pytest.approx(0.001, rel=1e-4)
