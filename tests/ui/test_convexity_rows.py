"""The convexity ladder and payoff, held to numbers worked out by hand."""

from collections.abc import Mapping
from decimal import Decimal

import msgspec
import pytest

from terminal.engine.snapshot import AccountState, LegState, Snapshot
from terminal.model.instrument import Tier
from terminal.model.outputs import Action
from terminal.ui.convexity.columns import AFTER, COLUMNS, COMPARED, NOW, heading
from terminal.ui.convexity.holding import after_order, holding_of
from terminal.ui.convexity.payoff import Payoff, equity_at
from terminal.ui.convexity.rows import ConvexityRows, StepRow, convexity_rows
from terminal.ui.convexity.steps import moves
from tests.ui.fake_desk import FakeDesk

MARK = 60_000.0


def staged(
    desk: FakeDesk,
    *,
    contracts: int,
    wallet: float = 1.0,
    order: int = 0,
    action: Action = Action.HOLD,
    basis: str = "equity",
    side: str = "long",
    leverage: float = 3.0,
    linear: bool = False,
    tiers: tuple[Tier, ...] | None = None,
    account: Mapping[str, object] | None = None,
    leg: Mapping[str, object] | None = None,
) -> tuple[Snapshot, LegState]:
    """Return a snapshot with one position opened at the mark of 60,000, and its leg."""
    snapshot = desk.snapshot()
    assert snapshot is not None
    assert snapshot.policy is not None
    number = 2 if linear else 0
    plain = snapshot.legs[number]
    listed = plain.instrument
    fixed = msgspec.structs.replace(
        listed, taker_fee=Decimal(0), tiers=listed.tiers if tiers is None else tiers
    )
    recommended = snapshot.legs[0].decision
    assert recommended is not None
    inputs = msgspec.structs.replace(recommended.inputs, target_leverage=leverage, funding_rate=0.0)
    decision = msgspec.structs.replace(
        recommended, action=action, order_contracts=Decimal(order), inputs=inputs
    )
    held = msgspec.structs.replace(
        plain,
        instrument=fixed,
        mark_price=MARK,
        position_contracts=Decimal(contracts),
        entry_price=MARK if contracts else None,
        unrealized_pnl=0.0,
        decision=decision,
        in_policy=True,
        **(leg or {}),
    )
    backing = msgspec.structs.replace(
        snapshot.accounts[number],
        settle=fixed.settle,
        wallet_balance=wallet,
        equity=wallet,
        equity_usd=wallet if linear else wallet * MARK,
        **(account or {}),
    )
    keys = {"side": side, "margin_basis": basis, "target_leverage": leverage}
    policy = msgspec.structs.replace(snapshot.policy, keys={**snapshot.policy.keys, **keys})
    changed = msgspec.structs.replace(snapshot, legs=(held,), accounts=(backing,), policy=policy)
    return changed, held


def ladder(snapshot: Snapshot, leg: LegState, step: int = 10) -> dict[int, StepRow]:
    """Return the rows of the ladder by their move in percent."""
    return {row.move: row for row in convexity_rows(snapshot, leg, step).steps}


def shown(row: StepRow) -> dict[str, str]:
    """Return what a row's columns say."""
    return {column.title: column.text(row) for column in COLUMNS}


def test_the_ladder_runs_from_the_highest_price_to_the_lowest() -> None:
    assert moves(10) == (50, 40, 30, 20, 10, 0, -10, -20, -30, -40, -50)
    assert len(moves(5)) == 21


def test_a_3x_long_left_alone_is_at_5x_after_ten_percent_down(desk: FakeDesk) -> None:
    rows = ladder(*staged(desk, contracts=180_000))
    step = rows[-10].now
    # 180,000·(1/60,000 − 1/54,000) = −1/3 BTC; 2/3 BTC·54,000 = 36,000 USD; 180,000/36,000 = 5
    assert rows[-10].price == pytest.approx(54_000)
    assert step.coin_equity == pytest.approx(2 / 3)
    assert step.usd_equity == pytest.approx(36_000)
    assert step.leverage == pytest.approx(5.0)
    # 3·36,000 = 108,000 contracts would be right: (1 + L)·r = 4·10 % of them are too many
    assert step.retarget == pytest.approx(-72_000)
    assert shown(rows[-10])["Leverage"] == "5.00×"
    assert shown(rows[-10])["Re-target"] == "−72,000"
    assert rows[0].now.leverage == pytest.approx(3.0)
    assert rows[0].now.retarget == 0


