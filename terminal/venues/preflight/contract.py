"""The lines about one contract: its terms, how the account holds it, and two figures recomputed."""

from collections.abc import Iterator
from decimal import Decimal

from terminal.engine.market.tiers import MarginTiers, Tier
from terminal.model.arithmetic.contracts import funding_paid, notional
from terminal.model.arithmetic.liquidation import disagreement, liquidation_price
from terminal.model.checks import Check, CheckLine, CheckState
from terminal.model.instrument import Instrument
from terminal.venues.preflight.facts import Position, SymbolFacts
from terminal.venues.preflight.one_picture import MOST_READINGS

PRICE_TOLERANCE = 0.01  # as a policy has it that says nothing else
FIGURES_DIFFER = (
    "do not trade on figures that differ: look at the venue's page first, then resume the "
    "contract if you know why they do"
)
_PAYMENT_TOLERANCE = 0.01


def contract_lines(facts: SymbolFacts, target_leverage: float | None) -> Iterator[CheckLine]:
    """Yield what is to be said of one contract."""
    instrument = facts.instrument
    if instrument is None:
        yield _line(facts, facts.problem_of, CheckState.RED, facts.problem or "it is not listed")
        return
    yield _market(facts, instrument)
    unit = "USD" if instrument.inverse else instrument.base
    size = f"{instrument.contract_size} {unit} a contract, as our table has it"
    yield _line(facts, Check.CONTRACT_SIZE, CheckState.GREEN, size)
    yield _tiers(facts, instrument)
    yield _position_mode(facts)
    yield _margin_mode(facts)
    yield _leverage(facts, instrument, target_leverage)
    yield _liquidation(facts, instrument, target_leverage)
    yield _payment(facts, instrument)


def _line(
    facts: SymbolFacts,
    check: Check,
    state: CheckState,
    found: str,
    remedy: str = "",
    apart: float | None = None,
) -> CheckLine:
    return CheckLine(check, state, found, remedy, facts.symbol, apart)


def _market(facts: SymbolFacts, instrument: Instrument) -> CheckLine:
    settled = f"settled in {instrument.settle}"
    if facts.inverse is not None and facts.inverse is not instrument.inverse:
        return _line(facts, Check.MARKET, CheckState.RED, "the venue lists it as another kind")
    if instrument.inverse:
        return _line(facts, Check.MARKET, CheckState.GREEN, f"inverse, {settled}")
    if facts.linear_allowed:
        return _line(facts, Check.MARKET, CheckState.GREEN, f"linear, {settled}")
    return _line(
        facts, Check.MARKET, CheckState.RED, f"is not inverse but {settled}",
        "choose a contract that settles in its coin",
    )  # fmt: skip


def _tiers(facts: SymbolFacts, instrument: Instrument) -> CheckLine:
    tiers = instrument.tiers
    if not tiers:
        return _line(facts, Check.TIERS, CheckState.RED, "the venue states none")
    rates = [tier.maintenance_rate for tier in tiers]
    if rates != sorted(rates) or rates[0] <= 0:
        return _line(facts, Check.TIERS, CheckState.RED, "their rates do not rise with the size")
    found = f"{len(tiers)}, from {rates[0]:.2%} to {rates[-1]:.2%} maintenance"
    return _line(facts, Check.TIERS, CheckState.GREEN, found)


def _position_mode(facts: SymbolFacts) -> CheckLine:
    if facts.hedged is None:
        return _unknown(facts, Check.POSITION_MODE, "the venue does not tell")
    if facts.hedged:
        return _line(
            facts, Check.POSITION_MODE, CheckState.RED, "hedge",
            "set one-way mode at the venue: a reduction there could open the other side here",
        )  # fmt: skip
    return _line(facts, Check.POSITION_MODE, CheckState.GREEN, "one-way")


def _margin_mode(facts: SymbolFacts) -> CheckLine:
    if facts.margin_mode is None:
        return _unknown(facts, Check.MARGIN_MODE, "the venue does not tell")
    if facts.margin_mode != "cross":
        return _line(
            facts, Check.MARGIN_MODE, CheckState.RED, facts.margin_mode,
            "set cross margin: the terminal's margin figures are for it",
        )  # fmt: skip
    return _line(facts, Check.MARGIN_MODE, CheckState.GREEN, "cross")


def _leverage(facts: SymbolFacts, instrument: Instrument, target: float | None) -> CheckLine:
    leverage = facts.leverage
    if leverage is None:
        return _unknown(facts, Check.LEVERAGE, "the venue does not tell")
    found = f"{leverage:g}×"
    if target is not None and leverage < target:
        return _line(
            facts, Check.LEVERAGE, CheckState.RED, f"{found}, and the policy wants {target:g}×",
            f"set {target:g}× or more at the venue: orders would be refused for margin",
        )  # fmt: skip
    highest = max((tier.max_leverage or Decimal(0) for tier in instrument.tiers), default=None)
    if highest and leverage > float(highest):
        return _line(
            facts, Check.LEVERAGE, CheckState.RED, f"{found}, above the venue's own {highest:g}×"
        )
    return _line(facts, Check.LEVERAGE, CheckState.GREEN, found)


