"""What the exchange does when an account's equity is down to its maintenance margin."""

from math import inf, nextafter

from terminal.model.arithmetic.contracts import exposure_coin
from terminal.model.events import OrderState, Side
from terminal.model.instrument import TiersIn
from terminal.venues.paper.admission import order_margin
from terminal.venues.paper.execution import end, fill
from terminal.venues.paper.margin import Ledger, Terms
from terminal.venues.paper.orders import AccountChanged, Refusal
from terminal.venues.paper.state import Batch, ExchangeState


def liquidate(state: ExchangeState, batch: Batch, settle: str) -> None:
    """Take positions over at mark, a tier at a time, until equity is above maintenance margin.

    The account's open orders go first.
    """
    ledger = state.ledger
    if not _insolvent(ledger, settle):
        return
    for order in state.orders.open():
        if state.settle_of(order.request.symbol) == settle:
            end(state, batch, order, OrderState.CANCELLED, Refusal.CANCELLED_BY_LIQUIDATION)
    while _insolvent(ledger, settle):
        symbol = max(_held(ledger, settle), key=lambda s: (_weight(ledger, s), s))
        lots, price = ledger.positions[symbol].lots, ledger.value_price(symbol)
        if price is None:
            return
        terms = ledger.terms[symbol]
        taken = _lots_to_take(terms, lots, price)
        fee = terms.notional(taken, price) * terms.taker_fee
        side = Side.SELL if lots > 0 else Side.BUY
        fill(state, batch, symbol, side, taken, price, fee, None, maker=False)


def state_accounts(state: ExchangeState, batch: Batch) -> None:
    """End a call: liquidate what fills and payments made insolvent, then report those accounts."""
    for settle in tuple(batch.accounts):
        liquidate(state, batch, settle)
        _cover_bankruptcy(state.ledger, settle)
    for settle in batch.accounts:
        account = state.ledger.account_state(settle, order_margin(state, settle))
        batch.reports.append(AccountChanged(batch.at, account))


def _cover_bankruptcy(ledger: Ledger, settle: str) -> None:
    """Let the insurance fund pay what a flat account owes: a wallet never stays below 0."""
    wallet = ledger.wallets[settle]
    while wallet.balance < 0 and not _held(ledger, settle):
        # The balance is a sum: one unit in the last place more, or it may stay just below 0.
        wallet.insurance_received = nextafter(wallet.insurance_received - wallet.balance, inf)


def _insolvent(ledger: Ledger, settle: str) -> bool:
    held = _held(ledger, settle)
    return bool(held) and ledger.equity(settle) <= ledger.maintenance(settle)


def _held(ledger: Ledger, settle: str) -> list[str]:
    return [symbol for symbol in ledger.settling_in(settle) if ledger.positions[symbol].lots]


def _weight(ledger: Ledger, symbol: str) -> float:
    """Return what decides which position is taken first: the maintenance margin that it needs."""
    return ledger.position_state(symbol).maintenance_margin


def _lots_to_take(terms: Terms, lots: int, mark_price: float) -> int:
    """Return the unsigned lots of the next step: down to the tier below, or all in the lowest.

    The large exchanges go down tier by tier so, because the tier below asks for less margin.
    """
    instrument = terms.instrument
    if instrument.tiers_in is TiersIn.COIN:
        # Coin in a lot: for an inverse contract it moves with the price.
        unit = exposure_coin(terms.kind, terms.lot_value, 1.0, mark_price)
    else:
        unit = float(instrument.lot_size)
    bounds = [int(float(tier.up_to) / unit) for tier in instrument.tiers if tier.up_to is not None]
    return abs(lots) - max((bound for bound in bounds if bound < abs(lots)), default=0)
