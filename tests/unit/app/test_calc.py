"""One figure from the command line: exact in, nearest float out, and every mistake named."""

import json
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terminal.app.calc import describe, run
from terminal.app.calc.quantities import QUANTITIES
from terminal.model.errors import UserError
from terminal.model.instrument import LiquidationRule

SIZE = "size kind=inverse contract_size=1 margin=2 target_leverage=5"
PNL = "pnl kind=inverse contract_size=1 side=long contracts=100000 entry=10000 exit=12500"
LIQUIDATION = "liquidation kind=inverse contract_size=1 contracts=60000 entry=50000 mmr=0.005"
RESTORE = "restore kind=inverse contract_size=1 contracts=100000 mark=50000 mmr=0.005"
LADDER = (
    "ladder kind=inverse contract_size=1 side=long contracts=180000 entry=60000 wallet=1"
    " mmr=0.005 target_leverage=3"
)
KINDS = ("inverse", "linear")
COMPLETE = {
    "size": f"{SIZE} mark=60000 funding=0",
    "notional": "notional kind=inverse contract_size=100 contracts=10 price=25000",
    "pnl": PNL,
    "entry": "entry kind=inverse fills=1000@5000,2000@6000",
    "break_even": "break_even kind=inverse side=long entry=60000 fee=0.0005",
    "basis": "basis mark=60600 index=60000",
    "margin": "margin kind=inverse contract_size=1 contracts=60000 price=50000 leverage=10",
    "liquidation": f"{LIQUIDATION} side=short wallet=0.12",
    "bankruptcy": "bankruptcy kind=inverse side=long entry=50000 leverage=10",
    "funding": "funding kind=inverse contract_size=1 side=long contracts=100000 mark=50000"
    " rate=0.0001",
    "restore": f"{RESTORE} equity=0.012 target_utilisation=0.65",
    "rebalance": "rebalance kind=inverse side=long leverage=3 move=-0.1",
    "ladder": LADDER,
}


def calc(line: str) -> dict[str, Any]:
    return run(line.split())


def figures(line: str, *names: str) -> list[Any]:
    answer = calc(line)
    return [answer[name] for name in names]


def near(number: float) -> Any:
    return pytest.approx(number, rel=1e-12)


def test_every_quantity_has_an_example_here() -> None:
    assert COMPLETE.keys() == QUANTITIES.keys()


@pytest.mark.parametrize("line", COMPLETE.values(), ids=COMPLETE)
def test_an_answer_is_json_with_a_value_a_unit_and_a_formula(line: str) -> None:
    answer = calc(line)
    assert json.loads(json.dumps(answer, allow_nan=False)) == answer
    assert answer["value"] is not None
    assert answer["unit"]
    assert answer["formula"]


def test_the_worked_example_in_both_directions() -> None:
    assert figures(f"{SIZE} mark=60000 funding=0", "value", "size_coin") == [600_000, 10]
    value, coin, raw = figures(
        f"{SIZE} mark=57000 funding=0.0002", "value", "size_coin", "contracts_raw"
    )
    assert value == 569_886
    assert coin == near(10 / 1.0002)
    assert raw == near(570_000 / 1.0002)
    assert calc(f"{SIZE} mark=63000 funding=-0.0002")["value"] == 630_126


def test_a_linear_margin_is_in_the_quote_currency() -> None:
    line = "size kind=linear contract_size=0.001 margin=100000 target_leverage=3 mark=60000"
    assert figures(f"{line} funding=0", "value", "size_coin") == [5000, 5]


def test_a_size_is_rounded_towards_zero_to_its_lot() -> None:
    assert calc(f"{SIZE} mark=57000 funding=0.0002 lot_size=100")["value"] == 569_800
    assert calc(f"{SIZE} mark=57000 funding=0.0002 lot_size=0.01")["value"] == 569_886.02
    assert calc("size kind=inverse contract_size=100 margin=0.001 target_leverage=1 mark=50000"
                " funding=0")["value"] == 0  # fmt: skip


def test_a_size_that_is_whole_stays_whole_through_a_division() -> None:
    # 1·3/(3·3) coin is a third; times 3 it is one contract again, and not 0.99…9.
    line = "size kind=inverse contract_size=1 margin=1 target_leverage=1 mark=3 funding=2"
    assert figures(line, "value", "contracts_raw") == [1, 1]


