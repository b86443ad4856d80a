import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal, localcontext
from pathlib import Path
from typing import Any

import pytest

from terminal.engine.engine import Engine
from terminal.model.events import (
    Account,
    AnyEvent,
    BookUpdate,
    Command,
    CommandName,
    Fill,
    Funding,
    Mark,
    PositionReport,
    listed,
)
from terminal.model.instrument import Instrument, Kind
from terminal.model.outputs import Action, AnyOutput, Decision
from terminal.model.reasons import Reason
from terminal.venues.ccxt.catalogue import BINANCE_COIN_M
from terminal.venues.ccxt.exchange import Environment, opened
from terminal.venues.ccxt.instruments import instrument
from terminal.venues.ccxt.public_feeds import VISIBLE_LEVELS
from tests.integration.binance_capture import (
    FUNDING_RATE,
    SYMBOL,
    VENUE,
    Feeder,
    RebuiltBook,
    frames,
)
from tests.virtual_clock import SECOND

FRAMES = 48_270
COMPARED_EVERY = 2_000  # depth messages
WALLET = Decimal("2.0")
CONTRACTS = Decimal(3_740)
ENTRY = Decimal(61500)
LEVERAGE = Decimal(3)
BAND = Decimal("0.003")

# Brackets in the shape in which ccxt states them; the capture has none.
TIERS = [
    {"maxNotional": 5.0, "maintenanceMarginRate": 0.004, "maxLeverage": 125, "info": {"cum": 0.0}},
    {"maxNotional": 50.0, "maintenanceMarginRate": 0.01, "maxLeverage": 50, "info": {"cum": 0.03}},
]


@pytest.fixture
def capture(recorded_data: Path) -> Path:
    path = recorded_data / "binance_coinm_l2" / "btcusd_perp_20240808.gz"
    if not path.is_file():
        pytest.skip(f"the recorded capture is not at {path}")
    return path


@asynccontextmanager
async def binance(recorded_data: Path) -> AsyncIterator[tuple[Any, Any]]:
    """Yield an unmodified ccxt exchange that knows BTCUSD_PERP, and its market."""
    payloads = json.loads((recorded_data / "ccxt_payloads" / "binance.json").read_text())
    info = next(i for i in payloads["items"] if i["ccxt_function"] == "fetch_markets")["payload"]
    async with opened(
        BINANCE_COIN_M, None, environment=Environment.LIVE, endpoints=None, timeout_s=5.0
    ) as exchange:
        exchange.set_markets([exchange.parse_market(row) for row in info["symbols"]])
        yield exchange, exchange.market(SYMBOL)


class Desk:
    """The engine behind the adapter's events, and what the two said."""

    def __init__(self, contract: Instrument, at: int) -> None:
        self.engine = Engine()
        self.counts: Counter[type] = Counter()
        self.marks: list[Mark] = []
        self.decisions: list[Decision] = []
        self.last_book: BookUpdate | None = None
        self._account_due_at = 0
        self._step(listed(at, contract))
        policy = {
            "side": "long",
            "target_leverage": float(LEVERAGE),
            "margin_basis": "equity",
            "rebalance_band": float(BAND),
            "reduce_band": float(BAND),
        }
        self._step(Command(at=at, name=CommandName.SET_POLICY, policy=policy))

    def take(self, event: AnyEvent) -> None:
        """Take what the adapter emitted; the account is stated every 10 s beside it."""
        self.counts[type(event)] += 1
        if isinstance(event, BookUpdate):
            self.last_book = event
        if isinstance(event, Mark):
            self.marks.append(event)
        self._step(event)
        if isinstance(event, Mark) and event.at >= self._account_due_at:
            self._account_due_at = event.at + 10 * SECOND
            self._step(account(event.at, event.mark_price))

    def _step(self, event: AnyEvent) -> None:
        outputs: list[AnyOutput] = self.engine.step(event)
        self.decisions += [output for output in outputs if isinstance(output, Decision)]


def account(at: int, mark_price: float) -> Account:
    position = PositionReport(symbol=SYMBOL, contracts=float(CONTRACTS), entry_price=float(ENTRY))
    return Account(
        at=at,
        venue=VENUE,
        settle="BTC",
        wallet_balance=float(WALLET),
        equity=float(equity(Decimal(repr(mark_price)))),
        positions=(position,),
    )


def equity(mark_price: Decimal) -> Decimal:
    """Section 2: wallet + N·C·(1/E − 1/P), in BTC."""
    return WALLET + CONTRACTS * 100 * (1 / ENTRY - 1 / mark_price)