def _liquidation(facts: SymbolFacts, instrument: Instrument, target: float | None) -> CheckLine:
    position = facts.position
    if position is None:
        return _unknown(facts, Check.LIQUIDATION, _hypothetical(facts, instrument, target))
    mark = facts.mark_price
    if mark is None:
        return _unknown(facts, Check.LIQUIDATION, "no mark price is known")
    if not position.steady:
        moved = f"it moved while it was read, {MOST_READINGS} times in a row"
        return _unknown(facts, Check.LIQUIDATION, moved)
    if not position.alone:
        return _unknown(facts, Check.LIQUIDATION, "other positions share the margin; see the panel")
    ours, theirs = our_liquidation_price(instrument, position, mark), position.liquidation_price
    both = f"ours {_price(ours)}, the venue's {_price(theirs)}"
    if theirs is None or ours is None:
        return _line(
            facts, Check.LIQUIDATION,
            CheckState.GREEN if theirs is ours else CheckState.UNKNOWN, both,
        )  # fmt: skip
    apart = disagreement(mark, ours, theirs)
    if beside := _beside(instrument, position, mark, theirs, apart):
        other, apart = beside
        both = f"ours {_price(ours)}, or {_price(other)} in the margin tier next to it, "
        both += f"the venue's {_price(theirs)}"
    if apart > PRICE_TOLERANCE:
        return _line(facts, Check.LIQUIDATION, CheckState.RED, both, FIGURES_DIFFER, apart)
    return _line(facts, Check.LIQUIDATION, CheckState.GREEN, both, apart=apart)


def our_liquidation_price(instrument: Instrument, position: Position, mark: float) -> float | None:
    """Return our figure in USD for a position that is alone on its margin."""
    tier = MarginTiers(instrument).of(abs(position.contracts), mark)
    return None if tier is None else _price_in(instrument, position, tier)


def _price_in(instrument: Instrument, position: Position, tier: Tier) -> float | None:
    _, maintenance_rate, deduction, _ = tier
    return liquidation_price(
        instrument.kind,
        float(instrument.contract_size),
        1 if position.contracts > 0 else -1,
        abs(position.contracts),
        position.entry_price,
        position.wallet_balance,
        maintenance_rate,
        deduction,
        float(instrument.taker_fee),
        None,
        instrument.liquidation_rule,
    )


def _beside(
    instrument: Instrument, position: Position, mark: float, theirs: float, apart: float
) -> tuple[float, float] | None:
    """Return our price in another tier, and how far it is from the venue's, where that is nearer.

    None where it is not. A venue may state a price that it computed a moment before or after the
    mark that it tells, when the position was in the tier beside: that is no difference of figures.
    """
    tiers = MarginTiers(instrument).when_stated(abs(position.contracts), mark, mark)
    prices = [_price_in(instrument, position, tier) for tier in tiers]
    found = [(disagreement(mark, price, theirs), price) for price in prices if price is not None]
    least, other = min(found, default=(apart, theirs))
    return (other, least) if least < apart else None


def _hypothetical(facts: SymbolFacts, instrument: Instrument, target: float | None) -> str:
    """Return what ours would be for one coin of margin at the target, for the trader to compare."""
    mark, leverage = facts.mark_price, target or facts.leverage
    if mark is None or not leverage:
        return "there is no position to compare"
    size = float(instrument.contract_size)
    one = notional(instrument.kind, size, 1.0, mark)
    ours = our_liquidation_price(instrument, Position(leverage / one, mark, 1.0, None), mark)
    return (
        f"there is no position to compare; ours for a long at {leverage:g}× and {mark:g} would "
        f"be {_price(ours)}"
    )


def _payment(facts: SymbolFacts, instrument: Instrument) -> CheckLine:
    paid = facts.payment
    if not instrument.perpetual:
        return _line(facts, Check.FUNDING, CheckState.GREEN, "a dated contract pays none")
    if paid is None:
        return _unknown(facts, Check.FUNDING, "none has been settled that could be recomputed")
    ours = funding_paid(
        instrument.kind, float(instrument.contract_size), 1 if paid.contracts > 0 else -1,
        abs(paid.contracts), paid.mark_price, paid.funding_rate,
    )  # fmt: skip
    found = f"ours {ours:+.8f} {instrument.settle}, the venue's {paid.paid:+.8f}"
    if abs(ours - paid.paid) > _PAYMENT_TOLERANCE * max(abs(ours), abs(paid.paid)) + 1e-8:
        remedy = "funding is counted otherwise there: do not trade before this is understood"
        return _line(facts, Check.FUNDING, CheckState.RED, found, remedy)
    return _line(facts, Check.FUNDING, CheckState.GREEN, found)


def _unknown(facts: SymbolFacts, check: Check, found: str) -> CheckLine:
    why = f" ({facts.note})" if facts.note else ""
    return _line(facts, check, CheckState.UNKNOWN, found + why)


def _price(value: float | None) -> str:
    if value is None:
        return "—"
    return f"{value:,.2f}" if value >= 100 else f"{value:.6g}"
