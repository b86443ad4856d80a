"""A desk without an engine: plausible, seeded, moving state, and a record of what was asked.

Time is virtual: it moves by `advance` only, so that two runs show the same pictures.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from math import exp, sin
from random import Random

import msgspec

from terminal.engine.snapshot import (
    AccountState,
    FreezeState,
    FundingCost,
    FundingState,
    KillState,
    LegState,
    MarginLevels,
    OrderStateRow,
    PolicyState,
    PortfolioState,
    Snapshot,
)
from terminal.model.book import Levels
from terminal.model.events import CommandName, OrderState, Side
from terminal.model.instrument import Instrument, Kind, Tier, TiersIn
from terminal.model.outputs import (
    Action,
    Decision,
    Gate,
    Inputs,
    Mode,
    OrderType,
    Purpose,
    Step,
)
from terminal.model.reasons import Reason
from terminal.ui.desk import Health, JournalRow, Pushed

START = 1_790_000_000_000_000_000
SECOND = 1_000_000_000

POLICY: dict[str, object] = {
    "side": "long",
    "target_leverage": 3.0,
    "margin_basis": "lesser",
    "rebalance_band": 0.01,
    "max_leverage": 5.0,
    "max_order_usd": 250_000.0,
    "gap_threshold": 0.02,
    "gap_cooldown_s": 2.0,
}
PRESETS: dict[str, dict[str, object]] = {
    "constant exposure": {"margin_basis": "wallet", "rebalance_band": 0.01},
    "constant leverage": {"margin_basis": "equity", "rebalance_band": 0.01},
    "cautious": {"margin_basis": "lesser", "rebalance_band": 0.02, "max_leverage": 2.0},
}


def instrument(symbol: str = "BTC/USD:BTC", venue: str = "paper") -> Instrument:
    """Return one of the three contracts of the fake market."""
    base, rest = symbol.split("/")
    quote, settle = rest.split(":")
    inverse = settle == base
    tick, lot, size = {
        "BTC/USD:BTC": ("0.5", "1", "1"),
        "AIOZ/USD:AIOZ": ("0.0001", "1", "1"),
        "BTC/USDT:USDT": ("0.1", "0.001", "1"),
    }[symbol]
    return Instrument(
        venue=venue,
        symbol=symbol,
        kind=Kind.INVERSE if inverse else Kind.LINEAR,
        contract_size=Decimal(size),
        tick_size=Decimal(tick),
        lot_size=Decimal(lot),
        min_contracts=Decimal(lot),
        base=base,
        quote=quote,
        settle=settle,
        taker_fee=Decimal("0.0006"),
        tiers=(Tier(None, Decimal("0.005"), Decimal(0), Decimal(50)),),
        tiers_in=TiersIn.COIN,
    )


@dataclass
class Market:
    """One symbol's walk."""

    instrument: Instrument
    anchor: float
    volatility: float
    price: float = 0.0
    bids: Levels = ()
    asks: Levels = ()


