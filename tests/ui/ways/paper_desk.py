"""A desk with the real engine and the smallest market: one inverse contract, filled at once.

Time is virtual and moves by `advance` only; every feed speaks four times a second unless it is
unplugged.
"""

from typing import Any

from terminal.engine.engine import Engine
from terminal.engine.policy.policy import Policy
from terminal.engine.snapshot import Snapshot
from terminal.model.arithmetic.entry import position_after_fill
from terminal.model.events import (
    Account,
    AnyEvent,
    BookUpdate,
    Clock,
    Command,
    CommandName,
    Fill,
    FillType,
    Funding,
    KillConfirmation,
    Mark,
    OrderReport,
    OrderState,
    PositionReport,
    listed,
)
from terminal.model.instrument import Kind
from terminal.model.outputs import CancelIntent, OrderIntent, OrderType
from terminal.model.reasons import Reason
from terminal.ui.desk import Pushed
from tests.ui.fake_desk import SECOND, START, FakeDesk, instrument

SYMBOL, VENUE = "BTC/USD:BTC", "paper"
_INTERVAL_S = 28_800.0
_FEE = 0.0006


class PaperDesk(FakeDesk):
    """Implements `terminal.ui.desk.Desk` by the engine's own snapshots."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[CommandName, dict[str, Any]]] = []
        self.answers_kill = True
        self._mark = 57_000.0
        self._funding_plugged = True
        self._wallet = 2.0
        self._held = 0.0
        self._entry: float | None = None
        self._fills = 0
        self._told: list[Pushed] = []
        policy = {"side": "long", "target_leverage": 3.0, "max_leverage": 5.0}
        self.engine = Engine(policy=Policy.from_mapping(policy))
        self._step(listed(self.at, instrument(SYMBOL)))

    def state(self) -> Snapshot:
        """Return what the engine knows."""
        return self.engine.snapshot()

    def position(self) -> int:
        """Return the position as the engine has it, in contracts."""
        return int(self.state().legs[0].position_contracts or 0)

    def advance(self, seconds: float) -> None:
        """Let time pass; every feed that is plugged in speaks."""
        self.at += int(seconds * SECOND)
        mark = self._mark
        self._step(Mark(at=self.at, venue=VENUE, symbol=SYMBOL, mark_price=mark, index_price=mark))
        bids = tuple((mark - 0.5 * n, 200_000.0) for n in range(1, 21))
        asks = tuple((mark + 0.5 * n, 200_000.0) for n in range(1, 21))
        self._step(BookUpdate(at=self.at, venue=VENUE, symbol=SYMBOL, bids=bids, asks=asks))
        if self._funding_plugged:
            self._step(
                Funding(
                    at=self.at,
                    venue=VENUE,
                    symbol=SYMBOL,
                    funding_rate=1e-4,
                    next_funding_at=START + int(_INTERVAL_S) * SECOND,
                    interval_s=_INTERVAL_S,
                )
            )
        self._state_account()
        self._step(Clock(at=self.at))

    def gap(self, factor: float) -> None:
        """Let the price jump with the next mark."""
        self._mark = round(self._mark * factor)

    def unplug_funding(self) -> None:
        """Let the funding feed fall silent."""
        self._funding_plugged = False

    def plug_funding(self) -> None:
        """Let it speak again."""
        self._funding_plugged = True

    def confirm_kill(self) -> None:
        """Let the venue answer the kill switch."""
        self._step(KillConfirmation(at=self.at, venue=VENUE, confirmed=True))

    def snapshot(self) -> Snapshot | None:
        return self.engine.snapshot()

    def drain(self) -> list[Pushed]:
        told, self._told = self._told, []
        return told

    def send(self, name: CommandName, **arguments: Any) -> None:
        self.asked.append((name, arguments))
        self._step(Command(at=self.at, name=name, **arguments))

    def _step(self, event: AnyEvent) -> None:
        if isinstance(event, Fill | OrderReport):
            self._told.append(event)
        for output in self.engine.step(event):
            self._told.append(output)
            if isinstance(output, OrderIntent):
                self._fill(output)
            killed = isinstance(output, CancelIntent) and output.reason is Reason.KILLED
            if killed and self.answers_kill:
                self.confirm_kill()

    def _fill(self, order: OrderIntent) -> None:
        """Fill an order whole, half a dollar beside the mark."""
        assert order.type in (OrderType.IOC_LIMIT, OrderType.MARKET)
        price = self._mark + 0.5 * order.side.sign
        contracts = float(order.contracts)
        held, entry, gained = position_after_fill(
            Kind.INVERSE, 1.0, self._held, self._entry or price, order.side.sign * contracts, price
        )
        fee = contracts / price * _FEE
        self._held, self._entry = held, entry
        self._wallet += gained - fee
        self._fills += 1
        where: dict[str, Any] = {
            "venue": VENUE,
            "symbol": SYMBOL,
            "client_order_id": order.client_order_id,
        }
        self._step(
            Fill(
                at=self.at,
                contracts=contracts,
                price=price,
                fee=fee,
                fill_id=f"fill-{self._fills}",
                fill_type=FillType.TRADE,
                side=order.side,
                **where,
            )
        )
        self._step(
            OrderReport(
                at=self.at,
                state=OrderState.FILLED,
                filled_contracts=contracts,
                average_price=price,
                **where,
            )
        )
        self._state_account()

    def _state_account(self) -> None:
        positions: tuple[PositionReport, ...] = ()
        profit = 0.0
        if self._held and self._entry is not None:
            positions = (
                PositionReport(symbol=SYMBOL, contracts=self._held, entry_price=self._entry),
            )
            profit = self._held * (1 / self._entry - 1 / self._mark)
        self._step(
            Account(
                at=self.at,
                venue=VENUE,
                settle="BTC",
                wallet_balance=self._wallet,
                equity=self._wallet + profit,
                positions=positions,
            )
        )
