"""The words and figures of the portfolio panel."""

from decimal import Decimal

import msgspec
import pytest

from terminal.engine.snapshot import AccountState, FreezeState, Snapshot, TransferAdvice
from terminal.model.reasons import Reason
from terminal.ui.portfolio.columns import COLUMNS
from terminal.ui.portfolio.rows import (
    Condition,
    PortfolioRow,
    against_target,
    portfolio_rows,
    transfer_words,
)
from tests.ui.fake_desk import FakeDesk


def two_venues(desk: FakeDesk, **policy: object) -> Snapshot:
    """Return 2 BTC on "north" and 1 BTC on "south", both traded, at 60,000."""
    snapshot = desk.snapshot()
    assert snapshot is not None
    assert snapshot.policy is not None
    legs, accounts = [], []
    for venue, coins, contracts in (("north", 2.0, 360_000), ("south", 1.0, 120_000)):
        listed = msgspec.structs.replace(snapshot.legs[0].instrument, venue=venue)
        legs.append(
            msgspec.structs.replace(
                snapshot.legs[0],
                instrument=listed,
                mark_price=60_000.0,
                position_contracts=Decimal(contracts),
                exposure_usd=float(contracts),
            )
        )
        accounts.append(
            msgspec.structs.replace(
                snapshot.accounts[0],
                venue=venue,
                wallet_balance=coins,
                equity=coins,
                equity_usd=coins * 60_000,
                effective_leverage=contracts / (coins * 60_000),
            )
        )
    keys = {**snapshot.policy.keys, **policy}
    portfolio = msgspec.structs.replace(
        snapshot.portfolio,
        equity_usd=180_000.0,
        exposure_usd=480_000.0,
        effective_leverage=480 / 180,
        target_leverage=3.0,
    )
    return msgspec.structs.replace(
        snapshot,
        legs=tuple(legs),
        accounts=tuple(accounts),
        portfolio=portfolio,
        policy=msgspec.structs.replace(snapshot.policy, keys=keys),
    )


def shown(row: PortfolioRow) -> dict[str, str]:
    """Return what a row's columns say."""
    return {column.title: column.text(row) for column in COLUMNS}


def with_account(snapshot: Snapshot, place: int, **changes: object) -> Snapshot:
    """Return the snapshot with one account changed."""
    accounts = list(snapshot.accounts)
    accounts[place] = msgspec.structs.replace(accounts[place], **changes)
    return msgspec.structs.replace(snapshot, accounts=tuple(accounts))


def test_shares_are_of_all_equity_and_the_total_comes_last(desk: FakeDesk) -> None:
    north, south, total = portfolio_rows(two_venues(desk)).accounts
    assert (shown(north)["Share"], shown(south)["Share"]) == ("66.7 %", "33.3 %")
    assert shown(north)["Exposure"] == "+$360,000"
    texts = shown(total)
    assert (texts["Account"], texts["Health"]) == ("Σ total", "all 2 counted")
    assert texts["Equity USD"] == "$180,000"
    assert texts["Exposure"] == "+$480,000"
    assert (texts["Leverage"], texts["Target"]) == ("2.67×", "3.00×")
    assert texts["Unplaced"] == "$0"
    assert (texts["Share"], texts["Equity"]) == ("", "")


def test_leverage_stands_against_its_target_by_shape_and_figure(desk: FakeDesk) -> None:
    north, south, _ = portfolio_rows(two_venues(desk)).accounts
    assert against_target(north) == ("= on target", "text")
    assert against_target(south)[0] == "▼ −1.00×"
    high = msgspec.structs.replace(south, leverage=4.0)
    assert against_target(high) == ("▲ +1.00×", "warning")
    assert against_target(msgspec.structs.replace(south, leverage=None))[0] == "—"


def test_weights_follow_the_policys_way_of_sharing(desk: FakeDesk) -> None:
    def weights(snapshot: Snapshot) -> list[str]:
        return [row.weight_text for row in portfolio_rows(snapshot).accounts[:2]]

    assert weights(two_venues(desk, allocation="margin")) == ["66.7 %", "33.3 %"]
    chosen = {"north": 1.0, "south/BTC/USD:BTC": 3.0}
    assert weights(two_venues(desk, allocation="weights", weights=chosen)) == ["25.0 %", "75.0 %"]
    cheapest = two_venues(desk, allocation="cheapest_funding")
    legs = list(cheapest.legs)
    cheap = msgspec.structs.replace(legs[1].funding, rate=-1e-4)
    legs[1] = msgspec.structs.replace(legs[1], funding=cheap)
    cheapest = msgspec.structs.replace(cheapest, legs=tuple(legs))
    assert weights(cheapest) == ["2 of 2", "1 of 2"]


