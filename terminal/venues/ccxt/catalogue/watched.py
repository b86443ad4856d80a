"""What venues have in common that are watched, or whose orders were tried on loopback only."""

from decimal import Decimal

from terminal.model.instrument import LiquidationRule, TiersIn
from terminal.venues.ccxt.catalogue.calls import Limits
from terminal.venues.ccxt.catalogue.order_terms import Codes, Executions, Orders
from terminal.venues.ccxt.catalogue.terms import TierSource, Units, WalletRows

LIMITS = Limits(requests=10, reserved_for_cancels=3, window_s=1.0)
NO_WALLET = WalletRows("handle_balance", (), (), (), (), "", "", "", "")


def units_of(
    sizes: dict[str, Decimal],
    *,
    tiers: TierSource = TierSource.ABSENT,
    interval_h: float = 8.0,
    contracts_are_usd: bool = False,
) -> Units:
    """Return units whose tiers count contracts and whose funding interval is not listed."""
    return Units(
        contract_sizes=sizes,
        tiers_in=TiersIn.CONTRACTS,
        tier_deduction="",
        liquidation_rule=LiquidationRule.MARK,
        funding_interval=(),
        funding_interval_unit_s=3600,
        usual_funding_interval_s=interval_h * 3600,
        tiers=tiers,
        contracts_are_usd=contracts_are_usd,
    )


def executions_of(client_order_id: str) -> Executions:
    """Return how an execution names its order."""
    return Executions("", {}, ("",), client_order_id, "")


def orders_of(client_order_id: str, longest: int, ids: str) -> Orders:
    """Return how an order is named, and of what its id is made."""
    return Orders(client_order_id, longest, "", 5_000, 2_000, ("fetch_order",), ids=ids)


def codes_of(
    fields: tuple[tuple[str | int, ...], ...],
    texts: tuple[tuple[str | int, ...], ...],
    *,
    not_found: set[str],
    duplicate: set[str],
    throttled: set[str],
    credentials: set[str],
    clock: set[str],
    maintenance: set[str],
    refused: frozenset[str] = frozenset(),
    not_found_says: str = "",
) -> Codes:
    """Return codes of which those about ourselves refuse, and beside them only `refused`."""
    return Codes(
        fields=fields,
        texts=texts,
        refused=refused | credentials | clock,
        not_found=frozenset(not_found),
        duplicate=frozenset(duplicate),
        throttled=frozenset(throttled),
        credentials=frozenset(credentials),
        clock=frozenset(clock),
        maintenance=frozenset(maintenance),
        not_found_says=not_found_says,
    )