def test_what_lies_past_liquidation_is_gone_and_says_so(desk: FakeDesk) -> None:
    rows = ladder(*staged(desk, contracts=180_000))
    # 180,000·1.005 / (1 + 3) = 45,225: −24.6 %
    assert rows[-20].now.distance == pytest.approx((48_000 - 45_225) / 48_000)
    assert not rows[-20].now.liquidated
    for move in (-30, -40, -50):
        assert rows[move].now.liquidated
        texts = shown(rows[move])
        assert texts["To liq."] == "✕ past"
        assert {texts[name] for name in ("Coin eq.", "USD eq.", "Leverage", "Re-target")} == {"—"}


def test_a_1x_short_is_worth_the_same_usd_at_every_price(desk: FakeDesk) -> None:
    rows = ladder(*staged(desk, contracts=-60_000, side="short", leverage=1.0))
    for move, row in rows.items():
        assert row.now.usd_equity == pytest.approx(60_000), move
        assert row.now.leverage == pytest.approx(1.0)
        assert row.now.retarget == pytest.approx(0, abs=1)
        assert row.now.distance is None
    assert rows[50].now.coin_equity == pytest.approx(2 / 3)
    assert rows[-50].now.coin_equity == pytest.approx(2.0)


def test_a_linear_position_has_the_same_coin_and_moving_usd(desk: FakeDesk) -> None:
    # 3 BTC long on 60,000 USDT: at −10 % 42,000 USDT are left and 162,000 are held
    rows = ladder(*staged(desk, contracts=3, wallet=60_000.0, linear=True))
    step = rows[-10].now
    assert step.usd_equity == pytest.approx(42_000)
    assert step.coin_equity == pytest.approx(42_000 / 54_000)
    assert step.leverage == pytest.approx(162_000 / 42_000)
    # 3·42,000/54,000 = 2.333 BTC after rounding towards zero to the lot of 0.001
    assert step.retarget == pytest.approx(-0.667)


def test_the_wallet_basis_keeps_the_coin_and_the_lesser_takes_the_smaller(desk: FakeDesk) -> None:
    wallet = ladder(*staged(desk, contracts=180_000, basis="wallet"))
    lesser = ladder(*staged(desk, contracts=180_000, basis="lesser"))
    # wallet 1 BTC·54,000·3 = 162,000; equity at +10 %: 1.2727 BTC, so the wallet is the lesser
    assert wallet[-10].now.retarget == pytest.approx(-18_000)
    assert lesser[-10].now.retarget == pytest.approx(-72_000)
    assert lesser[10].now.retarget == pytest.approx(18_000)


def test_the_staged_order_is_filled_at_the_mark_for_the_after_column(desk: FakeDesk) -> None:
    snapshot, leg = staged(desk, contracts=180_000, order=-60_000, action=Action.RECOMMEND)
    rows = convexity_rows(snapshot, leg, 10)
    assert rows.order == -60_000
    after = {row.move: row.after for row in rows.steps}
    assert after[0] is not None
    assert after[0].leverage == pytest.approx(2.0)
    assert after[-10] is not None
    # 120,000·(1/60,000 − 1/54,000) = −2/9; 7/9 BTC = 42,000 USD; 120,000/42,000
    assert after[-10].leverage == pytest.approx(120 / 42)
    assert rows.after.startswith("2.00× ▲ long · liquidation 40,200")


def test_an_order_through_zero_opens_the_other_side(desk: FakeDesk) -> None:
    snapshot, leg = staged(desk, contracts=60_000)
    holding = holding_of(snapshot, leg)
    assert holding is not None
    other = after_order(holding, -90_000.0)
    assert (other.contracts, other.side, other.entry) == (-30_000, -1, MARK)
    closed = after_order(holding, -60_000.0)
    assert (closed.contracts, closed.wallet) == (0.0, pytest.approx(1.0))