def test_a_notional_exposes_to_coin_and_to_usd() -> None:
    names = ("value", "unit", "exposure_coin", "exposure_usd")
    assert figures(COMPLETE["notional"], *names) == [0.04, "coin", 0.04, 1000]
    line = "notional kind=linear contract_size=0.01 contracts=10 price=25000"
    assert figures(line, *names) == [2500, "USD", 0.1, 2500]


def test_profit_is_before_fees_which_are_told_beside_it() -> None:
    assert figures(PNL, "value", "fees", "net") == [2, 0, 2]
    value, fees, net = figures(f"{PNL} fee=0.0005", "value", "fees", "net")
    assert (value, fees, net) == (2, near(0.009), near(1.991))
    assert calc(PNL.replace("long", "short"))["value"] == -2


@pytest.mark.parametrize(
    ("fills", "entry", "contracts", "realized"),
    [
        ("1000@5000,2000@6000", 5625, 3000, 0),
        ("-1000@5000,-2000@6000", 5625, -3000, 0),
        ("3000@5000,-1000@6250", 5000, 2000, 0.04),
        ("1000@5000,-3000@6250", 6250, -2000, 0.04),
        ("1000@5000,-1000@6250", None, 0, 0.04),
    ],
)
def test_an_entry_goes_through_reductions_and_zero(
    fills: str, entry: float | None, contracts: int, realized: float
) -> None:
    line = f"entry kind=inverse contract_size=1 fills={fills}"
    assert figures(line, "value", "contracts", "realized_pnl") == [entry, contracts, realized]


def test_without_a_contract_size_no_profit_is_realised() -> None:
    assert "realized_pnl" not in calc(COMPLETE["entry"])
    assert calc("entry kind=linear fills=1000@5000,2000@6500")["value"] == 6000


@pytest.mark.parametrize(("kind", "side"), [(k, s) for k in KINDS for s in ("long", "short")])
def test_at_the_break_even_price_profit_pays_exactly_for_both_fees(kind: str, side: str) -> None:
    position = f"kind={kind} side={side} entry=60000"
    price, move = figures(f"break_even {position} fee=0.0002 closing_fee=0.0005", "value", "move")
    assert (price > 60_000) is (side == "long")
    assert move == near(price / 60_000 - 1)
    size = "contract_size=1 contracts=1000000"
    gain = calc(f"pnl {position} {size} exit={price}")["value"]
    opening = calc(f"notional kind={kind} {size} price=60000")["value"] * 0.0002
    closing = calc(f"notional kind={kind} {size} price={price}")["value"] * 0.0005
    assert gain == pytest.approx(opening + closing, rel=1e-9)
    same = calc(f"break_even {position} fee=0.0005")["value"]
    assert same == calc(f"break_even {position} fee=0.0005 closing_fee=0.0005")["value"]


def test_a_basis_is_annualised_where_the_days_are_given() -> None:
    assert figures("basis mark=60600 index=60000", "value", "annualised") == [0.01, None]
    assert figures("basis mark=60600 index=60000 days=36.5", "value", "annualised") == [0.01, 0.1]


def test_a_margin_has_a_maintenance_margin_where_its_rate_is_given() -> None:
    assert figures(COMPLETE["margin"], "value", "maintenance_margin") == [0.12, None]
    line = f"{COMPLETE['margin']} mmr=0.005 deduction=0.001"
    assert calc(line)["maintenance_margin"] == near(0.005)
    assert calc(f"{line} fee=0.0005")["maintenance_margin"] == near(0.0056)


@pytest.mark.parametrize(
    ("arguments", "price"),
    [
        ("side=short wallet=0.12", 55_277.777777777777),
        ("side=short wallet=0.12 rule=mark fee=0.01", 55_277.777777777777),
        ("side=short wallet=0.12 tick=0.5", 55_277.5),
        ("side=short wallet=0.12 rule=entry", 55_248.618784530387),
        ("side=long wallet=0.12", 45_681.818181818182),
        ("side=long wallet=0.12 tick=0.5", 45_682),
        ("side=long wallet=0.12 rule=mark_with_fee fee=0.0005", 45_704.545454545456),
        ("side=long wallet=0.12 rule=mark_with_fee fee=0.0005 tick=0.5", 45_705.045454545456),
        ("side=long wallet=0.11 deduction=0.01", 45_681.818181818182),
        ("side=short wallet=1.2", None),
        ("side=short wallet=1.3 tick=0.5", None),
    ],
)
def test_a_liquidation_price_follows_the_rule_of_its_venue(
    arguments: str, price: float | None
) -> None:
    value = calc(f"{LIQUIDATION} {arguments}")["value"]
    assert value is None if price is None else value == near(price)


