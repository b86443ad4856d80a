"""Every decision's size is the formula's, from inputs that are the venues' own words."""

from decimal import Decimal
from math import isfinite

from terminal.model.events import Account, AnyEvent, Mark
from terminal.model.outputs import Action, Decision
from tests.simulation.facts.leg import LegFacts
from tests.simulation.invariants.money import check_wallet
from tests.simulation.invariants.scene import Scene
from tests.simulation.invariants.stress import broken_by_stress

_EXACT = 1e-9


def check_decision(scene: Scene, event: AnyEvent, decision: Decision) -> None:
    """Check one decision's inputs, arithmetic, rounding, side and caps."""
    scene.forbid(
        "a decision's number is its own",
        decision.decision_id <= scene.decision_id,
        decision.at,
        decision.decision_id,
    )
    scene.decision_id = decision.decision_id
    scene.losses.take(decision, scene.facts.policy)
    inputs = decision.inputs
    numbers = [decision.raw_size_coin, *(step.value for step in decision.steps)]
    numbers += [inputs.margin, inputs.margin_usd, inputs.mark_price, inputs.funding_rate]
    numbers += [inputs.wallet_balance, inputs.equity]
    scene.forbid(
        "nothing non-finite leaves the engine",
        any(number is not None and not isfinite(number) for number in numbers),
        decision.at,
        decision,
    )
    leg = scene.leg(decision.venue, decision.symbol)
    check_wallet(scene, decision, leg)
    _inputs(scene, event, decision, leg)
    if decision.action is not Action.ORDER and decision.target_contracts is None:
        return
    if decision.raw_size_coin is not None:
        _size(scene, decision, leg)
        _stressed(scene, decision, leg)


def _inputs(scene: Scene, event: AnyEvent, decision: Decision, leg: LegFacts) -> None:
    inputs = decision.inputs
    scene.forbid(
        "the mark is the last one told",
        inputs.mark_price is not None and inputs.mark_price != leg.prices.mark,
        decision.at,
        inputs.mark_price,
    )
    if not isinstance(event, Mark | Account) or decision.current_contracts is None:
        return
    said = leg.account.statement
    if said is None or abs(float(decision.current_contracts) - said.contracts) > 1e-6:
        return
    worth = leg.equity()
    if worth is None or inputs.equity is None or leg.account.absurd:
        return
    slack = 1e-6 * max(abs(worth[1]), abs(said.wallet), 1e-6)
    scene.forbid(
        "equity follows the marks",
        not worth[0] - slack <= inputs.equity <= worth[1] + slack,
        decision.at,
        "{} is not {}",
        inputs.equity,
        worth,
    )


def _size(scene: Scene, decision: Decision, leg: LegFacts) -> None:
    inputs = decision.inputs
    margin_usd, mark, rate = inputs.margin_usd, inputs.mark_price, inputs.funding_rate
    unnamed = None in (margin_usd, mark, rate, decision.target_contracts)
    scene.forbid("a size names its inputs", unnamed, decision.at, decision)
    if margin_usd is None or mark is None or rate is None or decision.target_contracts is None:
        return
    facts = scene.facts
    _margin(scene, decision)
    _rate(scene, decision, leg, rate)
    multiplier = inputs.leverage_multiplier or 0.0
    follows = "volatility_target" in facts.policy.given
    scene.forbid(
        "leverage is the policy's or less",
        not 0 <= multiplier <= 1 or (multiplier != 1 and not follows),
        decision.at,
        multiplier,
    )
    if follows:
        allowed = leg.volatility.most_leverage(decision.at, facts.policy)
        scene.forbid(
            "leverage is no more than volatility allows",
            multiplier > allowed * (1 + 1e-6),
            decision.at,
            "{} of {}",
            multiplier,
            allowed,
        )
    size = margin_usd * float(facts.key("target_leverage")) * multiplier / (mark * (1 + rate))
    raw, target = decision.raw_size_coin or 0.0, decision.target_contracts
    scene.forbid(
        "the size is the formula's",
        abs(raw - size) > _EXACT * max(size, _EXACT),
        decision.at,
        "{} is not {}",
        raw,
        size,
    )
    contracts = size / float(leg.terms.contract_size) * (mark if leg.terms.inverse else 1.0)
    scene.forbid(
        "rounding is towards zero",
        abs(float(target)) > contracts * (1 + _EXACT),
        decision.at,
        "{} of {}",
        target,
        contracts,
    )
    scene.forbid("a target is whole lots", target % leg.terms.lot_size, decision.at, target)
    scene.forbid("the side is the trader's", target * facts.side < 0, decision.at, target)
    bound = most_contracts(scene, leg, mark, decision.inputs.equity)
    scene.forbid(
        "a target keeps within its caps",
        abs(float(target)) > bound * (1 + _EXACT),
        decision.at,
        "{} of {}",
        target,
        bound,
    )
    short_by = contracts - abs(float(target))
    minimum = float(max(leg.terms.min_contracts, leg.terms.lot_size))
    if not decision.bounds:
        cut = short_by > minimum * (1 + _EXACT) + _EXACT * contracts
        detail = "{} of {}, bound by nothing"
        scene.forbid("what cuts a target is named", cut, decision.at, detail, target, contracts)


