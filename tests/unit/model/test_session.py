"""Session files: what is read is what was written, and what is wrong is named."""

import gzip
import json
from decimal import Decimal
from typing import Any

import pytest

from terminal.model.errors import UserError
from terminal.model.events import (
    AnyEvent,
    Clock,
    Command,
    CommandName,
    Event,
    Fill,
    FillType,
    InstrumentListed,
    Mark,
    OrderReport,
    OrderState,
    Session,
    Side,
    listed,
)
from terminal.model.instrument import LiquidationRule, TiersIn
from terminal.model.outputs import OrderIntent, OrderType, Purpose
from terminal.model.session import decode_event, encode
from tests.unit.model.test_instrument import INVERSE

WHERE = {"at": 1, "venue": "paper", "symbol": "BTC/USD:BTC"}
ORDER = {**WHERE, "event": "order", "client_order_id": "a", "filled_contracts": 0}
LINES: list[dict[str, Any]] = [
    {**WHERE, "event": "mark", "mark_price": 60000.5, "index_price": 60000},
    {**WHERE, "event": "book", "bids": [[59999.5, 100]], "asks": [[60000, 5], [60000.5, 7]]},
    {**WHERE, "event": "funding", "funding_rate": 0.0001, "next_funding_at": 9, "interval_s": 8e3},
    {**WHERE, "event": "funding_settled", "funding_rate": 0.0001, "amount": -0.5},
    {
        "at": 1,
        "event": "account",
        "venue": "paper",
        "settle": "BTC",
        "wallet_balance": 2,
        "equity": 1.9,
        "positions": [{"symbol": "BTC/USD:BTC", "contracts": -100, "entry_price": 60000}],
    },
    {**ORDER, "state": "partially_filled", "average_price": 60000, "reason": None},
    {
        **WHERE,
        "event": "fill",
        "client_order_id": "a",
        "contracts": 5,
        "price": 60000,
        "fee": 1e-8,
        "fill_id": "f",
        "fill_type": "trade",
    },
    {"at": 1, "event": "feed", "venue": "paper", "feed": "book", "state": "disconnected"},
    {"at": 1, "event": "clock"},
    {"at": 1, "event": "command", "name": "kill", "flatten": True, "reason": "practice"},
    {"at": 1, "event": "session", "epoch": 7},
    {"at": 1, "event": "open_orders", "venue": "p", "symbol": "s", "client_order_ids": ["a"]},
    {"at": 1, "event": "kill_confirmation", "venue": "p", "confirmed": False},
]
TERMS: dict[str, Any] = {
    **WHERE,
    "event": "instrument",
    "kind": "inverse",
    "contract_size": 1,
    "tick_size": 0.1,
    "lot_size": 1,
    "min_contracts": 1,
    "base": "BTC",
    "quote": "USD",
    "settle": "BTC",
    "taker_fee": 0.00055,
    "tiers": [[150, 0.005, 0, 100], [None, 0.01, 0.75, 50]],
    "tiers_in": "coin",
}


def decode(line: dict[str, Any], number: int = 1) -> AnyEvent:
    return decode_event(json.dumps(line).encode(), number)


def without(line: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in line.items() if name != key}


@pytest.mark.parametrize("line", [*LINES, TERMS], ids=lambda line: str(line["event"]))
def test_an_event_reads_back_as_it_was_written(line: dict[str, Any]) -> None:
    event = decode(line)
    written = encode(event)
    assert b"\n" not in written
    assert decode_event(written, 1) == event
    assert json.loads(written)["event"] == line["event"]


@pytest.mark.parametrize(
    ("line", "key"),
    [(line, key) for line in (*LINES, TERMS) for key in ("at", "venue", "symbol") if key in line],
    ids=lambda value: value if isinstance(value, str) else str(value["event"]),
)
def test_a_missing_key_is_named_with_its_line(line: dict[str, Any], key: str) -> None:
    with pytest.raises(UserError, match=f"^line 7: key `{key}` is missing$"):
        decode(without(line, key), 7)


@pytest.mark.parametrize("key", ["kind", "contract_size", "tick_size", "tiers", "tiers_in"])
def test_every_term_of_a_contract_is_asked_for_by_name(key: str) -> None:
    with pytest.raises(UserError, match=f"^line 2: key `{key}` is missing$"):
        decode(without(TERMS, key), 2)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ({**LINES[0], "mark_price": "high"}, r"key `mark_price`: .*`str`"),
        ({**LINES[0], "mark_price": None}, r"key `mark_price`: "),
        ({**LINES[0], "at": 1.5}, r"key `at`: "),
        ({**LINES[1], "bids": [[1, "x"]]}, r"key `bids\[0\]\[1\]`: "),
        ({**LINES[1], "asks": [[1]]}, r"key `asks\[0\]`: "),
        ({**LINES[5], "state": "lost"}, r"key `state`: .*'lost'"),
        ({**TERMS, "kind": "quanto"}, r"key `kind`: .*'quanto'"),
        ({**TERMS, "tiers": [[1, "x"]]}, r"key `tiers\[0\]\[1\]`: "),
        (
            {**LINES[4], "positions": [{"symbol": "s", "contracts": 1}]},
            r"key `entry_price` is missing in `positions\[0\]`",
        ),
        ({**LINES[9], "name": "panic"}, r"key `name`: .*'panic'"),
    ],
)
def test_a_malformed_value_is_named_with_its_line_and_key(
    line: dict[str, Any], message: str
) -> None:
    with pytest.raises(UserError, match=f"^line 12: {message}"):
        decode(line, 12)


