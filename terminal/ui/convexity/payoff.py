"""One exposure held as an inverse, a linear and a dated contract: equity, price by price. Pure.

Profit alone would show no difference in USD: an inverse contract's coin profit, sold at the price
reached, is the linear contract's profit. What differs is the margin behind it. So each of the
three starts from the same equity, opened at the mark: the inverse and the dated one keep it in
coin, the linear one in USD. The perpetuals pay funding to the policy's horizon, the dated one none.
"""

import msgspec

from terminal.model.arithmetic.contracts import funding_paid, pnl
from terminal.model.arithmetic.liquidation import liquidation_price
from terminal.model.arithmetic.scaling import margin_usd
from terminal.model.instrument import Instrument, Kind, Tier
from terminal.ui.convexity.holding import Holding
from terminal.ui.convexity.steps import REACH, price_at

_STEP = 2  # percent between two points of a curve


class Terms(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What all three have in common. `funding` is the rate summed to the horizon, a fraction."""

    side: int
    exposure_usd: float
    equity_usd: float
    mark: float
    funding: float
    maintenance_rate: float
    deduction_usd: float
    reserved_usd: float  # maintenance of the account's other positions


class Curve(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Equity of one of the three; `moves` are percent from the mark, ascending.

    `ends` is the move at which it is liquidated, None where that lies outside the ladder.
    """

    name: str
    funding_usd: float
    moves: tuple[float, ...]
    usd: tuple[float, ...]
    coin: tuple[float, ...]
    ends: float | None


class Payoff(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The three curves, with what they share and where the position itself is liquidated."""

    terms: Terms
    curves: tuple[Curve, ...]
    liquidation: float | None  # percent from the mark
    liquidation_price: float | None


def terms_of(
    holding: Holding, exposure_usd: float, side: int, funding: float, tier: Tier | None
) -> Terms | None:
    """Return what is compared; None where there is no equity or nothing to hold."""
    listed, mark = holding.instrument, holding.mark
    own = pnl(
        listed.kind,
        holding.contract_size,
        holding.side,
        holding.size,
        holding.entry,
        mark,
    )
    equity = margin_usd(listed.kind, holding.wallet + own, mark)
    if equity <= 0 or exposure_usd <= 0:
        return None
    return Terms(
        side=side,
        exposure_usd=exposure_usd,
        equity_usd=equity,
        mark=mark,
        funding=funding,
        maintenance_rate=float(tier.maintenance_rate) if tier else 0.0,
        deduction_usd=margin_usd(listed.kind, float(tier.deduction), mark) if tier else 0.0,
        reserved_usd=margin_usd(listed.kind, holding.wallet - holding.cushion, mark),
    )


def payoff(terms: Terms, instrument: Instrument, liquidation: float | None) -> Payoff:
    """Return the three curves; `liquidation` is the position's own liquidation price."""
    curves = (
        _curve("inverse", Kind.INVERSE, terms, instrument, terms.funding),
        _curve("linear", Kind.LINEAR, terms, instrument, terms.funding),
        _curve("dated", Kind.INVERSE, terms, instrument, 0.0),
    )
    place = None if liquidation is None else (liquidation / terms.mark - 1) * 100
    return Payoff(terms=terms, curves=curves, liquidation=place, liquidation_price=liquidation)


def equity_at(curve: Curve, move: float) -> tuple[float, float] | None:
    """Return (USD, coin) of a curve `move` percent from the mark; None past its liquidation."""
    if not curve.moves or not curve.moves[0] <= move <= curve.moves[-1]:
        return None
    for place in range(1, len(curve.moves)):
        left, right = curve.moves[place - 1], curve.moves[place]
        if move <= right:
            share = (move - left) / (right - left)
            return _between(curve.usd, place, share), _between(curve.coin, place, share)
    return curve.usd[-1], curve.coin[-1]


def _curve(name: str, kind: Kind, terms: Terms, instrument: Instrument, funding: float) -> Curve:
    mark, side = terms.mark, terms.side
    inverse = kind is Kind.INVERSE
    unit = mark if inverse else 1.0  # USD of one unit of settlement currency, at the mark
    contracts = terms.exposure_usd if inverse else terms.exposure_usd / mark
    paid = funding_paid(kind, 1.0, side, contracts, mark, funding)
    wallet = terms.equity_usd / unit - paid
    liquidation = None
    if terms.maintenance_rate > 0:
        liquidation = liquidation_price(
            kind,
            1.0,
            side,
            contracts,
            mark,
            wallet - terms.reserved_usd / unit,
            terms.maintenance_rate,
            terms.deduction_usd / unit,
            float(instrument.taker_fee),
            None,
            instrument.liquidation_rule,
        )
    moves, ends = _reach(side, mark, liquidation)
    usd, coin = [], []
    for move in moves:
        price = price_at(mark, move)
        equity = wallet + pnl(kind, 1.0, side, contracts, mark, price)
        usd.append(margin_usd(kind, equity, price))
        coin.append(equity if inverse else equity / price)
    return Curve(
        name=name,
        funding_usd=paid * unit,
        moves=moves,
        usd=tuple(usd),
        coin=tuple(coin),
        ends=ends,
    )


def _reach(
    side: int, mark: float, liquidation: float | None
) -> tuple[tuple[float, ...], float | None]:
    """Return the moves of a curve, ended by its liquidation where that is within the ladder."""
    full = tuple(float(move) for move in range(-REACH, REACH + 1, _STEP))
    if liquidation is None:
        return full, None
    ends = (liquidation / mark - 1) * 100
    if abs(ends) >= REACH:
        return full, None
    if side > 0:
        return (ends, *(move for move in full if move > ends)), ends
    return (*(move for move in full if move < ends), ends), ends


def _between(values: tuple[float, ...], place: int, share: float) -> float:
    return values[place - 1] + (values[place] - values[place - 1]) * share
