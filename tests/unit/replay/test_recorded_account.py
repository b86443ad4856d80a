import pytest

from terminal.model.events import Side
from terminal.venues.replay.recorded_account import RecordedAccount
from tests.unit.replay.lines import account, contract, fill

BTC = contract()


def started(wallet: float = 2.0, contracts: float = 0.0) -> RecordedAccount:
    return RecordedAccount.stated(account(0, wallet, contracts))


def test_a_wallet_that_grows_by_itself_was_paid_into() -> None:
    assert started().transferred(account(1, 2.5)) == pytest.approx(0.5)
    assert started().transferred(account(1, 1.5)) == pytest.approx(-0.5)


def test_profit_and_fees_of_recorded_fills_are_no_transfer() -> None:
    recorded = started(contracts=600_000)
    recorded.fill(BTC, fill(1, Side.SELL, 60_000, 66_000.0, 0.0005))
    profit = 60_000 * (1 / 60_000 - 1 / 66_000)
    assert recorded.transferred(account(2, 2 + profit - 0.0005, 540_000)) == 0
    assert recorded.transferred(account(3, 3 + profit - 0.0005, 540_000)) == pytest.approx(1.0)


def test_a_fill_without_its_side_is_read_from_the_change_of_the_position() -> None:
    recorded = started(contracts=-600_000)
    recorded.fill(BTC, fill(1, None, 60_000, 54_000.0, 0.0))
    profit = 60_000 * (1 / 54_000 - 1 / 60_000)
    assert recorded.transferred(account(2, 2 + profit, -540_000)) == 0


def test_an_account_line_ahead_of_its_fill_waits_for_it() -> None:
    recorded = started()
    assert recorded.transferred(account(1, 1.999, 60_000)) == 0
    recorded.fill(BTC, fill(1, Side.BUY, 60_000, 60_000.0, 0.001))
    assert recorded.transferred(account(2, 1.999, 60_000)) == 0
    assert recorded.transferred(account(3, 2.999, 60_000)) == pytest.approx(1.0)


def test_funding_is_no_transfer_whether_its_amount_is_told_or_not() -> None:
    for amount in (-0.001, None):
        recorded = started(contracts=600_000)
        recorded.funding(BTC, 0.0001, amount, 60_000.0)
        assert recorded.transferred(account(1, 1.999, 600_000)) == 0


def test_a_venues_rounding_is_no_transfer() -> None:
    assert started().transferred(account(1, 2.0000001)) == 0


def test_a_position_changed_by_nobody_known_hides_transfers_until_it_adds_up() -> None:
    recorded = started()
    assert recorded.transferred(account(1, 3.0, 60_000)) == 0
    assert recorded.transferred(account(2, 3.0)) == pytest.approx(1.0)


def test_fills_that_never_add_up_are_given_up_in_the_end() -> None:
    recorded = started()
    for number in range(1_000):
        recorded.fill(BTC, fill(number, Side.BUY, 1, 60_000.0, 0.0))
    assert recorded.transferred(account(1, 9.0, 5)) == 0
    assert recorded.transferred(account(2, 9.5, 5)) == pytest.approx(0.5)