def test_the_fee_of_the_staged_order_is_paid(desk: FakeDesk) -> None:
    snapshot, leg = staged(desk, contracts=60_000)
    listed = msgspec.structs.replace(leg.instrument, taker_fee=Decimal("0.001"))
    leg = msgspec.structs.replace(leg, instrument=listed)
    holding = holding_of(msgspec.structs.replace(snapshot, legs=(leg,)), leg)
    assert holding is not None
    assert after_order(holding, 60_000.0).wallet == pytest.approx(0.999)


def test_nothing_is_staged_inside_the_band_but_what_is_in_flight_counts(desk: FakeDesk) -> None:
    snapshot, leg = staged(desk, contracts=180_000, order=-500, action=Action.HOLD)
    rows = convexity_rows(snapshot, leg, 10)
    assert (rows.order, rows.after) == (None, "no order staged")
    assert all(row.after is None for row in rows.steps)
    flying = {"in_flight_contracts": Decimal(-7_000)}
    assert convexity_rows(*staged(desk, contracts=180_000, leg=flying), 10).order == -7_000


def test_the_next_tier_comes_nearer_in_contracts_as_the_price_falls(desk: FakeDesk) -> None:
    tiers = (Tier(Decimal(4), Decimal("0.005")), Tier(None, Decimal("0.01")))
    rows = ladder(*staged(desk, contracts=180_000, tiers=tiers))
    # 4 BTC are 240,000 contracts at the mark and 216,000 at −10 %
    assert rows[0].now.next_tier is not None
    assert rows[0].now.next_tier.contracts == pytest.approx(60_000)
    assert shown(rows[-10])["Next tier"] == "36.0k → 1.00 %"
    one = ladder(*staged(desk, contracts=180_000))
    assert shown(one[0])["Next tier"] == "last tier"


def test_without_tiers_liquidation_is_unknown_and_not_absent(desk: FakeDesk) -> None:
    snapshot, leg = staged(desk, contracts=180_000, tiers=())
    rows = convexity_rows(snapshot, leg, 10)
    assert rows.now.endswith("liquidation unknown")
    texts = shown(rows.steps[5])
    assert (texts["To liq."], texts["Next tier"]) == ("—", "—")
    # below three quarters of the mark nothing is left, whatever the tiers are
    assert rows.steps[-1].now.liquidated


def test_other_positions_of_the_account_stand_behind_the_liquidation(desk: FakeDesk) -> None:
    snapshot, leg = staged(desk, contracts=180_000, account={"maintenance_margin": 0.018})
    listed = msgspec.structs.replace(leg.instrument, symbol="BTC/USD:BTC-261225")
    other = msgspec.structs.replace(
        leg, instrument=listed, position_contracts=Decimal(36_000), unrealized_pnl=-0.1
    )
    snapshot = msgspec.structs.replace(snapshot, legs=(leg, other))
    holding = holding_of(snapshot, leg)
    assert holding is not None
    # 1 − 0.1 of the other's loss − 0.6 BTC·0.5 % of its maintenance
    assert holding.cushion == pytest.approx(1 - 0.1 - 0.003)
    assert "other positions of the account" in convexity_rows(snapshot, leg, 10).basis


def payoff_of(desk: FakeDesk, contracts: int = 120_000) -> Payoff:
    """Return the payoff of a position of `contracts` on 1 BTC."""
    plain = desk.snapshot()
    assert plain is not None
    rate = msgspec.structs.replace(plain.legs[0].funding, rate=0.001)
    snapshot, leg = staged(desk, contracts=contracts, leg={"funding": rate})
    found = convexity_rows(snapshot, leg, 10).payoff
    assert found is not None
    return found


def test_the_three_contracts_start_from_the_same_equity(desk: FakeDesk) -> None:
    inverse, linear, dated = payoff_of(desk).curves
    assert [curve.name for curve in (inverse, linear, dated)] == ["inverse", "linear", "dated"]
    # 3 intervals of 0.1 % on 120,000 USD
    assert inverse.funding_usd == pytest.approx(360)
    assert linear.funding_usd == pytest.approx(360)
    assert dated.funding_usd == 0
    assert equity_at(inverse, 0.0) == pytest.approx((59_640, 0.994))
    assert equity_at(linear, 0.0) == pytest.approx((59_640, 0.994))
    assert equity_at(dated, 0.0) == pytest.approx((60_000, 1.0))


