"""What the margin restore would do, told before it does it: at which price, and how much."""

from collections.abc import Callable
from math import ceil

import msgspec

from terminal.engine.market.account import MarginAccount
from terminal.engine.risk.restore import kept_share
from terminal.engine.snapshot import Snapshot
from terminal.engine.what_if import copy_of, policy_in_force
from terminal.model.exact_math import log

_DOWN, _UP = -0.99, 4.0  # how far a price is followed, as a share of the mark
_COARSE, _FINE = 48, 40


class RestoreCut(msgspec.Struct, frozen=True, gc=False):
    """One position's part: contracts are unsigned, `price` the mark at which it happens."""

    symbol: str
    price: float
    held_contracts: float
    cut_contracts: float


class RestorePlan(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One account's margin restore. Utilisations are shares, `move` a share of the marks.

    `move` is 0 where it is due now and None where no move of the marks, all by the same share,
    brings it about; then nothing is cut.
    """

    venue: str
    settle: str
    level: float
    ends_at: float
    move: float | None
    cuts: tuple[RestoreCut, ...]
    utilisation_after: float | None


def restore_plans(snapshot: Snapshot) -> tuple[RestorePlan, ...]:
    """Return the plan of every account that has a position; none without a policy."""
    policy = policy_in_force(snapshot)
    if policy is None:
        return ()
    state = copy_of(snapshot, policy)
    return tuple(
        _plan(account, policy.margin_restore, policy.margin_restore_to)
        for account in state.accounts.values()
        if any(leg.position_lots and leg.mark_price is not None for leg in account.legs)
    )


def _plan(account: MarginAccount, level: float, ends_at: float) -> RestorePlan:
    held = [leg for leg in account.legs if leg.position_lots and leg.mark_price is not None]
    marks = [leg.mark_price or 0.0 for leg in held]

    def utilisation(move: float) -> float:
        for leg, mark in zip(held, marks, strict=True):
            leg.mark_price = mark * (1.0 + move)
        found = account.utilisation()
        return 0.0 if found is None else found

    move = nearest_crossing(utilisation, level)
    cuts: tuple[RestoreCut, ...] = ()
    after = None
    if move is not None:
        utilisation(move)
        cuts, after = _cuts(account, kept_share(account, ends_at))
    return RestorePlan(
        venue=account.venue,
        settle=account.settle,
        level=level,
        ends_at=ends_at,
        move=move,
        cuts=cuts,
        utilisation_after=after,
    )


def _cuts(account: MarginAccount, kept: float) -> tuple[tuple[RestoreCut, ...], float | None]:
    """Return what each position gives up at the present marks, and the utilisation after it."""
    cuts, needed, equity = [], 0.0, account.equity()
    for leg in account.legs:
        if not leg.position_lots or leg.mark_price is None:
            continue
        lots = abs(leg.position_lots)
        cut = min(ceil(lots * (1.0 - kept)), lots)
        step = leg.lots.step_float
        cuts.append(RestoreCut(leg.symbol, leg.mark_price, lots * step, cut * step))
        needed += account.maintenance_of(leg, lots - cut) or 0.0
        if equity is not None:
            equity -= leg.notional_of(cut) * float(leg.instrument.taker_fee)
    return tuple(cuts), None if equity is None or equity <= 0 else needed / equity


def nearest_crossing(utilisation: Callable[[float], float], level: float) -> float | None:
    """Return the smallest move of the price, up or down, from which utilisation is above `level`.

    0 where it is above already, None where no move between −99 % and +400 % brings it there.
    """
    if utilisation(0.0) > level:
        return 0.0
    found = [crossing for end in (_DOWN, _UP) if (crossing := _crossing(utilisation, level, end))]
    return min(found, key=lambda move: abs(log(1.0 + move)), default=None)


def _crossing(utilisation: Callable[[float], float], level: float, end: float) -> float | None:
    below = 0.0
    for number in range(1, _COARSE + 1):
        above = end * number / _COARSE
        if utilisation(above) > level:
            break
        below = above
    else:
        return None
    for _ in range(_FINE):
        middle = (below + above) / 2
        if utilisation(middle) > level:
            above = middle
        else:
            below = middle
    return above
