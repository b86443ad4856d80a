"""What counts as a session's loss: trades, costs and what is missing, not what was moved."""

from typing import Any

import pytest

from terminal.model.events import CommandName, FillType, OrderState, PositionReport, Side
from terminal.model.reasons import Reason
from tests.unit.engine.desk import SYMBOL, VENUE, Desk, alerts, ready


def two_venues(wallets: tuple[float, float] = (2.0, 2.0), **policy: Any) -> Desk:
    desk = Desk()
    for venue, wallet in zip(("a", "b"), wallets, strict=True):
        desk.listing(venue=venue)
        desk.mark(60_000, venue=venue)
        desk.funding(0.0, venue=venue)
        desk.account(wallet, venue=venue)
    desk.policy(**({"max_session_loss": 5_000.0, "numeraire": "usd"} | policy))
    desk.clock(after=1)
    return desk


def locked(desk: Desk) -> bool:
    desk.clock(after=0.2)
    return any(account.loss_locked for account in desk.engine._state.accounts.values())


def test_margin_that_came_in_on_another_venue_is_no_loss() -> None:
    desk = two_venues()
    desk.wait(1).account(1.0, venue="a")
    assert locked(desk)  # it may as well be lost
    said = desk.wait(60).account(2.999, venue="b")
    assert Reason.MARGIN_MOVED in alerts(said)
    assert Reason.SESSION_LOSS_UNLOCKED in alerts(said)
    assert not locked(desk)


def test_margin_that_is_stated_where_it_came_before_where_it_went_is_no_loss() -> None:
    desk = two_venues()
    desk.wait(1).account(3.0, venue="b")
    assert not locked(desk)
    said = desk.wait(1).account(1.0, venue="a")
    assert Reason.MARGIN_MOVED in alerts(said)
    assert not locked(desk)


def test_a_loss_after_a_transfer_counts_from_what_there_was() -> None:
    desk = two_venues()
    desk.wait(1).account(3.0, venue="b")
    assert not locked(desk)
    desk.wait(1).account(1.0, venue="a")
    for price, lost in ((59_000, False), (58_700, True)):  # 4 BTC: 4,000 and 5,200 USD
        for venue in ("a", "b"):
            desk.mark(price, venue=venue)
        assert locked(desk) is lost


def test_a_transfer_is_no_loss_of_the_sender_in_coin_nor_a_profit_of_the_receiver() -> None:
    desk = two_venues(max_session_loss=0.1, numeraire="coin")
    desk.wait(1).account(1.95, venue="b")  # a real loss of 0.05
    desk.wait(1).account(1.0, venue="a")
    assert locked(desk)
    desk.wait(60).account(2.95, venue="b")
    assert not locked(desk)
    desk.wait(1).account(2.89, venue="b")
    assert locked(desk)  # 0.11 since the session began


@pytest.mark.parametrize("arrived", [2.5, 3.1])
def test_another_amount_is_another_movement(arrived: float) -> None:
    desk = two_venues()
    desk.wait(1).account(1.0, venue="a")
    assert locked(desk)
    said = desk.wait(60).account(arrived, venue="b")
    assert Reason.MARGIN_MOVED not in alerts(said)
    assert locked(desk)


def test_what_comes_a_day_later_did_not_come_from_there() -> None:
    desk = two_venues()
    desk.wait(1).account(1.0, venue="a")
    assert locked(desk)
    said = desk.wait(86_500).account(3.0, venue="b")
    assert Reason.MARGIN_MOVED not in alerts(said)
    assert locked(desk)


def test_a_lock_from_before_the_transfer_stays() -> None:
    desk = two_venues()
    for venue in ("a", "b"):
        desk.mark(58_000, venue=venue, after=1)
    assert locked(desk)
    for venue in ("a", "b"):
        desk.mark(60_000, venue=venue, after=1)
    desk.wait(1).account(1.0, venue="a")
    assert Reason.MARGIN_MOVED in alerts(desk.wait(60).account(3.0, venue="b"))
    assert locked(desk)


def test_what_never_arrives_is_lost() -> None:
    desk = two_venues()
    desk.wait(1).account(1.0, venue="a")
    desk.wait(60).account(1.0, venue="a")
    assert locked(desk)


# what is no movement of margin


def held(limit: float = 0.1) -> Desk:
    """Return a desk that is long 1 BTC at 60,000 on one venue and has 2 BTC on another."""
    desk = Desk()
    for venue, position in ((VENUE, 60_000.0), ("b", 0.0)):
        desk.listing(venue=venue)
        desk.mark(60_000, venue=venue)
        desk.funding(0.0, venue=venue)
        desk.account(2.0, position, 60_000, venue=venue)
    desk.policy(max_session_loss=limit)
    desk.clock(after=1)
    desk.wait(1).account(2.0, 60_000, 60_000)
    return desk


