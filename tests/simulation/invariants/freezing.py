"""Every freeze has its cause, and the cause lies on its own venue."""

from collections.abc import Callable

from terminal.model.outputs import Freeze
from terminal.model.reasons import Reason
from tests.simulation.facts.leg import LegFacts
from tests.simulation.invariants.scene import Scene
from tests.simulation.scenario import SECOND

_Cause = Callable[[LegFacts, int], bool]


def _older(heard_at: int | None, at: int, seconds: int) -> bool:
    return heard_at is None or at - heard_at > seconds * SECOND


def _unanswered(leg: LegFacts, at: int) -> bool:
    return any(at - order.intent.at > 2 * SECOND for order in leg.orders.working.values())


_CAUSES: dict[Reason, _Cause] = {
    Reason.MARK_INVALID: lambda leg, _: leg.prices.absurd,
    Reason.MARK_UNKNOWN: lambda leg, _: leg.prices.mark is None,
    Reason.MARK_STALE: lambda leg, at: _older(leg.prices.mark_at, at, 5),
    Reason.BOOK_INVALID: lambda leg, _: leg.book.crossed,
    Reason.BOOK_STALE: lambda leg, at: _older(leg.book.at, at, 5),
    Reason.ACCOUNT_INVALID: lambda leg, _: leg.account.absurd,
    Reason.ACCOUNT_UNKNOWN: lambda leg, _: leg.account.statement is None,
    Reason.ACCOUNT_STALE: lambda leg, at: _older(leg.account.at, at, 30),
    Reason.FUNDING_UNKNOWN: lambda leg, _: leg.funding.rate is None,
    Reason.FUNDING_INVALID: lambda leg, _: leg.funding.absurd,
    Reason.FUNDING_STALE: lambda leg, at: leg.funding.stale(at) is not None,
    Reason.FEED_DISCONNECTED: lambda leg, _: bool(leg.down),
    Reason.EXPIRED: lambda leg, at: leg.terms.expiry is not None and at >= leg.terms.expiry,
    Reason.UNKNOWN_ORDER: lambda leg, at: bool(leg.orders.unknown()) or _unanswered(leg, at),
    Reason.LEVERAGE_CHANGED: lambda leg, _: len(leg.account.leverages) > 1,
    Reason.MARGIN_MODE_CHANGED: lambda leg, _: len(leg.account.margin_modes) > 1,
    Reason.INSTRUMENT_CHANGED: lambda leg, _: leg.terms_changed,
    Reason.FOREIGN_ORDER: lambda leg, _: leg.orders.strangers,
    Reason.PRICE_GAP: lambda leg, at: leg.in_gap(at),
    Reason.LIQUIDATED: lambda leg, _: leg.orders.taken_by_venue,
}


def check_freeze(scene: Scene, freeze: Freeze) -> None:
    """Check that what a freeze says is so."""
    if freeze.venue is None or freeze.symbol is None:
        return
    leg = scene.leg(freeze.venue, freeze.symbol)
    cause = _CAUSES.get(freeze.reason)
    if cause is not None:
        caused = cause(leg, freeze.at)
        scene.forbid("a freeze has its cause", not caused, freeze.at, freeze)
    if freeze.reason is Reason.POSITION_MISMATCH:
        scene.mismatches.add(freeze.venue)
    if freeze.reason is Reason.POSITION_MISMATCH and scene.venues is not None:
        # Orders that a former instance lost sight of may explain one, and so may others' trades;
        # and news, or an undated statement, that is later than the grace cannot be told from one.
        truth = scene.venues[freeze.venue].truth
        late = scene.venues[freeze.venue].lateness.until > freeze.at
        scene.forbid(
            "a mismatch has its cause",
            not truth.outside_at and scene.epoch == 1 and not late,
            freeze.at,
            freeze.detail,
        )
    if freeze.reason is Reason.LIQUIDATION_PRICE_MISMATCH and scene.venues is not None:
        venue = scene.venues[freeze.venue]
        alone = not venue.truth.outside_at and scene.epoch == 1
        scene.forbid(
            "a liquidation price differs for a cause",
            alone and not venue.statements.has_misstated,
            freeze.at,
            freeze.detail,
        )
