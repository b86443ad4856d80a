"""Whatever is ordered and however prices move, contracts, money and orders add up."""

from decimal import Decimal
from math import isfinite
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from terminal.model.events import FillType, OrderState, Side
from terminal.model.outputs import OrderType
from terminal.venues.paper.orders import Filled, OrderChanged, Reports
from tests.unit.paper.bench import LINEAR, Bench, inverse, linear


def price_near(mark: float, ticks: int) -> str:
    """Return a price on the half-dollar tick, so many ticks from the mark."""
    return str(max(1, round(mark * 2) + ticks) / 2)


SIDES = st.sampled_from(list(Side))
TICKS = st.integers(-400, 400)


class Auditor:
    """Keeps its own count of what the reports say."""

    def __init__(self, bench: Bench, wallet: float) -> None:
        self.bench = bench
        self.wallet = wallet
        self.contracts = Decimal(0)

    def take(self, reports: Reports, reduce_only: bool = False) -> None:
        """Book a call's reports, and hold what they leave to what was there before."""
        before = self.contracts
        for report in reports:
            if isinstance(report, Filled):
                self.contracts += report.side.sign * report.contracts
                assert report.contracts > 0
        if reduce_only:
            assert before * self.contracts >= 0, "a reduce-only order flipped the position"
            assert abs(self.contracts) <= abs(before), "a reduce-only order grew the position"
        liquidated = [
            one
            for one in reports
            if isinstance(one, Filled) and one.fill_type is FillType.LIQUIDATION
        ]
        if liquidated:
            assert abs(self.contracts) < abs(before) or before == 0
        self.check()

    def check(self) -> None:
        """Hold the exchange to our own count."""
        exchange, account = self.bench.exchange, self.bench.account()
        assert self.bench.position() == self.contracts
        totals = (
            account.transferred
            + account.realized_pnl
            - account.fees_paid
            + account.funding_received
            + account.insurance_received
        )
        assert abs(account.wallet_balance - totals) <= 1e-9 * self.wallet
        assert account.transferred == self.wallet
        assert isfinite(account.equity)
        if self.contracts == 0:
            assert account.wallet_balance >= 0
            assert account.equity == account.wallet_balance
        else:
            assert account.equity > account.maintenance_margin
        for order in exchange.orders():
            assert 0 <= order.filled_contracts <= order.contracts
            assert order.filled_contracts + order.open_contracts <= order.contracts
            assert order.state.terminal == (order.open_contracts == 0)
            assert (order.state is OrderState.FILLED) == (order.filled_contracts == order.contracts)


@settings(max_examples=80)
@given(seed=st.integers(0, 10**9), is_linear=st.booleans())
def test_contracts_money_and_orders_add_up(seed: int, is_linear: bool) -> None:
    contract = linear(lot_size=Decimal(1)) if is_linear else inverse()
    wallet = 60_000.0 if is_linear else 1.0
    desk = RandomDesk(Random(seed), Bench(contract, wallet=wallet), wallet)
    for _ in range(60):
        desk.act()


class RandomDesk:
    """A trader and a market that do anything; orders are up to twenty times the wallet."""

    def __init__(self, random: Random, bench: Bench, wallet: float) -> None:
        self.random = random
        self.bench = bench
        self.auditor = Auditor(bench, wallet)
        self.mark = 60_000.0
        self.typical = 20_000 if bench.symbol == LINEAR else 1_200_000
        self.book()

    def act(self) -> None:
        """Do one thing and audit what came of it."""
        acts = (self.place, self.place, self.place, self.move, self.book, self.fund, self.cancel)
        self.random.choice(acts)()

    def place(self) -> None:
        random, bench = self.random, self.bench
        kind = random.choice(list(OrderType))
        price = None if kind is OrderType.MARKET else self.price(random.randint(-60, 60))
        contracts = random.randint(1, self.typical)
        reduce_only = random.random() < 0.3
        known = len(bench.exchange.orders())
        bench.place(random.choice(list(Side)), contracts, kind, price, reduce_only=reduce_only)
        self.auditor.take(bench.last, reduce_only=reduce_only)
        assert len(bench.exchange.orders()) == known + 1

    def move(self) -> None:
        self.mark *= 1 + self.random.choice((0.002, 0.01, 0.08)) * self.random.uniform(-1, 1)
        self.auditor.take(self.bench.mark(self.mark, last_price=self.mark))
        self.book()

    def book(self) -> None:
        bid = float(self.price(self.random.randint(-20, 20)))
        depth = float(self.random.randint(1, self.typical))
        self.auditor.take(self.bench.book([(bid, depth)] * 2, [(bid + 1, depth)] * 2))

    def fund(self) -> None:
        rate = self.random.uniform(-0.003, 0.003)
        exchange = self.bench.exchange
        self.auditor.take(exchange.settle_funding(self.bench.symbol, rate, self.bench.at))

    def cancel(self) -> None:
        self.auditor.take(self.bench.exchange.cancel_all(self.bench.at))
        assert not self.bench.exchange.open_orders()

    def price(self, ticks: int) -> str:
        return price_near(self.mark, ticks)


@given(
    held=st.integers(-5_000, 5_000).filter(bool),
    orders=st.lists(st.tuples(SIDES, st.integers(1, 9_000), TICKS), min_size=1, max_size=6),
    depths=st.lists(st.tuples(TICKS, st.integers(1, 9_000)), max_size=8),
)
def test_reduce_only_orders_together_never_flip_or_grow(
    held: int, orders: list[tuple[Side, int, int]], depths: list[tuple[int, int]]
) -> None:
    bench = Bench()
    bench.place(Side.BUY if held > 0 else Side.SELL, abs(held))
    for side, contracts, ticks in orders:
        bench.place(side, contracts, OrderType.LIMIT, price_near(60_000.0, ticks), reduce_only=True)
    for ticks, depth in depths:
        bid = float(price_near(60_000.0, ticks))
        bench.book([(bid, float(depth))], [(bid + 1, float(depth))])
        assert 0 <= bench.position() * (1 if held > 0 else -1) <= abs(held)
        open_to_reduce = [order.open_contracts for order in bench.exchange.open_orders()]
        assert all(contracts <= abs(bench.position()) for contracts in open_to_reduce)


@given(st.lists(st.tuples(SIDES, st.integers(1, 50_000)), max_size=20))
def test_the_same_orders_give_the_same_reports(orders: list[tuple[Side, int]]) -> None:
    runs = []
    for _ in range(2):
        bench = Bench()
        told: list[object] = []
        for side, contracts in orders:
            bench.place(side, contracts)
            told += bench.last
        runs.append(told)
    assert runs[0] == runs[1]


def test_every_order_ends_in_one_terminal_report() -> None:
    bench = Bench()
    ended = []
    for side in (Side.BUY, Side.SELL, Side.BUY):
        bench.place(side, 100)
        ended += [
            report.order.order_id
            for report in bench.last
            if isinstance(report, OrderChanged) and report.order.state.terminal
        ]
    assert ended == ["1", "2", "3"]