def test_a_distance_is_told_with_the_mark_price() -> None:
    line = f"{LIQUIDATION} side=short"
    assert "distance" not in calc(f"{line} wallet=0.12")
    distance = calc(f"{line} wallet=0.12 mark=50000")["distance"]
    assert distance == near(0.10555555555555556)
    assert calc(f"{line} wallet=1.2 mark=50000")["distance"] is None


@pytest.mark.parametrize(
    ("line", "price"),
    [
        ("kind=inverse side=long leverage=10", 45_454.545454545456),
        ("kind=inverse side=short leverage=10", 55_555.555555555555),
        ("kind=inverse side=short leverage=1", None),
        ("kind=linear side=long leverage=10", 45_000),
        ("kind=linear side=short leverage=10", 55_000),
        ("kind=linear side=long leverage=1", None),
        ("kind=inverse side=long contract_size=1 contracts=60000 wallet=0.12", 45_454.545454545456),
        ("kind=linear side=short contract_size=1 contracts=2 wallet=10000", 55_000),
    ],
)
def test_bankruptcy_is_by_leverage_or_by_wallet(line: str, price: float | None) -> None:
    value = calc(f"bankruptcy entry=50000 {line}")["value"]
    assert value is None if price is None else value == near(price)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("", "leverage is missing: give it, or contract_size, contracts and wallet"),
        ("wallet=1 contracts=5", "contract_size is missing"),
        ("wallet=1 leverage=5", "wallet: give either wallet or leverage"),
    ],
)
def test_bankruptcy_asks_for_one_form_or_the_other(arguments: str, message: str) -> None:
    with pytest.raises(UserError, match=f"^{message}"):
        calc(f"bankruptcy kind=inverse side=long entry=50000 {arguments}")


def test_funding_is_paid_by_longs_and_received_by_shorts() -> None:
    assert figures(COMPLETE["funding"], "value", "unit") == [0.0002, "coin"]
    assert calc(COMPLETE["funding"].replace("long", "short"))["value"] == -0.0002


@pytest.mark.parametrize(
    ("arguments", "kept", "after"),
    [
        ("equity=0.012", 78_000, 0.65),
        ("equity=0.012 lot_size=3000", 76_000, 0.6333333333333333),
        ("equity=0.012 deduction=0.001", 88_000, 0.65),
        ("equity=0.012 fee=0.0006", 76_138, 0.649993477698167),
        ("equity=1", 100_000, 0.01),
        ("equity=0", 0, None),
        ("equity=-0.5", 0, None),
    ],
)
def test_restoring_keeps_what_the_target_allows(
    arguments: str, kept: int, after: float | None
) -> None:
    line = f"{RESTORE} target_utilisation=0.65 {arguments}"
    assert figures(line, "value", "reduce_by") == [kept, 100_000 - kept]
    utilisation = calc(line)["utilisation_after"]
    assert utilisation is None if after is None else utilisation == near(after)


@pytest.mark.parametrize(
    ("arguments", "share", "leverage"),
    [
        ("kind=inverse side=long leverage=3 move=-0.1", -0.4, 5),
        ("kind=inverse side=short leverage=3 move=-0.1", 0.2, 2.5),
        ("kind=inverse side=short leverage=1 move=0.37", 0, 1),
        ("kind=linear side=long leverage=3 move=-0.1", -0.2 / 0.9, 2.7 / 0.7),
        ("kind=inverse side=long leverage=3 move=-0.25", None, None),
    ],
)
def test_rebalancing_is_exact(arguments: str, share: float | None, leverage: float | None) -> None:
    answer = figures(f"rebalance {arguments}", "value", "leverage_untouched")
    assert answer == [None if f is None else near(f) for f in (share, leverage)]


def test_a_ladder_has_a_row_for_every_price() -> None:
    answer = calc(f"{LADDER} from=54000 to=66000 step=6000")
    assert [row["price"] for row in answer["value"]] == [54_000, 60_000, 66_000]
    low, entry, _ = answer["value"]
    assert low["effective_leverage"] == 5
    assert low["contracts_at_target"] == 108_000
    assert low["distance_to_liquidation"] == near((54_000 - 45_225) / 54_000)
    assert (entry["coin_equity"], entry["usd_equity"]) == (1, 60_000)
    assert answer["liquidation_price"] == 45_225


def test_a_ladder_without_prices_goes_from_half_to_one_and_a_half_times_the_entry() -> None:
    prices = [row["price"] for row in calc(LADDER)["value"]]
    assert prices == [30_000 + 3_000 * step for step in range(21)]