@dataclass
class FakeDesk:
    """Implements `terminal.ui.desk.Desk`. Change its public fields to stage a situation."""

    seed: int = 7
    paper: bool = True
    title: str = "Paper"
    at: int = START
    mode: Mode = Mode.MANUAL
    gate: Gate = Gate.RUNNING
    kill: KillState = field(default_factory=lambda: KillState(False, None, None, ()))
    guard: bool = False
    policy: PolicyState | None = field(
        default_factory=lambda: PolicyState("constant exposure", "9f3c27d1a0b4", dict(POLICY))
    )
    freezes: tuple[FreezeState, ...] = ()
    funding_stale: bool = False
    funding_override: str | None = None
    book_age_s: float = 0.04
    drift: float = 0.0
    order_rows: tuple[OrderStateRow, ...] | None = None
    action: Action = Action.RECOMMEND
    reason: Reason = Reason.SCALE_DOWN
    empty: bool = False
    sent: list[tuple[CommandName, dict[str, object]]] = field(default_factory=list)
    played: list[str] = field(default_factory=list)
    pushed: list[Pushed] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._random = Random(self.seed)
        self._sequence = 0
        self._markets = [
            Market(instrument("BTC/USD:BTC"), 57_000.0, 6e-5),
            Market(instrument("AIOZ/USD:AIOZ"), 0.3021, 4e-4),
            Market(instrument("BTC/USDT:USDT"), 57_010.0, 6e-5),
        ]
        self._walk = [0.0 for _ in self._markets]
        for number in range(len(self._markets)):
            self._move(number)

    def now(self) -> int:
        return self.at

    def advance(self, seconds: float) -> None:
        """Let time pass and the market move."""
        self.at += int(seconds * SECOND)
        self._sequence += 1
        for number in range(len(self._markets)):
            self._walk[number] += self._random.gauss(self.drift, 1.0)
            self._move(number)

    def snapshot(self) -> Snapshot | None:
        if self.empty:
            return None
        legs = tuple(self._leg(market) for market in self._markets)
        return Snapshot(
            at=self.at,
            sequence=self._sequence,
            mode=self.mode,
            gate=self.gate,
            kill=self.kill,
            guard_in_manual=self.guard,
            policy=self.policy,
            margin_levels=MarginLevels(0.5, 0.65, 0.8, 0.65, 0.95),
            portfolio=PortfolioState(
                equity_usd=113_482.10,
                exposure_usd=600_000.0,
                effective_leverage=5.29,
                target_leverage=5.0,
                utilisation=0.274,
                unplaced_usd=0.0,
                transfers=(),
            ),
            accounts=tuple(self._account(leg) for leg in legs),
            legs=legs,
            orders=self._orders() if self.order_rows is None else self.order_rows,
        )

    def drain(self) -> list[Pushed]:
        pushed, self.pushed = self.pushed, []
        return pushed

    def send(self, name: CommandName, **arguments: object) -> None:
        self.sent.append((name, arguments))

    def presets(self) -> Mapping[str, Mapping[str, object]]:
        return PRESETS

    def scenarios(self) -> tuple[str, ...]:
        return ("gap", "spike", "feed loss") if self.paper else ()

    def scenario(self, name: str) -> None:
        self.played.append(name)

    def journal_rows(self, limit: int, kind: str | None = None) -> list[JournalRow]:
        rows = [
            JournalRow(3, self.at - 1 * SECOND, "decision", "paper", "BTC/USD:BTC", "recommend"),
            JournalRow(2, self.at - 2 * SECOND, "mode", "", "", "manual"),
            JournalRow(1, self.at - 3 * SECOND, "policy", "", "", "constant exposure"),
        ]
        return [row for row in rows if kind is None or row.kind == kind][:limit]

    def health(self) -> Health:
        return Health(
            loop_lag_p50_ms=0.1,
            loop_lag_p99_ms=1.6,
            tick_to_order_p50_ms=0.4,
            tick_to_order_p99_ms=1.9,
            events_per_second=1040.0,
        )

    def _move(self, number: int) -> None:
        market = self._markets[number]
        market.price = market.anchor * exp(market.volatility * self._walk[number])
        tick = float(market.instrument.tick_size)
        best = round(market.price / tick)
        market.bids = self._levels(market, best, -1)
        market.asks = self._levels(market, best + 1, 1)

    def _levels(self, market: Market, first: int, step: int) -> Levels:
        tick = market.instrument.tick_size
        scale = 4_000.0 if market.instrument.inverse else 0.5
        levels = []
        for offset in range(40):
            contracts = scale * (1 + offset / 6) * self._random.uniform(0.15, 1.9)
            price = float((first + step * offset) * tick)
            rounded = float(round(contracts)) if market.instrument.inverse else round(contracts, 3)
            levels.append((price, rounded))
        return tuple(levels)

    def _funding(self, market: Market) -> FundingState:
        interval = 28_800.0
        settled = tuple(
            (START - int((90 - n) * interval) * SECOND, 1e-4 + 1.2e-4 * sin(n / 5) + 3e-5 * sin(n))
            for n in range(90)
        )
        return FundingState(
            rate=2e-4,
            predicted_rate=1.63e-4,
            venue_predicted_rate=None,
            next_funding_at=START + 8_040 * SECOND,
            interval_s=interval,
            age_s=312.0 if self.funding_stale else 1.2,
            stale=self.funding_stale,
            override_reason=self.funding_override,
            override_until_at=self.at + 600 * SECOND if self.funding_override else None,
            volatility=6.4e-5,
            ema_error=2.1e-5,
            naive_error=2.9e-5,
            settled=settled,
            cost_long=FundingCost(0.00631, 360.0, 0.0031),
            cost_short=FundingCost(-0.00631, -360.0, -0.0031),
        )

    def _leg(self, market: Market) -> LegState:
        listed = market.instrument
        held = listed.symbol == "BTC/USD:BTC"
        mark = market.price
        position = Decimal(600_000) if held else Decimal(0)
        pnl = 600_000 * (1 / 60_000 - 1 / mark) if held else 0.0
        decision = self._decision(market) if held else None
        return LegState(
            instrument=listed,
            mark_price=mark,
            index_price=mark * 1.00012,
            last_price=market.bids[0][0],
            mark_age_s=0.05,
            bids=market.bids,
            asks=market.asks,
            book_age_s=self.book_age_s,
            funding=self._funding(market),
            position_contracts=position,
            entry_price=60_000.0 if held else None,
            unrealized_pnl=pnl if held else 0.0,
            exposure_coin=600_000 / mark if held else 0.0,
            exposure_usd=600_000.0 if held else 0.0,
            liquidation_price=48_307.69 if held else None,
            venue_liquidation_price=48_311.0 if held else None,
            liquidation_distance=(mark - 48_307.69) / mark if held else None,
            in_flight_contracts=Decimal(0),
            target_contracts=decision.target_contracts if decision else Decimal(0),
            decision=decision,
            freezes=self.freezes if held else (),
            in_policy=held,
            volatility_fast=0.62,
            volatility_slow=0.48,
        )

    def _decision(self, market: Market) -> Decision:
        mark = market.price
        raw_coin = 2.0 * mark * 5.0 / (mark * 1.0002)
        target = Decimal(int(raw_coin * mark))
        return Decision(
            at=self.at,
            decision_id=1042,
            venue="paper",
            symbol=market.instrument.symbol,
            action=self.action,
            reason=self.reason,
            target_contracts=target,
            current_contracts=Decimal(600_000),
            in_flight_contracts=Decimal(0),
            raw_size_coin=raw_coin,
            order_contracts=target - 600_000,
            bound_by=Reason.MAX_ORDER_USD if self.action is Action.ORDER else None,
            inputs=Inputs(
                margin_basis="lesser",
                margin=2.0,
                margin_usd=2.0 * mark,
                mark_price=mark,
                funding_rate=2e-4,
                target_leverage=5.0,
                leverage_multiplier=1.0,
                wallet_balance=2.0,
                equity=1.9912,
                utilisation=0.274,
                policy="9f3c27d1a0b4",
            ),
            steps=(
                Step("size_coin", raw_coin, "BTC"),
                Step("contracts_raw", raw_coin * mark, "contracts"),
                Step("rounded_to_lot", float(target), "contracts"),
                Step("order", float(target - 600_000), "contracts"),
                Step("band", 5_700.0, "contracts"),
            ),
        )

    def _account(self, leg: LegState) -> AccountState:
        listed = leg.instrument
        held = listed.symbol == "BTC/USD:BTC"
        return AccountState(
            venue=listed.venue,
            settle=listed.settle,
            wallet_balance=2.0 if held else 10_000.0,
            equity=2.0 + (leg.unrealized_pnl or 0.0) if held else 10_000.0,
            equity_usd=113_482.10 if held else 10_000.0,
            maintenance_margin=0.5263 if held else 0.0,
            utilisation=0.274 if held else 0.0,
            effective_leverage=5.29 if held else 0.0,
            age_s=1.4,
            healthy=True,
        )

    def _orders(self) -> tuple[OrderStateRow, ...]:
        bid = self._markets[0].bids[4][0]
        row = OrderStateRow(
            client_order_id="st1a00000041",
            decision_id=1041,
            venue="paper",
            symbol="BTC/USD:BTC",
            side=Side.BUY,
            type=OrderType.POST_ONLY,
            purpose=Purpose.MANUAL,
            contracts=Decimal(2_500),
            filled_contracts=Decimal(0),
            limit_price=Decimal(str(bid)),
            average_price=None,
            reduce_only=False,
            state=OrderState.OPEN,
            reason=None,
            created_at=self.at - 40 * SECOND,
            updated_at=self.at - 12 * SECOND,
        )
        filled = msgspec.structs.replace(
            row,
            client_order_id="st1a00000040",
            decision_id=1040,
            side=Side.SELL,
            type=OrderType.IOC_LIMIT,
            purpose=Purpose.SCALE,
            contracts=Decimal(30_114),
            filled_contracts=Decimal(30_114),
            average_price=57_004.5,
            limit_price=Decimal("55860.0"),
            reduce_only=True,
            state=OrderState.FILLED,
        )
        return (filled, row)
