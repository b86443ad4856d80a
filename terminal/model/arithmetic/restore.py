"""How much of a position to keep so that margin utilisation comes down to a target.

Reducing frees maintenance margin and costs the taker fee, which comes out of equity; at mark
nothing else changes, because profit turns from unrealised into realised.
"""

from collections.abc import Sequence

from terminal.model.arithmetic import contracts as arithmetic
from terminal.model.arithmetic.margin import maintenance_margin, utilisation
from terminal.model.arithmetic.number import Number
from terminal.model.arithmetic.rounding import rounded_up
from terminal.model.instrument import Kind


def contracts_to_keep(
    kind: Kind,
    contract_size: Number,
    contracts: Number,
    mark: Number,
    equity: Number,
    maintenance_rate: Number,
    target_utilisation: Number,
    deduction: Number | int = 0,
    fee: Number | int = 0,
    lot: Number | None = None,
) -> Number:
    """Return the most contracts (unsigned) that leave utilisation at or below the target.

    N′ solves N′·n·m − d = u*·(equity − fee·n·(N − N′)), n being the notional of one contract:
    N′ = (u*·(equity − fee·n·N) + d) / (n·(m − u*·fee)). Without fee and deduction that is
    N·u*/u. What is sold is a whole number of `lot`, rounded up. All is kept where utilisation is
    within the target already, and nothing where only flat is.
    """

    def over_target(kept: Number) -> bool:
        after = utilisation_after(
            kind, contract_size, contracts, kept, mark, equity, maintenance_rate, deduction, fee
        )
        return after is None or after > target_utilisation

    if contracts <= 0 or not over_target(contracts):
        return contracts
    nothing = contracts * 0
    freed = maintenance_rate - target_utilisation * fee
    if equity <= 0 or freed <= 0:
        return nothing
    # For an inverse contract everything is multiplied by mark: one division, at the end.
    face = contract_size if kind is Kind.INVERSE else contract_size * mark
    money = mark if kind is Kind.INVERSE else nothing + 1
    allowed = (target_utilisation * equity + deduction) * money
    kept = (allowed - target_utilisation * fee * face * contracts) / (face * freed)
    if lot is None:
        return min(max(kept, nothing), contracts)
    kept = contracts - rounded_up(contracts - kept, lot)
    if kept > 0 and over_target(kept):  # floats only: the quotient was rounded the wrong way
        kept -= lot
    return max(kept, nothing)


def utilisation_after(
    kind: Kind,
    contract_size: Number,
    contracts: Number,
    kept: Number,
    mark: Number,
    equity: Number,
    maintenance_rate: Number,
    deduction: Number | int = 0,
    fee: Number | int = 0,
) -> Number | None:
    """Return utilisation once `contracts` are reduced to `kept` at mark, None without equity."""
    cost = fee * arithmetic.notional(kind, contract_size, contracts - kept, mark)
    held = arithmetic.notional(kind, contract_size, kept, mark)
    return utilisation(maintenance_margin(held, maintenance_rate, deduction), equity - cost)


def contracts_to_keep_in_brackets(
    kind: Kind,
    contract_size: Number,
    contracts: Number,
    mark: Number,
    equity: Number,
    brackets: Sequence[tuple[Number | None, Number, Number]],
    target_utilisation: Number,
    fee: Number | int = 0,
    lot: Number | None = None,
) -> Number:
    """Return `contracts_to_keep` where a smaller position falls into a lower margin bracket.

    `brackets` are (up to how many contracts or None, maintenance rate, deduction), lowest first.
    The answer is the largest position that is at its target in the bracket that it ends in. The
    last bracket holds whatever is larger still; without brackets nothing is known to restore.
    """
    if not brackets:
        return contracts
    floor = contracts * 0
    reachable: list[tuple[Number, Number | None, Number, Number]] = []
    for number, (up_to, rate, deduction) in enumerate(brackets, start=1):
        own = up_to is None or up_to >= contracts or number == len(brackets)
        reachable.append((floor, None if own else up_to, rate, deduction))
        if up_to is None or own:
            break
        floor = up_to
    for above, bound, rate, deduction in reversed(reachable):
        kept = contracts_to_keep(
            kind,
            contract_size,
            contracts,
            mark,
            equity,
            rate,
            target_utilisation,
            deduction=deduction,
            fee=fee,
            lot=lot,
        )
        if bound is not None and bound < kept:
            kept = bound if lot is None else contracts - rounded_up(contracts - bound, lot)
        if kept > above:
            return kept
    return contracts * 0


def keep_fraction(
    maintenance: Number,
    equity: Number,
    target_utilisation: Number,
    fees: Number | int = 0,
    deductions: Number | int = 0,
) -> Number:
    """Return the fraction of every position to keep where several share one margin.

    `maintenance` is the sum of notional·rate before deductions, `fees` the sum of notional·taker
    fee: what closing everything would cost. The same closed form as for one position:
    k = (u*·(equity − fees) + deductions) / (maintenance − u*·fees), within 0 and 1.
    """
    nothing = equity * 0
    if maintenance - deductions <= target_utilisation * equity:
        return nothing + 1
    freed = maintenance - target_utilisation * fees
    if equity <= 0 or freed <= 0:
        return nothing
    kept = (target_utilisation * (equity - fees) + deductions) / freed
    return min(max(kept, nothing), nothing + 1)


def reduction_share(
    maintenance: Number,
    equity: Number,
    target_utilisation: Number,
    fees: Number | int = 0,
    deductions: Number | int = 0,
) -> Number:
    """Return the fraction of every position to close: the other half of `keep_fraction`."""
    return 1 - keep_fraction(maintenance, equity, target_utilisation, fees, deductions)