def test_the_rows_of_a_lost_position_say_unknown_and_not_a_number() -> None:
    (row,) = calc(f"{LADDER} from=30000 to=30000")["value"]
    assert row["coin_equity"] == -2
    assert row["effective_leverage"] is None
    assert row["contracts_at_target"] == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("from=60000 to=50000", "to: must be at or above from, which is 60000, not 50000"),
        ("from=1 to=60000 step=0.001", "step: gives more than 10000 rows"),
        ("step=0", "step: must be a number above 0, not 0"),
    ],
)
def test_a_ladder_that_cannot_be_climbed_is_refused(arguments: str, message: str) -> None:
    with pytest.raises(UserError, match=f"^{message}"):
        calc(f"{LADDER} {arguments}")


def test_no_contracts_are_worth_nothing_and_have_no_liquidation_price() -> None:
    assert calc("notional kind=inverse contract_size=1 contracts=0 price=5")["value"] == 0
    assert calc(PNL.replace("contracts=100000", "contracts=0"))["value"] == 0
    line = f"{LIQUIDATION} side=long wallet=1".replace("contracts=60000", "contracts=0")
    assert calc(line)["value"] is None
    line = COMPLETE["restore"].replace("contracts=100000", "contracts=0")
    assert figures(line, "value", "reduce_by", "utilisation_after") == [0, 0, 0]


def test_numbers_are_read_exactly_as_written() -> None:
    line = "pnl kind=linear contract_size=1 side=long contracts=1 entry={} exit={}"
    digits = "0.1000000000000000000000000000001", "0.1000000000000000000000000000003"
    assert calc(line.format(*digits))["value"] == 2e-31
    assert calc(line.format("0.1", "0.3"))["value"] == 0.2
    assert calc(line.format("1e2", ".5e3"))["value"] == 400


def test_whole_numbers_are_ints_and_others_the_nearest_floats() -> None:
    third = calc("notional kind=inverse contract_size=1 contracts=1 price=3")
    assert third["value"] == 1 / 3
    assert isinstance(third["exposure_usd"], int)
    assert math.isfinite(calc(f"{PNL} fee=-0.00025")["fees"])


@pytest.mark.parametrize(
    ("quantity", "key"),
    [(name, key) for name, quantity in QUANTITIES.items() for key in quantity.required],
)
def test_a_missing_argument_is_named(quantity: str, key: str) -> None:
    pairs = [pair for pair in COMPLETE[quantity].split() if not pair.startswith(f"{key}=")]
    with pytest.raises(UserError, match=f"^{key} is missing: give {key}=…, "):
        run(pairs)


def test_all_missing_arguments_are_named_at_once() -> None:
    with pytest.raises(UserError, match="^side, leverage, move are missing: give side=…, long or"):
        calc("rebalance kind=inverse")


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_an_unknown_argument_is_named_with_those_that_are_known(quantity: str) -> None:
    with pytest.raises(UserError, match=f"^size: calc {quantity} takes no such argument, only "):
        calc(f"{COMPLETE[quantity]} size=5")


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_an_argument_given_twice_is_refused(quantity: str) -> None:
    key, _, value = COMPLETE[quantity].split()[1].partition("=")
    with pytest.raises(UserError, match=f"^{key}: given twice$"):
        calc(f"{COMPLETE[quantity]} {key}={value}")


@pytest.mark.parametrize(
    ("quantity", "key", "text"),
    [
        (name, key, text)
        for name, line in COMPLETE.items()
        for key in (pair.partition("=")[0] for pair in line.split()[1:])
        for text in ("", "many", "nan", "inf", "1_000", "1,5", "٣", "0x10", "1e9999", "9" * 41)
        if key != "fills"
    ],
)
def test_a_value_that_is_no_such_number_or_word_is_named_with_what_is_allowed(
    quantity: str, key: str, text: str
) -> None:
    pairs = [
        f"{key}={text}" if pair.startswith(f"{key}=") else pair
        for pair in COMPLETE[quantity].split()
    ]
    with pytest.raises(UserError, match=f"^{key}: must "):
        run(pairs)


