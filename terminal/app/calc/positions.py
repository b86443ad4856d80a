"""Figures of a position: its size, value, profit, entry, margin and funding."""

from decimal import Decimal

from terminal.app.calc.answer import USD_PER_COIN, Answer, either, money
from terminal.app.calc.arguments import Given
from terminal.model.arithmetic import contracts as arithmetic
from terminal.model.arithmetic import dated
from terminal.model.arithmetic.entry import break_even_price, position_after_fill
from terminal.model.arithmetic.margin import initial_margin, maintenance_margin
from terminal.model.arithmetic.rounding import rounded_down
from terminal.model.arithmetic.scaling import contracts_for, margin_usd, size_coin

_ZERO = Decimal(0)
_ONE = Decimal(1)


def size(given: Given) -> Answer:
    """Return the contracts to hold, rounded towards zero to the lot."""
    kind = given.kind
    contract_size, margin, leverage, mark, funding = given.numbers(
        "contract_size", "margin", "target_leverage", "mark", "funding"
    )
    coin = size_coin(margin_usd(kind, margin, mark), leverage, mark, funding)
    raw = contracts_for(kind, contract_size, coin, mark)
    return {
        "value": rounded_down(raw, given.number("lot_size", _ONE)),
        "unit": "contracts",
        "formula": "size_coin = (margin_usd × target_leverage) / (mark_price × (1 + funding_rate))"
        + either(kind, "; contracts = size_coin·P / C", "; contracts = size_coin / C"),
        "size_coin": coin,
        "contracts_raw": raw,
    }


def notional(given: Given) -> Answer:
    """Return the value of contracts, and what they expose to."""
    kind = given.kind
    contract_size, contracts, price = given.numbers("contract_size", "contracts", "price")
    return {
        "value": arithmetic.notional(kind, contract_size, contracts, price),
        "unit": money(kind),
        "formula": either(kind, "N·C / P", "N·C·P"),
        "exposure_coin": arithmetic.exposure_coin(kind, contract_size, contracts, price),
        "exposure_usd": arithmetic.exposure_usd(kind, contract_size, contracts, price),
    }


def pnl(given: Given) -> Answer:
    """Return profit from entry to exit, the fees of both, and what is left."""
    kind, side = given.kind, given.side
    contract_size, contracts, entry, exit_price = given.numbers(
        "contract_size", "contracts", "entry", "exit"
    )
    rate = given.number("fee", _ZERO)
    gain = arithmetic.pnl(kind, contract_size, side, contracts, entry, exit_price)
    fees = sum(
        arithmetic.fee(kind, contract_size, contracts, price, rate) for price in (entry, exit_price)
    )
    return {
        "value": gain,
        "unit": money(kind),
        "formula": either(kind, "s·N·C·(1/E − 1/P)", "s·N·C·(P − E)")
        + ", before fees; fees = t·(notional at E + notional at P)",
        "fees": fees,
        "net": gain - fees,
    }


def entry(given: Given) -> Answer:
    """Return the average entry after fills, through reductions and zero."""
    kind = given.kind
    held, entry, realized = _ZERO, None, _ZERO
    contract_size = given.number("contract_size", _ONE)
    for contracts, price in given.fills:
        held, entry, gain = position_after_fill(kind, contract_size, held, entry, contracts, price)
        realized += gain
    answer: Answer = {
        "value": entry,
        "unit": USD_PER_COIN,
        "formula": either(kind, "ΣN / Σ(N/Eᵢ)", "Σ(N·Eᵢ) / ΣN")
        + "; a reduction keeps it, through zero it is the price of the part that opened",
        "contracts": held,
    }
    if given.has("contract_size"):
        answer["realized_pnl"] = realized
    return answer


def break_even(given: Given) -> Answer:
    """Return the exit price at which nothing is won or lost, fees included."""
    kind, side = given.kind, given.side
    opened_at, opening = given.numbers("entry", "fee")
    closing = given.number("closing_fee", opening)
    price = break_even_price(kind, side, opened_at, opening, closing)
    return {
        "value": price,
        "unit": USD_PER_COIN,
        "formula": either(kind, "E·(s + t_close) / (s − t_open)", "E·(s + t_open) / (s − t_close)"),
        "move": price / opened_at - 1,
    }


def basis(given: Given) -> Answer:
    """Return the basis of a dated contract, for a year too where the days are given."""
    mark, index = given.numbers("mark", "index")
    return {
        "value": dated.basis(mark, index),
        "unit": "fraction of index",
        "formula": "P / index − 1; annualised = basis·365 / days",
        "annualised": dated.annualised_basis(mark, index, given.number("days"))
        if given.has("days")
        else None,
    }


def margin(given: Given) -> Answer:
    """Return initial margin, and maintenance margin where its rate is given."""
    kind = given.kind
    contract_size, contracts, price, leverage = given.numbers(
        "contract_size", "contracts", "price", "leverage"
    )
    notional = arithmetic.notional(kind, contract_size, contracts, price)
    answer: Answer = {
        "value": initial_margin(notional, leverage),
        "unit": money(kind),
        "formula": "notional / leverage; maintenance = notional·(mmr + fee) − deduction",
    }
    deduction, fee = given.number("deduction", _ZERO), given.number("fee", _ZERO)
    answer["maintenance_margin"] = (
        maintenance_margin(notional, given.number("mmr") + fee, deduction)
        if given.has("mmr")
        else None
    )
    return answer


def funding(given: Given) -> Answer:
    """Return the funding paid at one settlement."""
    kind = given.kind
    contract_size, contracts, mark, rate = given.numbers(
        "contract_size", "contracts", "mark", "rate"
    )
    return {
        "value": arithmetic.funding_paid(kind, contract_size, given.side, contracts, mark, rate),
        "unit": money(kind),
        "formula": either(kind, "s·rate·N·C / P", "s·rate·N·C·P") + ", below 0: received",
    }
