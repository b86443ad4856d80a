"""What an exchange lists: the contract, its steps and its margin tiers."""

from decimal import Decimal
from enum import StrEnum

import msgspec

from terminal.model.errors import UserError


class Kind(StrEnum):
    """Where a contract settles: inverse in the coin, linear in the quote currency."""

    INVERSE = "inverse"
    LINEAR = "linear"


class TiersIn(StrEnum):
    """What the upper bound of a margin tier counts."""

    COIN = "coin"
    CONTRACTS = "contracts"


class LiquidationRule(StrEnum):
    """How a venue values maintenance margin when it computes the liquidation price."""

    MARK = "mark"
    ENTRY = "entry"
    MARK_WITH_FEE = "mark_with_fee"


class Tier(msgspec.Struct, frozen=True, array_like=True):
    """One margin tier; `up_to` is None for the last, unbounded one.

    `deduction` is in settlement currency and is subtracted from the maintenance margin.
    """

    up_to: Decimal | None
    maintenance_rate: Decimal
    deduction: Decimal = Decimal(0)
    max_leverage: Decimal | None = None


class Instrument(msgspec.Struct, frozen=True):
    """One contract on one venue.

    `contract_size` is USD a contract for an inverse contract and coin for a linear one;
    `tick_size` is USD; `lot_size` and `min_contracts` are contracts; `taker_fee` a fraction;
    `expiry` is ns since the epoch, None for a perpetual.
    """

    venue: str
    symbol: str
    kind: Kind
    contract_size: Decimal
    tick_size: Decimal
    lot_size: Decimal
    min_contracts: Decimal
    base: str
    quote: str
    settle: str
    taker_fee: Decimal
    tiers: tuple[Tier, ...]
    tiers_in: TiersIn
    expiry: int | None = None
    liquidation_rule: LiquidationRule = LiquidationRule.MARK
    maker_fee: Decimal = Decimal(0)

    @property
    def inverse(self) -> bool:
        """True when the contract settles in the coin."""
        return self.kind is Kind.INVERSE

    @property
    def perpetual(self) -> bool:
        """True when the contract has no expiry and pays funding."""
        return self.expiry is None

    def __post_init__(self) -> None:
        """Refuse a contract that no arithmetic can be done with."""
        for name in ("contract_size", "tick_size", "lot_size"):
            value: Decimal = getattr(self, name)
            if not value.is_finite() or value <= 0:
                raise UserError(f"{name}: must be a number above 0, not {value}")
        if not self.min_contracts.is_finite() or self.min_contracts < 0:
            raise UserError(f"min_contracts: must be 0 or more, not {self.min_contracts}")
        for name in ("taker_fee", "maker_fee"):
            fee: Decimal = getattr(self, name)
            if not fee.is_finite() or not -1 < fee < 1:
                raise UserError(f"{name}: must be a fraction between -1 and 1, not {fee}")
        _check_tiers(self.tiers)
        expected = self.base if self.inverse else self.quote
        if self.settle != expected:
            raise UserError(
                f"settle: a contract of kind {self.kind.value} on {self.base}/{self.quote} "
                f"settles in {expected}, not {self.settle}"
            )


def _check_tiers(tiers: tuple[Tier, ...]) -> None:
    previous = Decimal(0)
    for number, tier in enumerate(tiers, start=1):
        if not 0 <= tier.maintenance_rate < 1:
            raise UserError(
                f"tiers: maintenance_rate of tier {number} must be between 0 and 1, "
                f"not {tier.maintenance_rate}"
            )
        if tier.up_to is None and number < len(tiers):
            raise UserError(f"tiers: only the last tier may be unbounded, tier {number} is not")
        if tier.up_to is not None and tier.up_to <= previous:
            raise UserError(f"tiers: up_to of tier {number} must be above {previous}")
        previous = tier.up_to if tier.up_to is not None else previous
