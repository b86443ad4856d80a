"""Which of the feeds that a leg rests on are unknown, invalid, lost or too old."""

from terminal.engine.market.account import MarginAccount
from terminal.engine.market.leg import Leg
from terminal.engine.policy.policy import Policy
from terminal.model.events import Feed
from terminal.model.reasons import Reason

_NS = 1e9


def mark_problem(leg: Leg, at: int, policy: Policy) -> Reason | None:
    """Return what is wrong with the mark price, None where it may be relied on."""
    if leg.mark_invalid:
        return Reason.MARK_INVALID
    if leg.mark_price is None:
        return Reason.MARK_UNKNOWN
    if leg.mark_at is None or at - leg.mark_at > policy.mark_stale_s * _NS:
        return Reason.MARK_STALE
    return None


def account_problem(account: MarginAccount, at: int, policy: Policy) -> Reason | None:
    """Return what is wrong with the margin account, None where it may be relied on."""
    if account.invalid:
        return Reason.ACCOUNT_INVALID
    if account.wallet_balance is None:
        return Reason.ACCOUNT_UNKNOWN
    if account.at is None or at - account.at > policy.account_stale_s * _NS:
        return Reason.ACCOUNT_STALE
    return None


def book_problem(leg: Leg, at: int, policy: Policy) -> Reason | None:
    """Return what is wrong with the book.

    A venue that never sent one has no book to be stale; what needs depth then says so itself.
    """
    if not leg.book_seen:
        return None
    if leg.book_invalid:
        return Reason.BOOK_INVALID
    if leg.book_at is None or at - leg.book_at > policy.book_stale_s * _NS:
        return Reason.BOOK_STALE
    return None


def funding_problem(leg: Leg, at: int, policy: Policy) -> Reason | None:
    """Return what is wrong with the funding rate; a dated contract has none to be wrong."""
    if not leg.instrument.perpetual:
        return None
    problem = leg.funding.problem(at, int(policy.funding_stale_s * _NS))
    return None if problem is None or _overridden(leg, at) else problem


def _overridden(leg: Leg, at: int) -> bool:
    return leg.funding.rate is not None and leg.funding.overridden(at)


def all_fresh(leg: Leg, account: MarginAccount, at: int, policy: Policy) -> bool:
    """Return whether `stale_reasons` finds nothing, at the cost of one call: most ticks are so."""
    mark_at, account_at = leg.mark_at, account.at
    if mark_at is None or account_at is None or leg.mark_price is None:
        return False
    if account.wallet_balance is None or leg.mark_invalid or account.invalid or leg.down_feeds:
        return False
    if at - mark_at > policy.mark_stale_s * _NS or at - account_at > policy.account_stale_s * _NS:
        return False
    return funding_problem(leg, at, policy) is None and book_problem(leg, at, policy) is None


def stale_reasons(leg: Leg, account: MarginAccount, at: int, policy: Policy) -> list[Reason]:
    """Return everything that is wrong with what the leg's size rests on."""
    found: list[Reason] = []
    if (problem := mark_problem(leg, at, policy)) is not None:
        found.append(problem)
    if (problem := account_problem(account, at, policy)) is not None:
        found.append(problem)
    if (problem := funding_problem(leg, at, policy)) is not None:
        found.append(problem)
    if (problem := book_problem(leg, at, policy)) is not None:
        found.append(problem)
    if leg.down_feeds and not (leg.down_feeds == {Feed.FUNDING} and _overridden(leg, at)):
        found.append(Reason.FEED_DISCONNECTED)
    return found
