"""What a venue states of itself, the key and the account, before anybody judges it.

None is what the venue does not tell or was not asked.
"""

from dataclasses import dataclass

from terminal.model.checks import Check, KeyReport
from terminal.model.instrument import Instrument


@dataclass(frozen=True, slots=True)
class Position:
    """A position as the venue states it: signed contracts, and what backs it.

    `wallet_balance` is in settlement currency. `alone` is False where other positions share it,
    `steady` where the account moved whenever it was read, so that its figures are not of one
    moment.
    """

    contracts: float
    entry_price: float
    wallet_balance: float
    liquidation_price: float | None
    alone: bool = True
    steady: bool = True


@dataclass(frozen=True, slots=True)
class Payment:
    """One settled funding payment: signed contracts, `paid` in settlement currency."""

    contracts: float
    mark_price: float
    funding_rate: float
    paid: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SymbolFacts:
    """One contract. Without an `instrument`, `problem` says what is wrong with its listing.

    `problem_of` is the line that it belongs to.
    """

    symbol: str
    instrument: Instrument | None = None
    problem: str = ""
    problem_of: Check = Check.MARKET
    inverse: bool | None = None
    linear_allowed: bool = False
    hedged: bool | None = None
    margin_mode: str | None = None
    leverage: float | None = None
    mark_price: float | None = None
    position: Position | None = None
    payment: Payment | None = None
    note: str = ""  # why something could not be asked


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueFacts:
    """One venue, its clock, the key and the account.

    `clock_offset_s` is how far our clock is ahead, `validity_s` for how long a signed request
    holds. `key_refused` is the venue's own word on a key that it does not take, `key_note` why
    the rights are not known. `account_problem` says why the account cannot be read,
    `watched_because` why no key is taken at all.
    """

    venue: str
    at: int
    simulated: bool = False
    clock_offset_s: float | None = None
    validity_s: float | None = None
    key: KeyReport | None = None
    key_refused: str = ""
    key_note: str = ""
    watched_because: str = ""
    account_problem: str = ""
    foreign_orders: tuple[str, ...] = ()
    foreign_positions: tuple[str, ...] = ()
    symbols: tuple[SymbolFacts, ...] = ()
    target_leverage: float | None = None