def arrives(desk: Desk, amount: float) -> bool:
    """Return whether `amount` coming in elsewhere is taken for what went here."""
    return Reason.MARGIN_MOVED in alerts(desk.wait(5).account(2.0 + amount, venue="b"))


def close_at(desk: Desk, price: float) -> float:
    desk.mark(price, after=1)
    desk.command(
        CommandName.ORDER, venue=VENUE, symbol=SYMBOL, side="sell", contracts=60_000.0,
        reduce_only=True,
    )  # fmt: skip
    desk.fill_whole(desk.orders[-1], price)
    left = desk.wallet()
    assert left is not None
    return left


def test_a_realised_loss_went_nowhere() -> None:
    desk = held()
    left = close_at(desk, 53_000)
    assert left == pytest.approx(2 - 60_000 * (1 / 53_000 - 1 / 60_000))
    desk.wait(5).account(left)
    assert locked(desk)
    assert not arrives(desk, 2.0 - left)


def test_a_statement_with_the_old_wallet_does_not_make_a_realised_loss_a_movement() -> None:
    desk = held()
    left = close_at(desk, 53_000)
    for wallet, after in ((2.0, 1.0), (left, 5.0), (left, 5.0)):
        desk.wait(after).account(wallet)
    assert not arrives(desk, 2.0 - left)


def test_what_a_position_cost_that_somebody_else_closed_went_nowhere() -> None:
    desk = held()
    desk.mark(53_000, after=1)
    for after in (1, 5):
        desk.wait(after).account(1.868)  # flat now, and no fill of ours
    assert not arrives(desk, 0.132)


def test_what_a_liquidation_cost_went_nowhere() -> None:
    desk = held()
    desk.fill(None, 60_000, 53_000, side=Side.SELL, fill_type=FillType.LIQUIDATION)
    desk.mark(53_000)
    desk.wait(5).account(1.7)
    assert not arrives(desk, 0.3)


def test_a_fill_that_cannot_be_read_leaves_the_wallet_unexplained() -> None:
    desk = held()
    desk.command(CommandName.ORDER, venue=VENUE, symbol=SYMBOL, side="buy", contracts=10.0)
    (order,) = desk.orders
    desk.fill(order, float("nan"), 60_000)
    desk.report(order, OrderState.REJECTED)
    desk.wait(5).account(1.5, 60_000, 60_000)
    assert not arrives(desk, 0.5)


def test_funding_and_fees_that_nobody_told_of_are_costs() -> None:
    desk = held()
    desk.funding(0.05)
    desk.wait(5).account(1.9, 60_000, 60_000)  # 5 % of 1 BTC, and fees
    assert not arrives(desk, 0.1)


def test_with_a_position_that_we_do_not_follow_nothing_is_taken_for_a_movement() -> None:
    desk = held()
    other = PositionReport(symbol="BTC/USD:BTC-250101", contracts=100.0, entry_price=60_000)
    ours = PositionReport(symbol=SYMBOL, contracts=60_000.0, entry_price=60_000)
    desk.wait(1).account(1.5, [ours, other], equity=1.5)
    assert not arrives(desk, 0.5)


def test_nothing_grows_on_the_very_price_that_took_the_loss_past_its_limit() -> None:
    desk = ready(position=60_000, auto=False, max_session_loss=0.1, gap_threshold=1.0)
    desk.clock(after=1)
    desk.mark(53_000, after=0.01)  # 0.132 BTC; the sweep looks 90 ms later
    wanted = desk.decision
    said = desk.command(CommandName.EXECUTE, venue=VENUE, symbol=SYMBOL)
    assert desk.orders == []
    assert [wanted.reason, desk.decision.reason] == [Reason.SCALE_UP, Reason.SESSION_LOSS]
    assert Reason.SESSION_LOSS in alerts(said)


# the trader's word


def loser() -> Desk:
    desk = ready(position=60_000, auto=False, max_session_loss=0.1, gap_threshold=1.0)
    desk.clock(after=1)
    desk.mark(53_000, after=1)  # 0.132 BTC
    assert locked(desk)
    return desk


def test_a_raised_limit_takes_the_lock_back_and_a_lower_one_does_not() -> None:
    desk = loser()
    desk.policy(max_session_loss=0.05)
    assert locked(desk)
    said = desk.policy(max_session_loss=0.5)
    assert Reason.SESSION_LOSS_UNLOCKED in alerts(said)
    assert not locked(desk)


def test_a_limit_raised_by_too_little_locks_again_at_once() -> None:
    desk = loser()
    desk.policy(max_session_loss=0.12)
    assert any(account.loss_locked for account in desk.engine._state.accounts.values())


def test_a_limit_taken_away_takes_the_lock_with_it_and_another_numeraire_does_not() -> None:
    desk = loser()
    desk.policy(max_session_loss=1e9, numeraire="usd")
    assert locked(desk)
    desk.policy(max_session_loss=None)
    assert not locked(desk)
