from collections.abc import Iterable
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from terminal.engine.engine import Engine
from terminal.model.events import (
    Account,
    AnyEvent,
    Command,
    CommandName,
    Fill,
    OrderReport,
    OrderState,
    Side,
)
from terminal.model.outputs import (
    Alert,
    AnyOutput,
    Decision,
    Level,
    OrderIntent,
    OrderType,
)
from terminal.model.reasons import Reason
from terminal.model.session import encode
from terminal.venues.replay.runner import FillMode, replay
from tests.unit.replay.lines import (
    START,
    account,
    at,
    book,
    fill,
    funding,
    instrument,
    intent,
    mark,
)


class Scripted:
    """An engine that answers a mark with what it was told to, and notes what it hears."""

    def __init__(self, orders: Iterable[OrderIntent] = ()) -> None:
        self.orders = list(orders)
        self.heard: list[AnyEvent] = []

    def step(self, event: AnyEvent) -> list[AnyOutput]:
        self.heard.append(event)
        if type(event).__name__ == "Mark" and self.orders:
            return [self.orders.pop(0)]
        return []


class Stubborn:
    """An engine that answers every order report with another order."""

    def __init__(self) -> None:
        self.sent = 0

    def step(self, event: AnyEvent) -> list[AnyOutput]:
        if not isinstance(event, OrderReport) and type(event).__name__ != "Mark":
            return []
        self.sent += 1
        sell = intent(0, Side.SELL, 1, reduce_only=True, name=str(self.sent))
        return [sell]


def session() -> list[AnyEvent]:
    """The worked example: 600,000 contracts, a fall of 5 % and funding of 0.02 %."""
    policy = {"side": "long", "target_leverage": 5, "margin_basis": "wallet"}
    events: list[AnyEvent] = [
        instrument(),
        funding(0, 0.0, 3_600),
        account(0, 2.0, 600_000),
        Command(at=START, name=CommandName.SET_POLICY, policy=policy),
        Command(at=START, name=CommandName.AUTO),
    ]
    for second in range(1, 40):
        price = 60_000.0 if second < 20 else 57_000.0
        events += [
            funding(second, 0.0 if second < 20 else 0.0002, 3_600),
            book(second + 0.05, price - 0.5, price + 0.5),
            mark(second + 0.1, price),
        ]
    return events


def of(kind: type[AnyOutput], outputs: list[AnyOutput]) -> list[AnyOutput]:
    return [one for one in outputs if isinstance(one, kind)]


def test_with_no_fills_the_engine_hears_the_file_and_nothing_else() -> None:
    events = [*session(), fill(50, Side.SELL, 5, 6e4, 0.0)]
    engine = Scripted([intent(1.1, Side.SELL, 100)])
    outputs = list(replay(engine, events, FillMode.NONE))
    assert engine.heard == events
    assert [type(output) for output in outputs] == [OrderIntent]


def test_an_immediate_fill_is_heard_at_once_before_the_next_line() -> None:
    engine = Scripted([intent(1.1, Side.SELL, 30_114, reduce_only=True)])
    list(replay(engine, session(), FillMode.IMMEDIATE))
    order = next(i for i, event in enumerate(engine.heard) if isinstance(event, OrderReport))
    answers = engine.heard[order : order + 4]
    assert [type(event).__name__ for event in answers] == [
        "OrderReport",
        "Fill",
        "OrderReport",
        "Account",
    ]
    assert {event.at for event in answers} == {at(1.1)}
    assert engine.heard[order + 4].at > at(1.1)
    done, ended, after = answers[1:]
    assert isinstance(done, Fill)
    assert isinstance(ended, OrderReport)
    assert isinstance(after, Account)
    assert (done.price, done.contracts) == (59_999.5, 30_114)
    assert ended.state is OrderState.FILLED
    assert after.positions[0].contracts == 569_886


def test_the_worked_example_orders_its_30114_contracts() -> None:
    outputs = list(replay(Engine(), session(), FillMode.IMMEDIATE))
    first = of(OrderIntent, outputs)[0]
    assert isinstance(first, OrderIntent)
    assert (first.side, first.contracts, first.reduce_only) == (Side.SELL, 30_114, True)
    last = of(Decision, outputs)[-1]
    assert isinstance(last, Decision)
    assert last.reason is Reason.INSIDE_BAND
    assert last.current_contracts is not None
    assert last.current_contracts < 569_886 + 1


def test_an_engine_that_never_stops_ordering_does_not_stop_the_file() -> None:
    engine = Stubborn()
    outputs = list(replay(engine, session(), FillMode.IMMEDIATE))
    assert len(session()) < len(outputs) < 100_000


def test_two_replays_are_the_same_to_the_byte() -> None:
    for mode in FillMode:
        first, second = (
            b"\n".join(encode(output) for output in replay(Engine(), session(), mode))
            for _ in range(2)
        )
        assert first == second


@settings(max_examples=25)
@given(seed=st.integers(0, 10**9))
def test_a_random_session_keeps_the_simulated_account_whole(seed: int) -> None:
    """Fills that the engine hears add up to the positions that it hears."""
    random = Random(seed)
    events: list[AnyEvent] = [instrument(), account(0, 2.0, random.randint(-6, 6) * 100_000)]
    price = 60_000.0
    for second in range(1, 60):
        price = round(price * (1 + random.uniform(-0.004, 0.004)) * 2) / 2
        events.append(book(second, price - 0.5, price + 0.5, float(random.randint(1, 200_000))))
        events.append(mark(second + 0.5, price))
    orders = [
        intent(
            0,
            random.choice(list(Side)),
            random.randint(1, 200_000),
            random.choice(list(OrderType)),
            price,
            reduce_only=random.random() < 0.3,
            name=str(number),
        )
        for number in range(50)
    ]
    engine = Scripted(orders)
    list(replay(engine, events, FillMode.IMMEDIATE))
    first = events[1]
    assert isinstance(first, Account)
    held = first.positions[0].contracts if first.positions else 0.0
    for event in engine.heard:
        if isinstance(event, Fill):
            side = event.side
            assert side is not None
            held += side.sign * event.contracts
        if isinstance(event, Account) and event.at > START:
            stated = event.positions[0].contracts if event.positions else 0.0
            assert stated == held
    ended = [e for e in engine.heard if isinstance(e, OrderReport) and e.state.terminal]
    assert len(ended) == len({e.client_order_id for e in ended}) == 50 - len(engine.orders)


def test_alerts_and_decisions_are_not_answered() -> None:
    class Talkative:
        def step(self, event: AnyEvent) -> list[AnyOutput]:
            return [Alert(at=event.at, level=Level.INFO, reason=Reason.SCALE_UP, detail="nothing")]

    outputs = list(replay(Talkative(), session(), FillMode.IMMEDIATE))
    assert {type(output) for output in outputs} == {Alert}
