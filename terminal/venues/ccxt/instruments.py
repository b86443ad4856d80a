"""Contracts as ccxt lists them, with the venue's own units in place of ccxt's guesses."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from terminal.model.errors import RejectedError, UserError
from terminal.model.instrument import Instrument, Kind, Tier
from terminal.venues.ccxt.catalogue import Units, VenueEntry
from terminal.venues.ccxt.observe import dig
from terminal.venues.ccxt.order_data import plain

_NS_PER_MS = 1_000_000


class ContractSizeError(RejectedError):
    """A contract is of another size than this program knows: every figure would be off by that."""


# Stands in where nobody tells the tiers: dearer than what large exchanges ask of small positions.
ASSUMED_TIERS: tuple[Mapping[str, Any], ...] = (
    {"maxNotional": None, "maintenanceMarginRate": 0.025, "maxLeverage": 20, "info": {}},
)


def instrument(
    entry: VenueEntry, venue: str, market: Any, tiers: Any, taker_fee: Any, maker_fee: Any
) -> Instrument:
    """Return the contract of a ccxt `market` with its leverage `tiers`.

    Raises RejectedError where the venue's terms are not the ones that this program knows: better
    no contract than one that is ten times too big.
    """
    symbol = market["symbol"]
    kind = Kind.INVERSE if market.get("inverse") else Kind.LINEAR
    lot_size = _decimal(dig(market, ("precision", "amount")), f"lot size of {symbol}")
    minimum = dig(market, ("limits", "amount", "min"))
    try:
        return Instrument(
            venue=venue,
            symbol=symbol,
            kind=kind,
            contract_size=contract_size(entry.units, market),
            tick_size=_decimal(dig(market, ("precision", "price")), f"tick size of {symbol}"),
            lot_size=lot_size,
            min_contracts=lot_size if minimum is None else _decimal(minimum, "smallest order"),
            base=market["base"],
            quote=market["quote"],
            settle=market["settle"],
            taker_fee=_decimal(taker_fee, f"taker fee of {symbol}"),
            maker_fee=_decimal(maker_fee, f"maker fee of {symbol}"),
            tiers=_tiers(entry.units, tiers),
            tiers_in=entry.units.tiers_in,
            expiry=_expiry(market),
            liquidation_rule=entry.units.liquidation_rule,
        )
    except UserError as error:
        raise RejectedError(
            f"{entry.title} lists {symbol} with terms unfit to trade: {error}"
        ) from None


def _expiry(market: Any) -> int | None:
    """Return when a contract ends, ns; a perpetual never does, whatever year is listed for it."""
    if market.get("swap") or market.get("expiry") is None:
        return None
    return int(market["expiry"]) * _NS_PER_MS


def contract_size(units: Units, market: Any) -> Decimal:
    """Return a contract's size from our own table, which ccxt must agree with.

    ccxt 4.5.90 takes Bybit's smallest order for it, among other guesses: a change there would
    silently scale every figure.
    """
    stated = _decimal(market.get("contractSize"), f"contract size of {market['symbol']}")
    if not market.get("inverse"):
        return stated
    known = units.contract_sizes.get(market["base"], units.contract_sizes.get("*"))
    if known != stated:
        raise ContractSizeError(
            f"{market['symbol']}: a contract is {known} USD by our table and {stated} by the "
            "exchange's listing; it is not traded until the table is checked"
        )
    return Decimal(1) if units.contracts_are_usd else known


def funding_interval_s(units: Units, market: Any) -> float | None:
    """Return the funding interval that the listing states, in seconds; None where it does not."""
    stated = dig(market, ("info", *units.funding_interval))
    try:
        seconds = float(stated) * units.funding_interval_unit_s
    except (TypeError, ValueError):
        return None
    return seconds if seconds > 0 else None


def interval_s(stated: Any) -> float | None:
    """Return the seconds of ccxt's "8h", None where there is no such statement."""
    if not isinstance(stated, str) or not stated.endswith("h"):
        return None
    try:
        seconds = float(stated[:-1]) * 3600
    except ValueError:
        return None
    return seconds if seconds > 0 else None


def _tiers(units: Units, rows: Any) -> tuple[Tier, ...]:
    tiers = []
    for row in rows or ():
        deduction = dig(row, ("info", units.tier_deduction))
        limit = row.get("maxNotional")
        leverage = row.get("maxLeverage")
        tiers.append(
            Tier(
                up_to=None if limit is None else _decimal(limit, "limit of a margin tier"),
                maintenance_rate=_maintenance_rate(row),
                deduction=_decimal(deduction or 0, "deduction of a margin tier"),
                max_leverage=None if leverage is None else _decimal(leverage, "maximum leverage"),
            )
        )
    return tuple(tiers)


def _maintenance_rate(row: Any) -> Decimal:
    rate = _decimal(row.get("maintenanceMarginRate"), "maintenance rate of a margin tier")
    leverage = row.get("maxLeverage")
    # Bybit has stated percents here and fractions elsewhere, and ccxt passes both on. A rate that
    # would liquidate a position at its own entry cannot be a fraction.
    if leverage is not None and rate * _decimal(leverage, "maximum leverage") >= 1:
        return rate / 100
    return rate


def _decimal(value: Any, what: str) -> Decimal:
    """Return a number of ccxt's exactly as it prints it."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise RejectedError(f"the exchange states no {what}: {value!r}") from None
    if not number.is_finite():
        raise RejectedError(f"the exchange states no {what}: {value!r}")
    return Decimal(plain(number))