def test_coin_margin_gains_more_in_usd_and_loses_faster(desk: FakeDesk) -> None:
    inverse, linear, dated = payoff_of(desk).curves
    up = [equity_at(curve, 20.0) for curve in (inverse, linear, dated)]
    down = [equity_at(curve, -20.0) for curve in (inverse, linear, dated)]
    # dated: (1 + 120,000·(1/60,000 − 1/72,000))·72,000 = 96,000; linear: 60,000 − 360 + 24,000
    assert up[2] == pytest.approx((96_000, 96_000 / 72_000))
    assert up[1] == pytest.approx((83_640, 83_640 / 72_000))
    assert down[2] == pytest.approx((24_000, 0.5))
    assert down[1] == pytest.approx((35_640, 35_640 / 48_000))


def test_a_curve_ends_where_its_contract_is_liquidated(desk: FakeDesk) -> None:
    drawn = payoff_of(desk)
    _, linear, dated = drawn.curves
    # dated: 120,000·1.005/3 = 40,200, −33 %; linear: 60,000·(1 − 0.5)/0.995 and the funding: −49 %
    assert dated.ends == pytest.approx(-33.0)
    assert linear.ends == pytest.approx(((120_000 - 59_640) / (2 * 0.995) / 60_000 - 1) * 100)
    assert equity_at(dated, -34.0) is None
    assert drawn.liquidation == pytest.approx(-33.0)


def test_the_words_say_what_is_compared(desk: FakeDesk) -> None:
    snapshot, leg = staged(desk, contracts=120_000)
    words = convexity_rows(snapshot, leg, 10).payoff_words
    assert words == (
        "$120,000 long on $60,000 equity, all three opened at the mark. Inverse and dated keep "
        "margin in BTC, linear in USD; perpetuals paying $72 funding (3 intervals), dated none."
    )
    flat = convexity_rows(*staged(desk, contracts=0), 10)
    assert flat.payoff is None
    assert flat.payoff_words == "No position, and none staged: nothing to compare"


def test_what_is_unknown_is_said_and_not_computed(desk: FakeDesk) -> None:
    def empty(rows: ConvexityRows) -> str:
        assert rows.steps == ()
        return rows.empty

    snapshot, leg = staged(desk, contracts=180_000)
    assert empty(convexity_rows(snapshot, None, 10)) == "No instrument is chosen"
    blind = msgspec.structs.replace(leg, mark_price=None)
    assert empty(convexity_rows(snapshot, blind, 10)).startswith("No mark price")
    nobody: tuple[AccountState, ...] = ()
    alone = msgspec.structs.replace(snapshot, accounts=nobody)
    assert "not known yet" in empty(convexity_rows(alone, leg, 10))


def test_a_leg_without_policy_has_nothing_to_retarget(desk: FakeDesk) -> None:
    rows = convexity_rows(*staged(desk, contracts=180_000), 10)
    assert rows.basis == "Re-target: to 3.00× on equity, before caps and bands"
    snapshot, leg = staged(desk, contracts=180_000)
    watched = msgspec.structs.replace(leg, in_policy=False)
    rows = convexity_rows(snapshot, watched, 10)
    assert shown(rows.steps[0])["Re-target"] == "—"
    assert rows.basis.startswith("No policy scales")


def test_an_old_mark_makes_every_figure_doubtful(desk: FakeDesk) -> None:
    rows = convexity_rows(*staged(desk, contracts=180_000, leg={"mark_age_s": 12.0}), 10)
    assert rows.warning == "STALE · mark price is 12 s old"
    leverage = next(column for column in COLUMNS if column.title == "Leverage")
    assert leverage.tone(rows.steps[0]) == "stale"


def test_every_figure_stands_in_now_and_after_and_the_telling_ones_side_by_side() -> None:
    def headings(numbers: frozenset[int]) -> list[str]:
        return [heading(number, numbers) for number in sorted(numbers)]

    figures = ["Coin eq.", "USD eq.", "Leverage", "Re-target", "To liq.", "Next tier"]
    assert headings(NOW) == headings(AFTER) == ["Move", "Price", *figures]
    assert headings(COMPARED)[2:6] == ["Coin eq.", "→ after", "Leverage", "→ after"]
    assert len({column.title for column in COLUMNS}) == len(COLUMNS)
