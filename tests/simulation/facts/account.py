"""What the venue stated of one contract's account and position."""

from collections import deque
from dataclasses import dataclass, field

from terminal.model.arithmetic.contracts import pnl
from terminal.model.events import Account
from terminal.model.instrument import Instrument
from tests.simulation.scenario import SECOND

_BEYOND_BELIEF = 1e18


@dataclass(slots=True)
class Statement:
    """The venue's last word on an account; contracts are signed, money is settlement currency."""

    at: int
    wallet: float
    equity: float
    contracts: float
    entry: float | None

    def gain(self, terms: Instrument, mark: float | None) -> float | None:
        """Return the stated position's PnL at a mark, None where it cannot be known."""
        if not self.contracts:
            return 0.0
        if self.entry is None or mark is None:
            return None
        side = 1 if self.contracts > 0 else -1
        size, contracts = float(terms.contract_size), abs(self.contracts)
        return pnl(terms.kind, size, side, contracts, self.entry, mark)


@dataclass(slots=True)
class AccountFacts:
    """Statements as they came. Times are ns since the epoch, None is never."""

    statement: Statement | None = None
    at: int | None = None
    absurd: bool = False
    as_of: int = 0
    stated: deque[tuple[int, float]] = field(default_factory=lambda: deque(maxlen=16))
    beyond: deque[tuple[int, float]] = field(default_factory=deque)
    leverages: set[float] = field(default_factory=set)
    margin_modes: set[str] = field(default_factory=set)

    def take(self, event: Account, terms: Instrument, mark: float | None) -> bool:
        """Learn from a statement; False where it is absurd or overtaken by a later one."""
        figures = (event.wallet_balance, event.equity)
        self.absurd = not all(abs(figure) <= _BEYOND_BELIEF for figure in figures)
        if self.absurd:
            return False
        if event.as_of is not None:
            if event.as_of < self.as_of:
                return False
            self.as_of = event.as_of
        report = next((item for item in event.positions if item.symbol == terms.symbol), None)
        self.at = event.at
        contracts = report.contracts if report else 0.0
        self.stated.append((event.at, contracts))
        self.statement = Statement(
            event.at,
            event.wallet_balance,
            event.equity,
            contracts,
            report.entry_price if report else None,
        )
        gain = self.statement.gain(terms, mark)
        if gain is not None:
            self.beyond.append((event.at, event.equity - event.wallet_balance - gain))
        if report is not None and report.leverage is not None:
            self.leverages.add(report.leverage)
        if report is not None and report.margin_mode is not None:
            self.margin_modes.add(report.margin_mode)
        return True

    def most_stated(self, since: int) -> float:
        """Return the largest position, unsigned, that the venue's word had in force since then."""
        most = 0.0
        for at, contracts in reversed(self.stated):
            most = max(most, abs(contracts))
            if at <= since:
                break
        return most

    def equity(
        self, terms: Instrument, mark: float | None, moved_at: int
    ) -> tuple[float, float] | None:
        """Return the least and the most that the account may be thought to be worth.

        That is wallet and PnL at the mark; and what late statements had beyond it, which the
        engine may believe in part. None unless nothing moved since the last statement.
        """
        said = self.statement
        gain = said.gain(terms, mark) if said is not None else None
        if said is None or gain is None or moved_at >= said.at:
            return None
        while self.beyond and self.beyond[0][0] < said.at - 30 * SECOND:
            self.beyond.popleft()
        heard = [0.0, *(amount for _, amount in self.beyond)]
        return said.wallet + gain + min(heard), said.wallet + gain + max(heard)
