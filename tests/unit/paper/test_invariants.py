"""Whatever is ordered and however prices move, contracts, money and orders add up."""

from decimal import Decimal
from math import isfinite

from hypothesis import given, settings
from hypothesis import strategies as st

from terminal.model.events import FillType, OrderState, Side
from terminal.model.outputs import OrderType
from terminal.venues.paper.orders import Filled, OrderChanged, Reports
from tests.unit.paper.bench import Bench, inverse, linear

SIDES = st.sampled_from(list(Side))
TICKS = st.integers(-400, 400)

place = st.tuples(
    st.just("place"), SIDES, st.sampled_from(list(OrderType)), st.integers(1, 9_000), TICKS,
    st.booleans(),
)  # fmt: skip
move = st.tuples(st.just("move"), st.floats(-0.08, 0.08))
book = st.tuples(st.just("book"), TICKS, st.integers(1, 3_000))
fund = st.tuples(st.just("fund"), st.floats(-0.003, 0.003))
cancel = st.tuples(st.just("cancel"))
acts = st.lists(st.one_of(place, place, move, book, fund, cancel), max_size=40)


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


@settings(max_examples=60)
@given(acts=acts, is_linear=st.booleans())
def test_contracts_money_and_orders_add_up(acts: list[tuple], is_linear: bool) -> None:  # type: ignore[type-arg]
    contract = linear(lot_size=Decimal(1)) if is_linear else inverse()
    wallet = 60_000.0 if is_linear else 0.05
    bench = Bench(contract, wallet=wallet)
    auditor = Auditor(bench, wallet)
    mark = 60_000.0
    for act in acts:
        match act:
            case ("place", side, kind, contracts, ticks, reduce_only):
                price = None if kind is OrderType.MARKET else _price(mark, ticks)
                before = len(bench.exchange.orders())
                bench.place(side, contracts, kind, price, reduce_only=reduce_only)
                only = reduce_only and not bench.exchange.open_orders()
                auditor.take(bench.last, reduce_only=only)
                assert len(bench.exchange.orders()) == before + 1
            case ("move", change):
                mark *= 1 + change
                auditor.take(bench.mark(mark, last_price=mark))
            case ("book", ticks, depth):
                bid = float(_price(mark, ticks))
                sides = ([(bid, float(depth))] * 2, [(bid + 1, float(depth))] * 2)
                auditor.take(bench.book(*sides))
            case ("fund", rate):
                bench.last = bench.exchange.settle_funding(bench.symbol, rate, bench.at)
                auditor.take(bench.last)
            case _:
                auditor.take(bench.exchange.cancel_all(bench.at))
                assert not bench.exchange.open_orders()


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
        bench.place(side, contracts, OrderType.LIMIT, _price(60_000.0, ticks), reduce_only=True)
    for ticks, depth in depths:
        bid = float(_price(60_000.0, ticks))
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


def _price(mark: float, ticks: int) -> str:
    """Return a price on the half-dollar tick near the mark."""
    return str(max(1, round(mark * 2) + ticks) / 2)
