"""Money and positions are judged together, so they have to be of one moment."""

from collections.abc import Awaitable, Callable
from decimal import Decimal

from terminal.model.checks import Check, CheckLine, CheckState
from terminal.model.instrument import Instrument, Kind, Tier, TiersIn
from terminal.venues.preflight.contract import contract_lines
from terminal.venues.preflight.facts import Position, SymbolFacts
from terminal.venues.preflight.one_picture import MOST_READINGS, one_picture


class Account:
    """A wallet that pays for each fill, and a position that grows by it."""

    def __init__(self, fills_before_wallet: int) -> None:
        self.contracts = 100
        self.wallet = 10.0
        self.reads: list[str] = []
        self._fills = fills_before_wallet

    async def positions(self) -> list[int]:
        self.reads.append("positions")
        return [self.contracts] if self.contracts else []

    async def money(self) -> float:
        if self._fills:
            self._fills -= 1
            self.contracts += 100
            self.wallet -= 1.0
        self.reads.append("wallet")
        return self.wallet


def reading(
    account: Account,
) -> tuple[Callable[[], Awaitable[float]], Callable[[], Awaitable[list[int]]]]:
    return account.money, account.positions


async def test_what_stands_still_is_read_once_between_two_looks_at_the_positions() -> None:
    account = Account(0)
    picture = await one_picture(*reading(account), same=tuple)
    assert (picture.wallet, picture.positions, picture.steady) == (10.0, [100], True)
    assert account.reads == ["positions", "wallet", "positions"]


async def test_a_fill_between_the_two_reads_has_both_read_again() -> None:
    account = Account(1)
    picture = await one_picture(*reading(account), same=tuple)
    assert (picture.wallet, picture.positions, picture.steady) == (9.0, [200], True)


async def test_a_position_that_goes_on_moving_is_read_so_often_and_told_as_unsteady() -> None:
    account = Account(1_000)
    picture = await one_picture(*reading(account), same=tuple)
    assert not picture.steady
    assert account.reads.count("wallet") == MOST_READINGS


BTC = Instrument(
    venue="fake", symbol="BTC/USD:BTC", kind=Kind.INVERSE, contract_size=Decimal(1),
    tick_size=Decimal("0.5"), lot_size=Decimal(1), min_contracts=Decimal(1), base="BTC",
    quote="USD", settle="BTC", taker_fee=Decimal("0.0005"), tiers_in=TiersIn.COIN,
    tiers=(Tier(None, Decimal("0.005"), Decimal(0), Decimal(100)),),
)  # fmt: skip


def liquidation(*, steady: bool, theirs: float) -> CheckLine:
    position = Position(60_000.0, 60_000.0, 0.5, theirs, steady=steady)
    facts = SymbolFacts(
        symbol="BTC/USD:BTC", instrument=BTC, mark_price=60_000.0, position=position
    )
    (line,) = [line for line in contract_lines(facts, 3.0) if line.check is Check.LIQUIDATION]
    return line


def test_figures_of_two_moments_are_neither_red_nor_green() -> None:
    steady = liquidation(steady=True, theirs=50_000.0)
    assert steady.state is CheckState.RED
    moving = liquidation(steady=False, theirs=50_000.0)
    assert moving.state is CheckState.UNKNOWN
    assert moving.apart is None, "nothing is there for a policy to judge"
    assert f"moved while it was read, {MOST_READINGS} times in a row" in moving.found
