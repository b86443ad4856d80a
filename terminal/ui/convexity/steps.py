"""The ladder: a position left alone, price by price, and what would be right there. Pure."""

from collections.abc import Sequence

import msgspec

from terminal.model.arithmetic.contracts import exposure_coin
from terminal.model.arithmetic.ladder import Rung, rungs
from terminal.model.arithmetic.liquidation import distance as distance_from
from terminal.model.arithmetic.rounding import rounded_down
from terminal.model.arithmetic.scaling import contracts_for, margin_usd, size_coin
from terminal.model.instrument import TiersIn
from terminal.ui.convexity.holding import Holding

REACH = 50  # percent to either side of the mark


class Aim(msgspec.Struct, frozen=True, gc=False):
    """What the policy sizes by: leverage, funding term, basis; `side` is the trader's sign.

    `sharing` is how many instruments share the account's margin.
    """

    side: int
    leverage: float
    basis: str
    funding_rate: float
    sharing: int


class NextTier(msgspec.Struct, frozen=True, gc=False):
    """How many contracts may be added before the next margin tier, and the rate that begins."""

    contracts: float
    maintenance_rate: float


class Step(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One position at one price. None is a figure that is unknown or does not exist there.

    `retarget` is signed contracts to trade; `distance` a fraction of the price; `last_tier` is
    true where no tier follows.
    """

    coin_equity: float | None
    usd_equity: float | None
    leverage: float | None
    retarget: float | None
    distance: float | None
    next_tier: NextTier | None
    last_tier: bool
    liquidated: bool


_GONE = Step(
    coin_equity=None,
    usd_equity=None,
    leverage=None,
    retarget=None,
    distance=None,
    next_tier=None,
    last_tier=False,
    liquidated=True,
)


def moves(step: int) -> tuple[int, ...]:
    """Return the moves in percent, highest first, `step` apart."""
    return tuple(range(REACH, -REACH - 1, -step))


def price_at(mark: float, move: float) -> float:
    """Return the price `move` percent away from `mark`."""
    return mark * (100 + move) / 100


def ladder(holding: Holding, aim: Aim | None, percents: Sequence[int]) -> tuple[Step, ...]:
    """Return the holding at each of `percents` from its mark.

    What lies beyond a liquidation, seen from the mark, is liquidated whatever its own figures say.
    """
    found = {move: _step(holding, aim, price_at(holding.mark, move)) for move in percents}
    for outward in (sorted(m for m in found if m >= 0), sorted(m for m in found if m <= 0)[::-1]):
        gone = False
        for move in outward:
            gone = gone or found[move].liquidated
            if gone:
                found[move] = _GONE
    return tuple(found[move] for move in percents)


def _step(holding: Holding, aim: Aim | None, price: float) -> Step:
    rung = _rung(holding, price)
    distance = distance_from(holding.side, price, holding.liquidation_at(price))
    solvent = rung.effective_leverage is not None
    if holding.contracts and (not solvent or (distance is not None and distance <= 0)):
        return _GONE
    room, last = _next_tier(holding, price)
    return Step(
        coin_equity=rung.coin_equity,
        usd_equity=rung.usd_equity,
        leverage=rung.effective_leverage,
        retarget=None if aim is None else _retarget(holding, aim, rung, price),
        distance=distance,
        next_tier=room,
        last_tier=last,
        liquidated=False,
    )


def _rung(holding: Holding, price: float) -> Rung[float]:
    # Leverage and equity do not depend on the maintenance rate; liquidation is asked for apart,
    # because a shared account backs it with less than its equity.
    return next(
        rungs(
            holding.instrument.kind,
            holding.contract_size,
            holding.side,
            holding.size,
            holding.entry,
            holding.wallet,
            0.0,
            1.0,
            (price,),
        )
    )


def _retarget(holding: Holding, aim: Aim, rung: Rung[float], price: float) -> float:
    """Return target − position in whole lots, as the policy's margin basis sizes it, uncapped."""
    kind = holding.instrument.kind
    wallet_usd = margin_usd(kind, holding.balance, price)
    basis = {"wallet": wallet_usd, "equity": rung.usd_equity}.get(
        aim.basis, min(wallet_usd, rung.usd_equity)
    )
    usd = max(basis, 0.0) / aim.sharing
    coin = size_coin(usd, aim.leverage, price, aim.funding_rate)
    contracts = contracts_for(kind, holding.contract_size, coin, price)
    return aim.side * rounded_down(contracts, float(holding.instrument.lot_size)) - (
        holding.contracts
    )


def _next_tier(holding: Holding, price: float) -> tuple[NextTier | None, bool]:
    """Return the room to the next tier at `price`, and whether there is none above."""
    listed, tier = holding.instrument, holding.tier_at(price)
    if tier is None:
        return None, False
    place = listed.tiers.index(tier)
    if tier.up_to is None or place + 1 == len(listed.tiers):
        return None, True
    bound = float(tier.up_to)
    if listed.tiers_in is TiersIn.COIN:
        bound /= exposure_coin(listed.kind, holding.contract_size, 1.0, price)
    following = listed.tiers[place + 1]
    return NextTier(bound - holding.size, float(following.maintenance_rate)), False
