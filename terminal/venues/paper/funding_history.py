"""Funding settlements from before the paper market opened, so that a trader sees a history."""

from collections.abc import Iterator
from random import Random

from terminal.model.events import FundingSettled
from terminal.venues.paper.listings import Listing
from terminal.venues.paper.market import normal

_NS_PER_S = 1_000_000_000
INTERVALS = 72


def settled_before(listing: Listing, seed: int, at: int) -> Iterator[FundingSettled]:
    """Yield the rates of the last whole intervals before `at`, oldest first, told at `at`.

    The premium over the calm rate dies away by a tenth an interval and is pushed anew by chance:
    rates that keep their mood for a day or so, as real ones do.
    """
    random = Random(f"{seed}:{listing.instrument.symbol}:history")
    interval = listing.funding_interval_s * _NS_PER_S
    last = at // interval * interval
    premium = 0.0
    for number in range(INTERVALS - 1, -1, -1):
        premium = 0.9 * premium + 2.5e-5 * normal(random)
        yield FundingSettled(
            at=at,
            venue=listing.instrument.venue,
            symbol=listing.instrument.symbol,
            funding_rate=round(listing.calm_rate + premium, 8),
            settled_at=last - number * interval,
        )