def test_a_short_is_cheapest_where_longs_pay_most(desk: FakeDesk) -> None:
    snapshot = two_venues(desk, allocation="cheapest_funding", side="short")
    legs = list(snapshot.legs)
    dear = msgspec.structs.replace(legs[1].funding, rate=9e-4)
    legs[1] = msgspec.structs.replace(legs[1], funding=dear)
    rows = portfolio_rows(msgspec.structs.replace(snapshot, legs=tuple(legs))).accounts
    assert [row.weight_text for row in rows[:2]] == ["2 of 2", "1 of 2"]


@pytest.mark.parametrize(
    ("changes", "condition", "words"),
    [
        ({}, Condition.HEALTHY, "● healthy"),
        ({"age_s": 42.7}, Condition.STALE, "◌ stale, 42 s"),
        ({"healthy": False}, Condition.STALE, "◌ stale, 1 s"),
        ({"age_s": None}, Condition.UNKNOWN, "○ not heard of yet"),
        ({"wallet_balance": None}, Condition.UNKNOWN, "○ not heard of yet"),
    ],
)
def test_health_is_said_in_words_with_a_shape(
    desk: FakeDesk, changes: dict[str, object], condition: Condition, words: str
) -> None:
    row = portfolio_rows(with_account(two_venues(desk), 1, **changes)).accounts[1]
    assert (row.condition, row.health) == (condition, words)


def test_an_account_that_is_not_counted_has_no_share_and_is_named_in_the_advice(
    desk: FakeDesk,
) -> None:
    rows = portfolio_rows(with_account(two_venues(desk), 1, age_s=42.0))
    north, south, total = rows.accounts
    assert shown(north)["Share"] == "100.0 %"
    assert (shown(south)["Share"], shown(south)["Weight"]) == ("—", "left out")
    assert total.health == "1 of 2 counted"
    assert rows.advice[0].text == "south BTC is left out (stale, 42 s): it gets no orders."
    leverage = next(column for column in COLUMNS if column.title == "Leverage")
    assert leverage.tone(south) == "stale"


def test_a_frozen_account_counts_and_says_why_it_stands_still(desk: FakeDesk) -> None:
    snapshot = two_venues(desk)
    frozen = msgspec.structs.replace(
        snapshot.legs[0], freezes=(FreezeState(Reason.PRICE_GAP, snapshot.at),)
    )
    rows = portfolio_rows(msgspec.structs.replace(snapshot, legs=(frozen, snapshot.legs[1])))
    assert rows.accounts[0].condition is Condition.FROZEN
    assert rows.accounts[0].health.startswith("‖ ")
    assert rows.accounts[0].counted


def test_transfers_are_advised_in_words(desk: FakeDesk) -> None:
    snapshot = two_venues(desk)
    advice = TransferAdvice("north", "south", "BTC", 0.25)
    assert transfer_words(advice, 60_000.0) == (
        "Move 0.25000000 BTC (about $15,000) from north to south: "
        "both would then be equally far from liquidation."
    )
    portfolio = msgspec.structs.replace(
        snapshot.portfolio, transfers=(advice,), unplaced_usd=12_000.4
    )
    found = portfolio_rows(msgspec.structs.replace(snapshot, portfolio=portfolio))
    assert [line.shape for line in found.advice] == ["▲", "→"]
    assert found.advice[0].text.startswith("$12,000 of the target has no place")
    assert shown(found.accounts[-1])["Unplaced"] == "$12,000"


def test_when_all_is_well_it_says_so(desk: FakeDesk) -> None:
    rows = portfolio_rows(two_venues(desk))
    assert [line.text for line in rows.advice] == [
        "No transfer would help, and all of the target is placed."
    ]


def test_without_a_policy_fresh_accounts_are_healthy_and_there_is_no_target(
    desk: FakeDesk,
) -> None:
    snapshot = msgspec.structs.replace(two_venues(desk), policy=None)
    snapshot = with_account(snapshot, 0, healthy=False)
    rows = portfolio_rows(snapshot)
    assert rows.accounts[0].condition is Condition.HEALTHY
    assert shown(rows.accounts[0])["Target"] == "—"
    assert rows.advice[-1].text.startswith("No policy is in force")


def test_nothing_known_is_nothing_shown(desk: FakeDesk) -> None:
    snapshot = two_venues(desk)
    nobody: tuple[AccountState, ...] = ()
    rows = portfolio_rows(msgspec.structs.replace(snapshot, accounts=nobody))
    assert (rows.accounts, rows.advice) == ((), ())
    unknown = with_account(
        snapshot, 0, equity=None, equity_usd=None, effective_leverage=None, utilisation=None
    )
    texts = shown(portfolio_rows(unknown).accounts[0])
    assert {texts[name] for name in ("Equity", "Equity USD", "Share", "Leverage", "Used")} == {"—"}