async def test_ccxts_book_of_the_recorded_session_is_the_books_own_rebuild(
    recorded_data: Path, capture: Path
) -> None:
    rebuilt = RebuiltBook()
    compared = depth_messages = read = 0
    last: list[BookUpdate] = []

    def keep(event: AnyEvent) -> None:
        assert not isinstance(event, Fill)
        if isinstance(event, BookUpdate):
            last[:] = [event]

    async with binance(recorded_data) as (exchange, _):
        feeder = Feeder(exchange, keep)
        for frame in frames(capture):
            read += 1
            await feeder.feed(frame)
            message = json.loads(frame.text)
            if "lastUpdateId" in message:
                rebuilt.snapshot(message)
            elif message["stream"].endswith("@depth@0ms"):
                rebuilt.apply(message["data"])
                depth_messages += 1
                if depth_messages % COMPARED_EVERY == 0:
                    compared += 1
                    bids, asks = rebuilt.levels()
                    assert list(feeder.book["bids"]) == bids, f"bids after {depth_messages}"
                    assert list(feeder.book["asks"]) == asks, f"asks after {depth_messages}"
                    (event,) = last
                    assert event.at == frame.at
                    assert [list(level) for level in event.bids] == bids[:VISIBLE_LEVELS]
                    assert [list(level) for level in event.asks] == asks[:VISIBLE_LEVELS]
                    assert len(bids) > 500
                    assert len(asks) > 500
        trade = feeder.last_trade
    assert (read, depth_messages, compared) == (FRAMES, 26_847, 13)
    assert trade["symbol"] == SYMBOL


async def test_decisions_on_the_recorded_session_follow_the_size_formula(
    recorded_data: Path, capture: Path
) -> None:
    async with binance(recorded_data) as (exchange, market):
        contract = instrument(BINANCE_COIN_M, VENUE, market, TIERS, "0.0005", "0.0001")
        assert (contract.kind, contract.contract_size) == (Kind.INVERSE, Decimal(100))
        assert (contract.tick_size, contract.lot_size) == (Decimal("0.1"), Decimal(1))
        first = next(frames(capture))
        desk = Desk(contract, first.at)
        feeder = Feeder(exchange, desk.take)
        for frame in frames(capture):
            await feeder.feed(frame)

    assert desk.counts[BookUpdate] > 26_000
    assert desk.counts[Funding] > 300
    known = [d for d in desk.decisions if d.inputs.equity is not None]
    checked = [d for d in known if d.action is not Action.FROZEN]
    assert len(checked) > 600
    # Frozen only until mark, book, funding and account have each been heard of once.
    assert all(d.at <= desk.marks[1].at for d in desk.decisions if d.action is Action.FROZEN)
    marks = {repr(mark.mark_price) for mark in desk.marks}
    for decision in checked:
        check(decision, marks)
    assert len({d.target_contracts for d in checked}) > 20, "the session moves the target"
    reasons = Counter(d.reason for d in checked)
    for reason in (Reason.INSIDE_BAND, Reason.SCALE_UP, Reason.SCALE_DOWN):
        assert reasons[reason] > 10, reason


def check(decision: Decision, marks: set[str]) -> None:
    """Work the decision out again in decimals, from section 3 of the specification."""
    mark_price = decision.inputs.mark_price
    assert repr(mark_price) in marks
    with localcontext() as context:
        context.prec = 50
        price = Decimal(repr(mark_price))
        margin_usd = equity(price) * price
        size_coin = margin_usd * LEVERAGE / (price * (1 + Decimal(repr(FUNDING_RATE))))
        target = (size_coin * price / 100).to_integral_value("ROUND_DOWN")
        order = target - CONTRACTS
        inside = abs(order) <= BAND * target
    assert decision.raw_size_coin == pytest.approx(float(size_coin), rel=1e-12)
    assert decision.inputs.margin_usd == pytest.approx(float(margin_usd), rel=1e-12)
    assert decision.target_contracts == target
    assert decision.current_contracts == CONTRACTS
    assert decision.order_contracts == order
    if inside:
        assert (decision.action, decision.reason) == (Action.HOLD, Reason.INSIDE_BAND)
    else:
        wanted = Reason.SCALE_UP if order > 0 else Reason.SCALE_DOWN
        assert (decision.action, decision.reason) == (Action.RECOMMEND, wanted)