@pytest.mark.parametrize(
    ("line", "impossible", "message"),
    [
        (PNL, "side=both", "side: must be long or short, not 'both'"),
        (PNL, "side=Long", "side: must be long or short, not 'Long'"),
        (PNL, "kind=quanto", "kind: must be inverse or linear, not 'quanto'"),
        (PNL, "contract_size=0", "contract_size: must be a number above 0, not 0"),
        (PNL, "contracts=-1", "contracts: must be a number, 0 or more, not -1"),
        (PNL, "entry=0", "entry: must be a number above 0, not 0"),
        (PNL, "exit=-5", "exit: must be a number above 0, not -5"),
        (COMPLETE["size"], "funding=-1", "funding: must be a fraction above -1, not -1"),
        (COMPLETE["size"], "mark=0", "mark: must be a number above 0, not 0"),
        (COMPLETE["size"], "margin=-1", "margin: must be a number, 0 or more, not -1"),
        (COMPLETE["margin"], "leverage=0", "leverage: must be a number above 0, not 0"),
        (COMPLETE["liquidation"], "mmr=1", "mmr: must be a fraction from 0 to below 1, not 1"),
        (COMPLETE["rebalance"], "move=-1", "move: must be a fraction above -1, not -1"),
        (COMPLETE["funding"], "rate=1", "rate: must be a fraction between -1 and 1, not 1"),
        (COMPLETE["restore"], "target_utilisation=0", "target_utilisation: must be a fraction"),
        (COMPLETE["restore"], "target_utilisation=1.1", "target_utilisation: must be a fraction"),
    ],
)
def test_an_impossible_value_is_named_with_what_is_allowed(
    line: str, impossible: str, message: str
) -> None:
    key = impossible.partition("=")[0]
    pairs = [impossible if pair.startswith(f"{key}=") else pair for pair in line.split()]
    with pytest.raises(UserError, match=f"^{message}"):
        run(pairs)


@pytest.mark.parametrize("optional", ["fee=1", "tick=0", "deduction=-1", "rule=bybit", "mark=0"])
def test_an_impossible_option_is_named(optional: str) -> None:
    with pytest.raises(UserError, match=f"^{optional.partition('=')[0]}: must be "):
        calc(f"{COMPLETE['liquidation']} {optional}")


@pytest.mark.parametrize(
    "fills",
    ["", "1000", "1000@", "@5000", "0@5000", "1000@0", "1000@-5", "1@2,,3@4", "a@b", "1@2@3"],
)
def test_fills_that_cannot_be_read_are_named(fills: str) -> None:
    with pytest.raises(UserError, match="^fills: "):
        calc(f"entry kind=inverse fills={fills}")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "name the quantity: one of size, notional, pnl, "),
        (["sharpe"], "calc sharpe: no such quantity, choose from size, "),
        (["pnl", "inverse"], "inverse: arguments are written key=value"),
        (["pnl", "--kind", "inverse"], "--kind: arguments are written key=value"),
    ],
)
def test_what_cannot_be_asked_is_answered_with_what_can(arguments: list[str], message: str) -> None:
    with pytest.raises(UserError, match=f"^{message}"):
        run(arguments)


extremes = st.sampled_from(
    [
        "0",
        "-1",
        "1",
        "1e30",
        "-1e30",
        "1e-30",
        "0.9999999999999999999999999999999999999999",
        "7",
        "3e-9",
    ]
)


words: dict[str, list[str]] = {
    "kind": ["inverse", "linear"],
    "side": ["long", "short"],
    "rule": list(LiquidationRule),
}


@settings(max_examples=300)
@given(st.sampled_from(list(COMPLETE)), st.data())
def test_whatever_is_asked_the_answer_is_json_or_a_sentence(
    quantity: str, data: st.DataObject
) -> None:
    values = dict(pair.split("=") for pair in COMPLETE[quantity].split()[1:])
    values |= {key: "0.5" for key in QUANTITIES[quantity].optional if data.draw(st.booleans())}
    for key, example in values.items():
        if key == "fills":
            values[key] = (
                f"{data.draw(extremes)}@{data.draw(extremes)},-3@7,5@{data.draw(extremes)}"
            )
        else:
            choices = st.sampled_from(words[key]) if key in words else extremes | st.just(example)
            values[key] = data.draw(choices)
    try:
        answer = run([quantity, *(f"{key}={text}" for key, text in values.items())])
    except UserError:
        return  # some of the extremes are not allowed: anything but this error fails the test
    assert json.loads(json.dumps(answer, allow_nan=False)) == answer


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_a_quantity_describes_every_argument_that_it_takes(quantity: str) -> None:
    text = describe(quantity)
    taken = QUANTITIES[quantity]
    assert text.startswith(f"calc {quantity}: ")
    described = [line.split()[0] for line in text.splitlines()[1:]]
    assert described == [*taken.required, *taken.optional]
    assert text.count("[optional]") == len(taken.optional)