def _stressed(scene: Scene, decision: Decision, leg: LegFacts) -> None:
    target, mark = decision.target_contracts, decision.inputs.mark_price
    equity = decision.inputs.equity
    if scene.facts.key("stress_move") is None or not target or mark is None or equity is None:
        return
    broken = broken_by_stress(leg, scene.facts.policy, float(target), mark, equity)
    scene.forbid("a target holds at a stressed mark", broken is not None, decision.at, broken)


def _margin(scene: Scene, decision: Decision) -> None:
    """The margin is that of the policy's basis, where it is the account's own."""
    inputs = decision.inputs
    wallet, equity, own = inputs.wallet_balance, inputs.equity, inputs.margin
    if wallet is None or equity is None or own is None:
        return
    basis = scene.facts.key("margin_basis")
    expected = {"wallet": wallet, "equity": equity, "lesser": min(wallet, equity)}[basis]
    scene.forbid(
        "the margin is the policy's",
        abs(own - max(expected, 0.0)) > _EXACT * max(abs(expected), 1.0),
        decision.at,
        "{} is not {}",
        own,
        expected,
    )
    mark = inputs.mark_price or 0.0
    inverse = scene.leg(decision.venue, decision.symbol).terms.inverse
    worth = own * mark if inverse else own
    scene.forbid(
        "margin is valued at mark",
        abs((inputs.margin_usd or 0.0) - worth) > _EXACT * max(worth, 1.0),
        decision.at,
        "{}, not {}",
        inputs.margin_usd,
        worth,
    )


def _rate(scene: Scene, decision: Decision, leg: LegFacts, rate: float) -> None:
    facts = scene.facts
    if leg.terms.expiry is not None:
        expected: float | None = 0.0
    else:
        expected = leg.funding.rate
        if facts.key("funding_input") == "predicted":
            expected = leg.funding.predicted(decision.at)
        if expected is not None and facts.key("funding_treatment") == "cost":
            expected *= 3 * facts.side
    scene.forbid(
        "the rate is the policy's",
        expected is None or abs(rate - expected) > 1e-12,
        decision.at,
        "{} is not {}",
        rate,
        expected,
    )


def most_contracts(scene: Scene, leg: LegFacts, mark: float, equity: float | None) -> float:
    """Return the contracts that the policy's caps allow on a leg."""
    facts = scene.facts
    size, inverse = float(leg.terms.contract_size), leg.terms.inverse
    one_usd = size if inverse else size * mark
    one_coin = size / mark if inverse else size
    bounds = [float("inf")]
    if (cap := facts.key("max_contracts")) is not None:
        bounds.append(cap)
    if (cap := facts.key("max_position_usd")) is not None:
        bounds.append(cap / one_usd)
    if (cap := facts.key("max_position_coin")) is not None:
        bounds.append(cap / one_coin)
    if (cap := facts.key("max_leverage")) is not None and equity is not None:
        worth = max(equity, 0.0) * (mark if inverse else 1.0)
        bounds.append(cap * worth / one_usd)
    if leg.terms.tiers and equity is not None:
        bounds.append(_tier_bound(leg, mark, equity))
    return min(bounds)


def _tier_bound(leg: LegFacts, mark: float, equity: float) -> float:
    """Return the contracts at which the venue's tiers allow no more leverage."""
    terms = leg.terms
    size = float(terms.contract_size)
    one_coin = size / mark if terms.inverse else size
    margin = max(equity, 0.0) * (1.0 if terms.inverse else 1 / mark)  # in coin
    allowed = 0.0
    floor = 0.0
    for tier in terms.tiers:
        bound = float(tier.up_to) if tier.up_to is not None else float("inf")
        leverage = float(tier.max_leverage or Decimal("inf"))
        reach = margin * leverage
        if reach <= floor:
            break
        allowed, floor = min(bound, reach), bound
    return allowed / one_coin
