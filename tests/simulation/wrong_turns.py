"""What the planted bugs do: each takes the original and returns what stands in its place."""

from collections.abc import Callable
from typing import Any

import msgspec

from terminal.engine.market import intake
from terminal.engine.orders import issue
from terminal.engine.risk.proposal import Proposal
from terminal.model.events import OrderState
from terminal.model.outputs import Mode, Purpose
from terminal.model.reasons import Reason


def scaled(factor: float) -> Callable[[Any], Any]:
    return lambda original: lambda *given, **named: original(*given, **named) * factor


def sign_of_rate(original: Any) -> Any:
    def flipped(*given: Any) -> float | None:
        rate = original(*given)
        return None if rate is None else -rate

    return flipped


def rounded_up(original: Any) -> Any:
    return lambda *given: original(*given) + 1


def one_lot_more(original: Any) -> Any:
    def more(*given: Any, **named: Any) -> Any:
        verdict = original(*given, **named)
        if verdict.lots:
            verdict.lots += 1 if verdict.lots > 0 else -1
        return verdict

    return more


def armed_at_start(original: Any) -> Any:
    def armed(self: Any, epoch: int) -> None:
        original(self, epoch)
        self.mode = Mode.AUTO

    return armed


def one_venue_only(original: Any) -> Any:
    def kill(desk: Any, command: Any) -> None:
        original(desk, command)
        cancels = [one for one in desk.out if type(one).__name__ == "CancelIntent"]
        for one in cancels[1:]:
            desk.out.remove(one)

    return kill


def adopt_silently(original: Any) -> Any:
    def hold(desk: Any, one: Any, reason: Any, detail: str) -> None:
        if reason is not Reason.POSITION_MISMATCH:
            original(desk, one, reason, detail)

    return hold


def cancelled_beats_filled(original: Any) -> Any:
    def advance(self: Any, new: OrderState, at: int) -> Any:
        if self.state is OrderState.CANCELLED:
            return False
        return original(self, new, at)

    return advance


def late_fill_dropped(original: Any) -> Any:
    def take(self: Any, one: Any, known: Any, event: Any) -> Any:
        return 0.0 if known.state.terminal else original(self, one, known, event)

    return take


def not_found_is_dead(_: Any) -> Any:
    return lambda known, *_: known.state is OrderState.UNKNOWN


def sent_again(original: Any) -> Any:
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


def number_reused(_: Any) -> Any:
    def next_id(self: Any) -> int:
        self.decision_id += self.sequence % 7 != 0
        return max(int(self.decision_id), 1)

    return next_id


def larger_than_position(original: Any) -> Any:
    def issued(desk: Any, one: Any, proposal: Any, number: int) -> None:
        if proposal.purpose.protective:
            proposal = msgspec.structs.replace(proposal, lots=proposal.lots * 2)
        original(desk, one, proposal, number)

    return issued


def through_zero(position: int, goal: int) -> int:
    return goal - position


def forget_recovered(_: Any) -> Any:
    return lambda desk, event: intake.leg_of(desk, event.venue, event.symbol)


def restored_too_little(original: Any) -> Any:
    return lambda *given: min(original(*given) * 1.2, 1.0)


def restored_too_much(original: Any) -> Any:
    return lambda *given: original(*given) * 0.5


def closed_whole(original: Any) -> Any:
    """Close the whole position where a part of it would do."""

    def reduce(desk: Any, account: Any, policy: Any, legs: Any, *_: Any) -> Any:
        return original(desk, account, policy, legs, 0.0, Purpose.FLATTEN)

    return reduce


def whatever_is_held(original: Any) -> Any:
    """Compare the venue's liquidation price with ours although a fill lies between the two."""

    def compare(desk: Any, one: Any, policy: Any) -> None:
        stated, one.venue_lots = one.venue_lots, one.position_lots
        original(desk, one, policy)
        one.venue_lots = stated

    return compare


def off_the_tick(original: Any) -> Any:
    def price(one: Any, *given: Any, **named: Any) -> Any:
        return original(one, *given, **named) + one.ticks.step / 2

    return price


def wrong_side(original: Any) -> Any:
    def of(*given: Any) -> Any:
        found = original(*given)
        return found and msgspec.structs.replace(found, signed_lots=-found.signed_lots)

    return of


def caps_before_rounding(original: Any) -> Any:
    def looser(*given: Any) -> Any:
        return [(reason, most + 1) for reason, most in original(*given)]

    return looser


def always_confirmed(original: Any) -> Any:
    def confirm(desk: Any, venue: str, **_: bool) -> None:
        original(desk, venue, confirmed=True)

    return confirm


def every_instance_the_first(_: Any) -> Any:
    return lambda epoch, number: f"st00001n{number:08d}"


def dated_as_told(_: Any) -> Any:
    return lambda self, as_of, doubt_ns: as_of


def never_adopted(_: Any) -> Any:
    return lambda self, signed_lots, at, sent_at: signed_lots


def released_at_once(original: Any) -> Any:
    def release(self: Any, leg: Any, at: int, **_: int) -> None:
        original(self, leg, at + 3_600_000_000_000)

    return release


def counted_as_arrived(original: Any) -> Any:
    def follow(desk: Any, account: Any, positions_before: Any) -> None:
        original(desk, account, positions_before)
        for moved in [one for one in desk.moved if one.amount < 0]:
            for owner, other in desk.accounts.items():
                if owner != moved.owner and owner[1] == moved.owner[1]:
                    other.wallet_balance = (other.wallet_balance or 0.0) - moved.amount

    return follow


def advice_taken_for_done(original: Any) -> Any:
    def portfolio(desk: Any) -> Any:
        found = original(desk)
        for advice in found.transfers:
            desk.accounts[advice.from_venue, advice.settle].wallet_balance -= advice.amount
            desk.accounts[advice.to_venue, advice.settle].wallet_balance += advice.amount
        return found

    return portfolio