@pytest.mark.parametrize(
    "line", [b"", b"{", b'{"at": NaN}', b"\xff", b'{"at": 1, "event": "clock"} {}']
)
def test_a_line_that_is_not_json_says_so(line: bytes) -> None:
    with pytest.raises(UserError, match="^line 3: is not JSON: "):
        decode_event(line, 3)


@pytest.mark.parametrize("line", [b"[]", b"5", b'"mark"', b"null"])
def test_a_line_that_is_no_object_says_so(line: bytes) -> None:
    with pytest.raises(UserError, match="^line 3: Expected `object`"):
        decode_event(line, 3)


@pytest.mark.parametrize("line", [{"at": 1}, {"at": 1, "event": "moonshot"}, {"at": 1, "event": 5}])
def test_a_line_without_a_known_event_names_the_key(line: dict[str, Any]) -> None:
    with pytest.raises(UserError, match="^line 4: key `event`"):
        decode(line, 4)


def test_unknown_keys_are_ignored() -> None:
    assert decode({"at": 1, "event": "clock", "mood": "calm"}) == Clock(at=1)


def test_decimals_are_exact_on_the_way_in_and_out() -> None:
    digits = "0.1000000000000000055511151231257827"
    line = json.dumps(TERMS).replace('"tick_size": 0.1', f'"tick_size": {digits}')
    event = decode_event(line.encode(), 1)
    assert isinstance(event, InstrumentListed)
    assert event.tick_size == Decimal(digits)
    assert f'"tick_size":{digits}'.encode() in encode(event)


def test_absent_terms_have_their_defaults() -> None:
    event = decode(TERMS)
    assert isinstance(event, InstrumentListed)
    assert (event.expiry, event.liquidation_rule) == (None, LiquidationRule.MARK)
    assert event.tiers_in is TiersIn.COIN
    assert event.tiers[1].up_to is None
    assert event.tiers[1].deduction == Decimal("0.75")


def test_a_listed_contract_reads_back_with_every_term() -> None:
    event = decode_event(encode(listed(3, INVERSE)), 1)
    assert isinstance(event, InstrumentListed)
    assert event.instrument() == INVERSE


@pytest.mark.parametrize(
    ("written", "state"),
    [
        ("new", OrderState.OPEN),
        ("acknowledged", OrderState.OPEN),
        ("partial", OrderState.PARTIALLY_FILLED),
        ("closed", OrderState.FILLED),
        ("canceled", OrderState.CANCELLED),
        ("not_found", OrderState.NOT_FOUND),
    ],
)
def test_an_order_state_is_read_in_the_words_of_venues_too(written: str, state: OrderState) -> None:
    event = decode({**ORDER, "state": written})
    assert isinstance(event, OrderReport)
    assert event.state is state


def test_nothing_follows_a_terminal_state() -> None:
    alive = {"pending", "open", "partially_filled", "unknown", "not_found"}
    assert {state.value for state in OrderState if not state.terminal} == alive


def test_a_command_carries_its_arguments() -> None:
    event = decode(
        {"at": 1, "event": "command", "name": "set_policy", "policy": {"side": "long", "x": 0.5}}
    )
    assert isinstance(event, Command)
    assert event.name is CommandName.SET_POLICY
    assert event.policy == {"side": "long", "x": 0.5}


def test_a_fill_of_the_venue_needs_no_order_of_ours() -> None:
    event = decode({**LINES[6], "client_order_id": None, "fill_type": "adl", "side": "sell"})
    assert isinstance(event, Fill)
    assert (event.client_order_id, event.fill_type) == (None, FillType.ADL)
    assert event.side is not None
    assert event.side.sign == -1


def test_an_output_is_written_with_its_kind_and_exact_numbers() -> None:
    intent = OrderIntent(
        at=1,
        client_order_id="a",
        decision_id=2,
        venue="paper",
        symbol="BTC/USD:BTC",
        side=Side.SELL,
        contracts=Decimal(30_114),
        reduce_only=True,
        type=OrderType.IOC_LIMIT,
        limit_price=Decimal("56999.5"),
        purpose=Purpose.SCALE,
    )
    written = encode(intent)
    assert written.startswith(b'{"event":"order_intent","at":1,')
    assert b'"contracts":30114,' in written
    assert b'"limit_price":56999.5,' in written
    assert b'"side":"sell"' in written


def test_a_price_that_is_not_finite_cannot_be_smuggled_in_as_json() -> None:
    for number in ("NaN", "Infinity", "1e999"):
        line = json.dumps(LINES[0]).replace("60000.5", number)
        with pytest.raises(UserError, match="^line 1: "):
            decode_event(line.encode(), 1)


def test_the_same_event_is_the_same_bytes() -> None:
    event = Mark(at=1, venue="p", symbol="s", mark_price=0.1 + 0.2)
    assert encode(event) == encode(Mark(at=1, venue="p", symbol="s", mark_price=0.1 + 0.2))
    assert gzip.decompress(gzip.compress(encode(event))) == encode(event)
    assert isinstance(decode_event(encode(Session(at=1, epoch=2)), 1), Event)
