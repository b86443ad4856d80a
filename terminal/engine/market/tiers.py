"""A contract's margin tiers as the floats that every tick needs."""

from terminal.model.instrument import Instrument, TiersIn

UNBOUNDED = float("inf")
_NOT_HEARD_YET = 1.02  # the move of the mark that a statement may know of, and we not

# Upper bound, maintenance rate, deduction (settlement currency), highest leverage.
Tier = tuple[float, float, float, float]


class MarginTiers:
    """The tiers of one contract, lowest first; their bounds count coin or contracts."""

    __slots__ = ("_coin_per_contract", "_in_coin", "_inverse", "highest_rate", "tiers")

    def __init__(self, instrument: Instrument) -> None:
        self._in_coin = instrument.tiers_in is TiersIn.COIN
        self._inverse = instrument.inverse
        self._coin_per_contract = float(instrument.contract_size)
        self.tiers: tuple[Tier, ...] = tuple(
            (
                UNBOUNDED if tier.up_to is None else float(tier.up_to),
                float(tier.maintenance_rate),
                float(tier.deduction),
                UNBOUNDED if tier.max_leverage is None else float(tier.max_leverage),
            )
            for tier in instrument.tiers
        )

        self.highest_rate = max((tier[1] for tier in self.tiers), default=0.0)

    def __len__(self) -> int:
        return len(self.tiers)

    def of(self, contracts: float, mark: float) -> Tier | None:
        """Return the tier of unsigned contracts; past the last it is the last; None without any."""
        size = contracts
        if self._in_coin:
            size *= self._coin_per_contract
            if self._inverse:
                size /= mark
        for tier in self.tiers:
            if size <= tier[0]:
                return tier
        return self.tiers[-1] if self.tiers else None

    def when_stated(self, contracts: float, low: float, high: float) -> tuple[Tier, ...]:
        """Return every tier of unsigned contracts in which the venue may just have valued them.

        The mark went from `low` to `high` lately; what the venue says may have been made at any of
        these, or a little beyond, at one that we have not heard yet.
        """
        first = self.of(contracts, high * _NOT_HEARD_YET)
        last = self.of(contracts, low / _NOT_HEARD_YET)
        if first is None or last is None:
            return ()
        ends = sorted((self.tiers.index(first), self.tiers.index(last)))
        return self.tiers[ends[0] : ends[1] + 1]

    def in_contracts(self, bound: float, mark: float) -> float:
        """Return a tier's bound as contracts at the mark."""
        if not self._in_coin or bound == UNBOUNDED:
            return bound
        contracts = bound / self._coin_per_contract
        return contracts * mark if self._inverse else contracts

    def usd_of_one_bound(self, mark: float) -> float:
        """Return the USD of exposure of one of what the bounds count."""
        if self._in_coin:
            return mark
        return self._coin_per_contract * (1.0 if self._inverse else mark)

    def bounds_contracts(self, mark: float) -> list[float]:
        """Return the contracts at which one tier ends and the next begins, lowest first."""
        return [self.in_contracts(tier[0], mark) for tier in self.tiers if tier[0] != UNBOUNDED]
