"""What was told of one contract, put together: above all, whether it is fresh."""

from dataclasses import dataclass, field

from terminal.model.events import Account, Feed, FeedChanged, FeedState
from terminal.model.instrument import Instrument
from tests.simulation.facts.account import AccountFacts
from tests.simulation.facts.funding import FundingFacts
from tests.simulation.facts.orders import OrdersFacts
from tests.simulation.facts.prices import BookFacts, PriceFacts
from tests.simulation.facts.volatility import VolatilityFacts
from tests.simulation.scenario import SECOND

_GRACE_NS = 2 * SECOND  # the policy's `position_grace_s`


@dataclass(slots=True)
class LegFacts:
    """One contract on one venue. Times are ns since the epoch, None is never."""

    terms: Instrument
    terms_changed: bool = False
    prices: PriceFacts = field(default_factory=PriceFacts)
    volatility: VolatilityFacts = field(default_factory=VolatilityFacts)
    book: BookFacts = field(default_factory=BookFacts)
    funding: FundingFacts = field(default_factory=FundingFacts)
    account: AccountFacts = field(default_factory=AccountFacts)
    orders: OrdersFacts = field(default_factory=OrdersFacts)
    down: set[Feed] = field(default_factory=set)
    flattening: bool = False

    def state_account(self, event: Account, clock_ahead_ns: int) -> None:
        """Learn from a statement of a venue whose clock is so far ahead."""
        if not self.account.take(event, self.terms, self.prices.mark):
            return
        made_at = event.at
        if event.as_of is not None:
            made_at = min(event.as_of - clock_ahead_ns, event.at)
        said = self.account.statement
        # What is under way may explain a word of flat, and so may a fill of a moment ago, heard or
        # still on its way: then the engine waits for the next, and goes on closing what it counts.
        self.flattening = self.flattening and (
            (said is not None and said.contracts != 0)
            or bool(self.orders.working)
            or bool(self.orders.unconfirmed)
            or made_at - max(self.orders.moved_at, self.orders.short_at) <= _GRACE_NS
        )
        self.orders.stated(made_at)

    def feed(self, event: FeedChanged) -> None:
        """Learn that a feed was lost or regained; of a lost one nothing is fresh."""
        if event.state is FeedState.LIVE:
            self.down.discard(event.feed)
            return
        self.down.add(event.feed)
        if event.feed is Feed.MARK:
            self.prices.mark_at = None
        elif event.feed is Feed.BOOK:
            self.book.at = None
            self.book.bids = self.book.asks = ()
        elif event.feed is Feed.ACCOUNT:
            self.account.at = None
        elif event.feed is Feed.FUNDING:
            self.funding.at = None

    def expired(self, at: int) -> bool:
        """True once a dated contract has come to its end."""
        return self.terms.expiry is not None and at >= self.terms.expiry

    def stale(self, at: int) -> str | None:
        """Return what the leg's size may not rest on at `at`, None where all is fresh."""
        prices, account, book = self.prices, self.account, self.book
        if prices.absurd or prices.mark is None:
            return "mark invalid"
        if prices.mark_at is None or at - prices.mark_at > 5 * SECOND:
            return "mark stale"
        if account.absurd or account.statement is None:
            return "account invalid"
        if account.at is None or at - account.at > 30 * SECOND:
            return "account stale"
        if book.told and (book.at is None or at - book.at > 5 * SECOND):
            return "book stale"
        if book.crossed:
            return "book crossed"
        if self.down and not (self.funding.overridden_at(at) and self.down == {Feed.FUNDING}):
            return "feed down"
        if self.terms.expiry is not None:
            return "expired" if self.expired(at) else None
        return self.funding.stale(at)

    @property
    def renewed(self) -> bool:
        """True where mark and account are later than the gap."""
        gap, mark_at = self.prices.gap_at, self.prices.mark_at
        return gap is None or (
            mark_at is not None and mark_at > gap and (self.account.at or 0) > gap
        )

    def in_gap(self, at: int) -> bool:
        """True until the cooldown is over and mark and account are later than the gap."""
        if self.prices.gap_at is None:
            return False
        return at < self.prices.gap_until or not self.renewed

    def equity(self) -> tuple[float, float] | None:
        """Return the least and the most that the account may be thought to be worth."""
        return self.account.equity(self.terms, self.prices.mark, self.orders.moved_at)

    def prices_apart(self, bound: float) -> bool:
        """True where the mark is further than a share from the index or the last price."""
        return self.prices.apart(bound, dated=self.terms.expiry is not None)
