"""Bugs planted on purpose, one at a time: what the invariants are worth.

Each replaces one thing in the engine. A bug that no seed finds is a hole in the invariants.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import msgspec

from terminal.engine import commands, engine, state, sweep
from terminal.engine.funding import monitor
from terminal.engine.market import adoption, intake, leg, suspicion, venue_clock
from terminal.engine.orders import attention, backoff, issue, ledger, order
from terminal.engine.orders import intake as order_intake
from terminal.engine.risk import (
    breaker,
    caps,
    freezes,
    gate,
    killing,
    protection,
    rate,
    reconciliation,
    staleness,
)
from terminal.engine.risk.proposal import Proposal
from terminal.engine.sizing import decide, increase, slicing, target
from terminal.model.events import CommandName, OrderState
from terminal.model.outputs import Mode
from terminal.model.reasons import Reason

Change = tuple[Any, str, Callable[[Any], Any]]


@dataclass(frozen=True, slots=True)
class Planted:
    """One bug: its name and what it replaces (owner, attribute, original → replacement)."""

    name: str
    changes: tuple[Change, ...]

    @contextmanager
    def in_force(self) -> Iterator[None]:
        """Plant the bug for as long as the context lasts."""
        with ExitStack() as planted:
            for owner, attribute, make in self.changes:
                replacement = make(getattr(owner, attribute))
                planted.enter_context(patch.object(owner, attribute, replacement))
            yield


def _bug(name: str, *changes: Change) -> Planted:
    return Planted(name, changes)


def _always(value: Any) -> Callable[[Any], Any]:
    """Replace a function by one that always returns `value`."""
    return lambda _: lambda *_, **__: value


def _property(get: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda _: property(get)


def _without_rule(*names: str) -> Change:
    """Leave questions out of the gate, by the names of their modules."""

    def less(rules: tuple[Any, ...]) -> tuple[Any, ...]:
        kept = tuple(one for one in rules if one.__module__.rpartition(".")[2] not in names)
        assert len(kept) == len(rules) - len(names), f"no such rule among {names}"
        return kept

    return gate, "RULES", less


def _command(name: CommandName, make: Callable[[Any], Any]) -> Change:
    return commands, "_COMMANDS", lambda table: table | {name: make(table[name])}


def _proposal(**changed: Any) -> Change:
    """Change what every scaling order asks for."""
    return (
        decide,
        "_proposal",
        lambda make: (
            lambda *given, **named: msgspec.structs.replace(make(*given, **named), **changed)
        ),
    )


def _scaled(factor: float) -> Callable[[Any], Any]:
    return lambda original: lambda *given, **named: original(*given, **named) * factor


def _sign_of_rate(original: Any) -> Any:
    def flipped(*given: Any) -> float | None:
        rate = original(*given)
        return None if rate is None else -rate

    return flipped


def _rounded_up(original: Any) -> Any:
    return lambda *given: original(*given) + 1


def _one_lot_more(original: Any) -> Any:
    def more(*given: Any, **named: Any) -> Any:
        verdict = original(*given, **named)
        if verdict.lots:
            verdict.lots += 1 if verdict.lots > 0 else -1
        return verdict

    return more


def _armed_at_start(original: Any) -> Any:
    def armed(self: Any, epoch: int) -> None:
        original(self, epoch)
        self.mode = Mode.AUTO

    return armed


def _one_venue_only(original: Any) -> Any:
    def kill(desk: Any, command: Any) -> None:
        original(desk, command)
        cancels = [one for one in desk.out if type(one).__name__ == "CancelIntent"]
        for one in cancels[1:]:
            desk.out.remove(one)

    return kill


def _adopt_silently(original: Any) -> Any:
    def hold(desk: Any, one: Any, reason: Any, detail: str) -> None:
        if reason is not Reason.POSITION_MISMATCH:
            original(desk, one, reason, detail)

    return hold


def _cancelled_beats_filled(original: Any) -> Any:
    def advance(self: Any, new: OrderState, at: int) -> Any:
        if self.state is OrderState.CANCELLED:
            return False
        return original(self, new, at)

    return advance


def _late_fill_dropped(original: Any) -> Any:
    def take(self: Any, one: Any, known: Any, event: Any) -> Any:
        return 0.0 if known.state.terminal else original(self, one, known, event)

    return take


def _not_found_is_dead(_: Any) -> Any:
    return lambda known, *_: known.state is OrderState.UNKNOWN


def _sent_again(original: Any) -> Any:
    """Answer "nobody knows" by sending the same order under another id."""

    def report(desk: Any, event: Any) -> Any:
        one = original(desk, event)
        known = desk.orders.orders.get(event.client_order_id)
        if known is not None and event.state is OrderState.UNKNOWN and not known.recovered:
            again = Proposal(
                known.side, known.lots, known.reduce_only, known.type, known.limit_price,
                known.purpose,
            )  # fmt: skip
            issue.issue(desk, one, again, desk.next_decision_id())
        return one

    return report


def _number_reused(_: Any) -> Any:
    def next_id(self: Any) -> int:
        self.decision_id += self.sequence % 7 != 0
        return max(int(self.decision_id), 1)

    return next_id


def _larger_than_position(original: Any) -> Any:
    def issued(desk: Any, one: Any, proposal: Any, number: int) -> None:
        if proposal.purpose.protective:
            proposal = msgspec.structs.replace(proposal, lots=proposal.lots * 2)
        original(desk, one, proposal, number)

    return issued


def _through_zero(position: int, goal: int) -> int:
    return goal - position


def _forget_recovered(_: Any) -> Any:
    return lambda desk, event: intake.leg_of(desk, event.venue, event.symbol)


def _restored_too_little(original: Any) -> Any:
    return lambda *given: min(original(*given) * 1.2, 1.0)


def _restored_too_much(original: Any) -> Any:
    return lambda *given: original(*given) * 0.5


def _off_the_tick(original: Any) -> Any:
    def price(one: Any, *given: Any, **named: Any) -> Any:
        return original(one, *given, **named) + one.ticks.step / 2

    return price


def _wrong_side(original: Any) -> Any:
    def of(*given: Any) -> Any:
        found = original(*given)
        return found and msgspec.structs.replace(found, signed_lots=-found.signed_lots)

    return of


def _caps_before_rounding(original: Any) -> Any:
    def looser(*given: Any) -> Any:
        return [(reason, most + 1) for reason, most in original(*given)]

    return looser


def _always_confirmed(original: Any) -> Any:
    def confirm(desk: Any, venue: str, **_: bool) -> None:
        original(desk, venue, confirmed=True)

    return confirm


def _every_instance_the_first(_: Any) -> Any:
    return lambda epoch, number: f"st00001n{number:08d}"


def _dated_as_told(_: Any) -> Any:
    return lambda self, as_of, doubt_ns: as_of


def _never_adopted(_: Any) -> Any:
    return lambda self, signed_lots, at, sent_at: signed_lots


def _released_at_once(original: Any) -> Any:
    def release(self: Any, leg: Any, at: int, doubt_ns: int = 0) -> None:
        original(self, leg, at + 3_600_000_000_000)

    return release


_ZERO = _property(lambda self: 0)
_FALSE = _always(False)

BUGS: tuple[Planted, ...] = (
    # size
    _bug("the size's rounding is upwards", (target, "_whole_lots", _rounded_up)),
    _bug("an order is one lot too large", (decide, "_size_order", _one_lot_more)),
    _bug("the funding rate's sign", (target, "funding_term", _sign_of_rate)),
    _bug("PnL's sign in the account's equity", (leg, "pnl", _scaled(-1.0))),
    _bug("a target on the other side", (decide, "target_of", _wrong_side)),
    _bug("an order through zero in one go", (decide, "_first_part", lambda _: _through_zero)),
    _bug("the reduce-only flag dropped", _proposal(reduce_only=False), _without_rule("direction")),
    _bug("the band ignored", (decide, "_EXACTLY_AT_THE_BAND", lambda _: 0.0)),
    # caps
    _bug("caps counted one lot too high", (target, "binding", _caps_before_rounding)),
    _bug(
        "caps ignored",
        (target, "binding", _always([])),
        _without_rule("position_caps"),
    ),
    _bug(
        "what is in flight missed",
        (order.Order, "open_lots", _ZERO),
        _without_rule("one_at_a_time"),
        (decide, "_tend_resting", _always(None)),
    ),
    # freshness
    _bug("a stale mark ignored", (staleness, "mark_problem", _always(None))),
    _bug("a stale account ignored", (staleness, "account_problem", _always(None))),
    _bug("a stale funding rate ignored", (staleness, "funding_problem", _always(None))),
    _bug("a stale book ignored", (staleness, "book_problem", _always(None))),
    _bug("an override that never ends", (monitor.FundingMonitor, "end_override", _always(None))),
    _bug("the breaker ignored", (breaker.Breaker, "update", _FALSE)),
    # orders
    _bug(
        "one order at a time ignored",
        _without_rule("one_at_a_time"),
        (leg.Leg, "closing_lots", _always(0)),
    ),
    _bug("fills not de-duplicated", (ledger.OrderLedger, "seen_before", _FALSE)),
    _bug(
        "not found taken for refused at once", (order_intake, "_past_validity", _not_found_is_dead)
    ),
    _bug("an unknown order sent again", (order_intake, "take_report", _sent_again)),
    _bug("a cancellation beats a fill", (order.Order, "advance", _cancelled_beats_filled)),
    _bug("a late fill dropped", (ledger.OrderLedger, "take_fill", _late_fill_dropped)),
    _bug("a recovered order forgotten", (engine, "recover", _forget_recovered)),
    _bug("ids that forget the instance", (issue, "client_order_id_of", _every_instance_the_first)),
    _bug("a decision's number used twice", (state.DeskState, "next_decision_id", _number_reused)),
    # mode, latch
    _bug("armed after a restart", (state.DeskState, "__init__", _armed_at_start)),
    _bug("the latch not checked", _without_rule("kill_latch")),
    _bug("the kill switch asks one venue only", _command(CommandName.KILL, _one_venue_only)),
    _bug("the kill switch asks only once", (killing, "press_on", _always(None))),
    _bug("the kill switch confirms what nobody did", (killing, "confirm", _always_confirmed)),
    # protection
    _bug("a restore that is too small", (protection, "kept_share", _restored_too_little)),
    _bug("a restore that is far too large", (protection, "kept_share", _restored_too_much)),
    _bug(
        "a protective order larger than the position", (protection, "issue", _larger_than_position)
    ),
    # reconciliation
    _bug("an external change adopted without a freeze", (freezes, "hold", _adopt_silently)),
    _bug("a mismatch ignored", (reconciliation, "reconcile_position", _always(None))),
    # pace
    _bug(
        "turnover ignored",
        (rate.RateLimits, "turnover_left", _always(1e15)),
        _without_rule("turnover"),
    ),
    _bug("orders a minute ignored", (rate.RateLimits, "refusal", _always(None))),
    _bug(
        "a price off the tick",
        (decide, "collar_price", _off_the_tick),
        _without_rule("well_formed", "price_collar"),
    ),
    _bug("a refused order tried again at once", (backoff, "waiting", _FALSE)),
    _bug("a cancel repeated with every look", (issue, "_CANCEL_AGAIN_NS", lambda _: 0)),
    _bug("closing orders sent with every answer", (backoff, "protection_waiting", _FALSE)),
    _bug("nobody asked to look", (attention, "count", _always(None))),
    # doubt
    _bug("a mark beyond belief believed", (suspicion.Suspicion, "believes", _always(True))),
    _bug(
        "prices apart ignored",
        (increase, "diverging", _FALSE),
        _without_rule("prices"),
    ),
    _bug("a clock that is ahead believed", (venue_clock.VenueClock, "by_ours", _dated_as_told)),
    _bug("a reservation released too early", (ledger.OrderLedger, "release", _released_at_once)),
    _bug("another instance ignored", (reconciliation, "epoch_of", _always(None))),
    _bug(
        "a fill counted beside the statement it is in",
        (adoption.Adoption, "untold", _never_adopted),
    ),
    # what the policy fears
    _bug(
        "the stressed mark left out",
        (caps, "stressed_usd", _always(1e18)),
        (caps, "surely_fits", _always(True)),
    ),
    _bug("a session's loss ignored", (sweep, "check_loss", _always(None))),
    _bug("the book's depth ignored", (slicing, "_depth_limits", _always([]))),
    _bug("an expired contract traded on", (leg.Leg, "expired", _FALSE)),
)
