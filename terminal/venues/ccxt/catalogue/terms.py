"""What may differ between venues: units, field names, codes, limits and options of ccxt."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from terminal.model.instrument import LiquidationRule, TiersIn
from terminal.venues.ccxt.catalogue.calls import Call, Limits, Path
from terminal.venues.ccxt.catalogue.order_terms import Codes, Executions, Orders


class TierSource(StrEnum):
    """Who may read the margin tiers: anybody, the owner of a key, or nobody."""

    PUBLIC = "public"
    SIGNED = "signed"
    ABSENT = "absent"


class Arming(StrEnum):
    """What says that every stream of a connection delivers.

    The venue has confirmed each subscription, each stream has had its first result, or (where
    nothing is subscribed) the socket is open. POLLED is no stream at all: everything is asked for.
    """

    ACKNOWLEDGED = "acknowledged"
    FIRST_RESULT = "first_result"
    CONNECTED = "connected"
    POLLED = "polled"


@dataclass(frozen=True, slots=True)
class Units:
    """What the venue's numbers count.

    `contract_sizes` is USD a contract of an inverse contract by base currency ("*": all others).
    With `contracts_are_usd` every quantity on the wire is in USD, whatever a contract's size is.
    The funding interval is where the listing states it, or else `usual_funding_interval_s`, but for
    the contracts that ccxt's `fetchFundingIntervals` lists as different.
    """

    contract_sizes: Mapping[str, Decimal]
    tiers_in: TiersIn
    tier_deduction: str
    liquidation_rule: LiquidationRule
    funding_interval: Path
    funding_interval_unit_s: int
    usual_funding_interval_s: float | None = None
    tiers: TierSource = TierSource.PUBLIC
    contracts_are_usd: bool = False


@dataclass(frozen=True, slots=True)
class BookFeed:
    """The book's stream. Without `update_id` ccxt itself checks the sequence, or none is needed.

    An update follows the one whose number it names as `previous_id`, or where it names none the
    one numbered one less. `also` is a second handler, where snapshots have one of their own.
    `within` says that the symbol is part of what its path leads to: split at which, the how many.
    `subscription` corrects what ccxt's own `handle_order_book_subscription` is told.
    """

    handler: str
    symbol: Path
    depth: int
    kind: Path = ()
    snapshot: str = ""
    update_id: Path = ()
    subscription: Mapping[str, Any] = field(default_factory=dict)
    previous_id: Path = ()
    also: str = ""
    within: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class TickerFeed:
    """The stream that carries mark, index and last price and the running funding rate.

    Paths lead into the `info` of ccxt's ticker; `watch` is the ccxt method that subscribes. What
    has no path is not streamed: a venue without any stream of it has no `watch`. `continuous` is
    funding that accrues all the time: there is no next payment to wait for.
    """

    handler: str
    watch: str
    symbol: Path
    mark: Path
    index: Path
    last: Path
    funding_rate: Path
    next_funding_ms: Path
    predicted_rate: Path = ()
    continuous: bool = False


@dataclass(frozen=True, slots=True)
class TradeStream:
    """The stream of public trades: ccxt's handler of it, and what parses one trade there.

    ccxt's `watch_trades` subscribes. A row's `amount` has to be in contracts.
    """

    handler: str
    parser: str


@dataclass(frozen=True, slots=True)
class Polled:
    """What is asked for over REST, where no stream has it: the funding rate, and the mark price.

    The rate comes from ccxt's `fetch_funding_rate`, the mark price from `mark`, one of its
    methods; empty where a stream has it.
    """

    rate_every_s: float = 5.0
    mark: str = ""
    mark_every_s: float = 1.0


NOT_STREAMED = TickerFeed("", "", (), (), (), (), (), ())


@dataclass(frozen=True, slots=True)
class WalletRows:
    """Where a wallet statement keeps its coins, answered and streamed, and how it names figures.

    A statement without a time of its own (no `answered_ms`) is as old as the request for it. Names
    that are left empty for streams are those of answers; a stream without equity has it reckoned
    from balance and positions. `with_positions` says that positions follow in the same message, so
    that the account is told once and whole. Without `wallet_balance` the balance is the equity
    less the positions' own profit. `call` is asked instead of ccxt's `fetch_balance`. In answers,
    names may lead on by dots, and `{coin}` is what `coins` says the venue calls a coin: a `call`
    with it is sent once for each.
    """

    handler: str
    answered: Path
    answered_ms: Path
    streamed: Path
    streamed_ms: Path
    coin: str
    wallet_balance: str
    equity: str
    maintenance_margin: str
    watch_parameters: Mapping[str, Any] = field(default_factory=dict)
    streamed_coin: str = ""
    streamed_wallet_balance: str = ""
    with_positions: bool = False
    call: Call | None = None
    coins: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PositionRows:
    """Where positions are kept by ccxt, and the venue's own signed number of contracts.

    `cache` is the key in ccxt's `positions` where it keeps one cache a kind of account. Where the
    raw row has one of `signed`, its sign says which way the position is, whatever ccxt says.
    `profit` is the raw row's profit since the entry price, where ccxt's is another. With `any_case`
    rows may name contracts in small letters. `asked_with` goes with every request for them.
    """

    cache: str = ""
    signed: tuple[str, ...] = ()
    profit: str = ""
    any_case: bool = False
    asked_with: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TradeSocket:
    """Order entry by websocket: where it is, how one signs in there, how an order is dated.

    `address` leads into ccxt's `urls["api"]`, or `told_by` is ccxt's method that tells it, and its
    arguments. `sign_in` are those of ccxt's `authenticate`, of which `{url}` is the address; it is
    None where every request carries its own signature. A message that says `dated[1]` at
    `dated[0]` gets its deadline put in at `deadline`. An order goes this way only where its listed
    market has `needs`.
    """

    address: Path = ()
    told_by: tuple[str, ...] = ()
    sign_in: tuple[str, ...] | None = ("{url}",)
    dated: tuple[str, str] = ("", "")
    deadline: tuple[str, ...] = ()
    needs: str = ""


@dataclass(frozen=True, slots=True)
class UserStream:
    """What a private stream needs beside its subscriptions.

    `keep_alive` is ccxt's method that must be called every `keep_alive_s`; `session` the option
    under which ccxt remembers the session, dropped with the connection so that a new one begins
    anew. Messages whose field `kind` is one of `ends` end the stream, one of `polls` has the
    account asked for at once, and `funding` tells of a payment to be looked up.
    """

    arming: Arming = Arming.ACKNOWLEDGED
    keep_alive: str = ""
    keep_alive_s: float = 0.0
    session: str = ""
    kind: Path = ()
    ends: frozenset[str] = frozenset()
    polls: frozenset[str] = frozenset()
    funding: tuple[Path, str] | None = None


@dataclass(frozen=True, slots=True)
class VenueEntry:
    """Everything this room knows about one venue. `id` is the name of ccxt's class.

    `pause_s` is kept after the venue asked to slow down, `ban_pause_s` after it shut us out.
    `worlds` are the environments that ccxt reaches: live, demo, testnet.
    `trade_socket` is order entry by websocket, None where it goes over REST alone.
    `trades` are the public ones, None where they are not read.
    Without `trading` an account is refused, for the reason of `watched_because`. `tried` says that
    orders were tried against a whole exchange that speaks its protocol; without it a key of the
    live environment is refused until the trader accepts that.
    """

    id: str
    title: str
    hosts: tuple[str, ...]
    options: Mapping[str, Any]
    has: Mapping[str, bool]
    trade_socket: TradeSocket | None
    units: Units
    book: BookFeed
    ticker: TickerFeed
    wallet: WalletRows
    executions: Executions
    orders: Orders
    codes: Codes
    order_limits: Limits
    read_limits: Limits
    positions: PositionRows = PositionRows()
    stream: UserStream = UserStream()
    polled: Polled | None = None
    trades: TradeStream | None = None
    worlds: frozenset[str] = frozenset({"live"})
    trading: bool = True
    tried: bool = True
    watched_because: str = ""
    pause_s: float = 5.0
    ban_pause_s: float = 600.0
