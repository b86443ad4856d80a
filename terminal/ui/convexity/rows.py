"""What the convexity panel shows of a snapshot. Pure: equal rows look the same."""

import msgspec

from terminal.engine.snapshot import LegState, Snapshot
from terminal.model.instrument import Instrument
from terminal.model.outputs import Action
from terminal.ui import format as show
from terminal.ui.convexity.holding import Holding, after_order, holding_of, shares_account
from terminal.ui.convexity.payoff import Payoff, payoff, terms_of
from terminal.ui.convexity.steps import Aim, Step, ladder, moves, price_at
from terminal.ui.policy_numbers import policy_number
from terminal.ui.status.rows import badges
from terminal.ui.tables.shapes import position_side
from terminal.ui.words import translate, translated

_STAGED = (Action.ORDER, Action.RECOMMEND, Action.FROZEN)


class StepRow(msgspec.Struct, frozen=True, gc=False):
    """One price of the ladder: the position there now, and after the staged order."""

    move: int
    price: float
    instrument: Instrument
    now: Step
    after: Step | None
    stale: bool


class ConvexityRows(msgspec.Struct, frozen=True, gc=False):
    """The ladder from the highest price, and the payoff. `empty` says why there is neither."""

    steps: tuple[StepRow, ...]
    order: float | None
    now: str
    after: str
    warning: str
    basis: str
    payoff: Payoff | None
    payoff_words: str
    coin: str
    empty: str


def convexity_rows(snapshot: Snapshot, leg: LegState | None, step: int) -> ConvexityRows:
    """Return the ladder of `leg` in moves of `step` percent."""
    if leg is None:
        return _nothing(translate("window", "No instrument is chosen"))
    if leg.mark_price is None:
        return _nothing(translate("window", "No mark price has been heard of yet"))
    holding = holding_of(snapshot, leg)
    if holding is None:
        return _nothing(translate("window", "The account behind this instrument is not known yet"))
    aim = _aim(snapshot, leg)
    order = _staged(leg)
    following = None if order is None else after_order(holding, order)
    percents = moves(step)
    warning = _warning(snapshot, leg)
    now = ladder(holding, aim, percents)
    then = ladder(following, aim, percents) if following else (None,) * len(percents)
    drawn, words = _payoff(snapshot, leg, holding, following)
    return ConvexityRows(
        steps=tuple(
            StepRow(
                move, price_at(holding.mark, move), leg.instrument, before, after, bool(warning)
            )
            for move, before, after in zip(percents, now, then, strict=True)
        ),
        order=order,
        now=_state(holding),
        after=_after(leg, following),
        warning=warning,
        basis=_basis(snapshot, leg, aim),
        payoff=drawn,
        payoff_words=words,
        coin=leg.instrument.base,
        empty="",
    )


def _nothing(empty: str) -> ConvexityRows:
    return ConvexityRows((), None, "", "", "", "", None, "", "", empty)


def _aim(snapshot: Snapshot, leg: LegState) -> Aim | None:
    """Return what the engine sizes by; None where no policy scales the instrument."""
    policy = snapshot.policy
    if policy is None or not leg.in_policy:
        return None
    inputs = leg.decision.inputs if leg.decision else None
    leverage = policy_number(snapshot, "target_leverage")
    rate = 0.0
    if inputs is not None and inputs.target_leverage is not None:
        leverage = inputs.target_leverage * (inputs.leverage_multiplier or 1.0)
        rate = inputs.funding_rate or 0.0
    listed = leg.instrument
    sharing = sum(
        1
        for other in snapshot.legs
        if other.in_policy
        and (other.instrument.venue, other.instrument.settle) == (listed.venue, listed.settle)
    )
    return Aim(
        side=-1 if policy.keys.get("side") == "short" else 1,
        leverage=leverage,
        basis=str(policy.keys.get("margin_basis", "lesser")),
        funding_rate=rate,
        sharing=max(sharing, 1),
    )


def _staged(leg: LegState) -> float | None:
    """Return the signed contracts still to come: in flight and staged; None where none are."""
    coming = float(leg.in_flight_contracts)
    decision = leg.decision
    if decision is not None and decision.action in _STAGED and decision.order_contracts:
        coming += float(decision.order_contracts)
    return coming or None


def _state(holding: Holding) -> str:
    """Return a holding at the mark in a few words."""
    if not holding.contracts:
        return translate("window", "flat")
    now = ladder(holding, None, (0,))[0]
    side = translated(position_side(holding.contracts))
    liquidation = holding.liquidation_at(holding.mark)
    if now.liquidated:
        return translate("window", "{side} · past liquidation").format(side=side)
    ends = (
        translate("window", "no liquidation price")
        if holding.tier_at(holding.mark)
        else translate("window", "liquidation unknown")
    )
    if liquidation is not None:
        price = show.price(liquidation, holding.instrument.tick_size)
        ends = translate("window", "liquidation {price} ({percent} away)").format(
            price=price, percent=show.percent(now.distance, 1)
        )
    return f"{show.leverage(now.leverage)} {side} · {ends}"


def _after(leg: LegState, following: Holding | None) -> str:
    if following is not None:
        return _state(following)
    decision = leg.decision
    if decision is None or decision.target_contracts is None:
        return translate("window", "no order staged: no target")
    return translate("window", "no order staged")


def _warning(snapshot: Snapshot, leg: LegState) -> str:
    for badge in badges(snapshot, leg):
        if badge.stale and badge.feed in ("Mark", "Account"):
            what = translate("window", "mark price") if badge.feed == "Mark" else "account"
            if badge.age == "lost":
                return translate("window", "STALE · the feed of the {what} is lost").format(
                    what=what
                )
            if badge.age in ("now", show.UNKNOWN):
                return translate("window", "STALE · {what} is not to be relied on").format(
                    what=what
                )
            return translate("window", "STALE · {what} is {age} old").format(
                what=what, age=badge.age
            )
    return ""


def _basis(snapshot: Snapshot, leg: LegState, aim: Aim | None) -> str:
    if aim is None:
        return translate("window", "No policy scales this instrument: nothing to re-target")
    margin = {"wallet": translate("window", "wallet balance"), "equity": "equity"}.get(
        aim.basis, translate("window", "the lesser of wallet balance and equity")
    )
    words = translate(
        "window", "Re-target: to {leverage} on {margin}, before caps and bands"
    ).format(leverage=show.leverage(aim.leverage), margin=margin)
    if shares_account(snapshot, leg):
        words += translate("window", "; other positions of the account keep their present value")
    return words


def _payoff(
    snapshot: Snapshot, leg: LegState, holding: Holding, following: Holding | None
) -> tuple[Payoff | None, str]:
    """Return the payoff of the position (of what is staged where there is none), and its words."""
    shown = holding if holding.contracts else following
    if shown is None or not shown.contracts:
        return None, translate("window", "No position, and none staged: nothing to compare")
    exposure = shown.coin_at(shown.mark) * shown.mark
    intervals = policy_number(snapshot, "funding_horizon_intervals")
    rate = leg.funding.rate if leg.instrument.perpetual else 0.0
    terms = terms_of(
        shown, exposure, shown.side, (rate or 0.0) * intervals, shown.tier_at(shown.mark)
    )
    if terms is None:
        return None, translate("window", "No equity is left: nothing to compare")
    drawn = payoff(terms, leg.instrument, shown.liquidation_at(shown.mark))
    return drawn, payoff_words(drawn, leg.instrument, intervals, rate, staged=shown is following)


def payoff_words(
    drawn: Payoff, instrument: Instrument, intervals: float, rate: float | None, *, staged: bool
) -> str:
    """Return exactly what the three curves are, in two sentences."""
    terms = drawn.terms
    side = "long" if terms.side > 0 else "short"
    of = translate("window", " (the staged order's)") if staged else ""
    funding = translate("window", "funding unknown, left out")
    if rate is not None:
        paid = drawn.curves[0].funding_usd
        verb = translate("window", "paying") if paid >= 0 else translate("window", "receiving")
        funding = translate("window", "{verb} {usd} funding").format(
            verb=verb, usd=show.usd(abs(paid), decimals=0)
        )
    return translate(
        "window",
        "{usd} {side}{of} on {usd2} equity, all three opened at the mark. "
        "Inverse and dated keep margin in {base}, linear in USD; "
        "perpetuals {funding} ({intervals:g} intervals), dated none.",
    ).format(
        usd=show.usd(terms.exposure_usd, decimals=0),
        side=side,
        of=of,
        usd2=show.usd(terms.equity_usd, decimals=0),
        base=instrument.base,
        funding=funding,
        intervals=intervals,
    )
