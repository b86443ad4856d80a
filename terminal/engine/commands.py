"""The trader's own acts: each command, and what it may do."""

from collections.abc import Callable, Iterable

import msgspec

from terminal.engine.funding.override import end_override, override_funding
from terminal.engine.market.leg import Leg
from terminal.engine.orders import by_hand
from terminal.engine.orders.issue import cancel, withdraw_scaling
from terminal.engine.policy.policy import Policy, PolicySide
from terminal.engine.risk import freezes
from terminal.engine.risk.loss import unlock
from terminal.engine.state import DeskState
from terminal.model.errors import UserError
from terminal.model.events import Command, CommandName
from terminal.model.outputs import CancelIntent, Level, Mode, ModeChanged
from terminal.model.reasons import Reason

_NS = 1e9
_DEFAULT_SNOOZE_S = 300.0
_LONGEST_BOX_S = 7 * 86_400.0


def obey(state: DeskState, command: Command) -> None:
    """Carry out a command; a refusal is an alert with its reason, bad arguments a UserError."""
    state.unattended = 0  # whoever commands is looking
    _COMMANDS[command.name](state, command)


def concerned(state: DeskState, command: Command) -> list[Leg]:
    """Return the legs a command speaks of: all of them where it names none."""
    return [
        leg
        for leg in state.legs.values()
        if command.venue in (None, leg.venue) and command.symbol in (None, leg.symbol)
    ]


def refuse(state: DeskState, command: Command, why: str) -> None:
    """Say that a command was not carried out."""
    detail = f"{command.name.value}: {why}"
    state.alert_venue(Level.WARNING, Reason.COMMAND_REFUSED, command.venue, command.symbol, detail)


def adopt_policy(state: DeskState, policy: Policy, name: str) -> None:
    """Put a policy in force from the next tick on."""
    before, state.policy = state.policy, policy
    state.policy_hash = policy.content_hash()
    state.policy_name = name
    for leg in state.legs.values():
        leg.adopt(policy)
    state.find_traded_legs()
    state.touch_all()
    for leg in state.legs.values():
        if not leg.traded:
            withdraw_scaling(state, leg, Reason.NOT_IN_POLICY)
    unlock(state, before, policy)
    state.alert_venue(
        Level.INFO, Reason.POLICY_CHANGED, None, None, f"{name or 'policy'} {state.policy_hash}"
    )


def _set_policy(state: DeskState, command: Command) -> None:
    if command.policy is None:
        raise UserError("command set_policy: key `policy` is missing; give a table of policy keys")
    adopt_policy(state, Policy.from_mapping(command.policy), command.reason or "")


def _set_side(state: DeskState, command: Command) -> None:
    if command.side not in ("long", "short"):
        raise UserError(f"command set_side: key `side` is {command.side!r}; allowed: long, short")
    if state.policy is None:
        refuse(state, command, "no policy is set")
        return
    changed = msgspec.structs.replace(state.policy, side=PolicySide(command.side))
    adopt_policy(state, changed, state.policy_name)


def _auto(state: DeskState, command: Command) -> None:
    if state.kill.latched:
        refuse(state, command, "the kill switch is latched; reset it first")
    elif state.policy is None:
        refuse(state, command, "no policy is set")
    elif all(leg.expired(state.at) for leg in state.traded_legs):
        refuse(state, command, "no instrument that the policy trades is known; connect its venue")
    else:
        state.set_mode(Mode.AUTO, command.reason)


def _manual(state: DeskState, command: Command) -> None:
    state.set_mode(Mode.MANUAL, command.reason)
    for leg in state.legs.values():
        withdraw_scaling(state, leg, Reason.NOT_ARMED)


def _kill(state: DeskState, command: Command) -> None:
    first = state.kill.latch(state.at, command.reason, flatten=command.flatten)
    state.mode = Mode.MANUAL
    if first:
        state.out.append(
            ModeChanged(at=state.at, mode=state.mode, gate=state.gate, reason=Reason.KILLED)
        )
    for venue in sorted({leg.venue for leg in state.legs.values()}):
        state.kill.request(venue, state.at)
        state.out.append(CancelIntent(at=state.at, venue=venue, reason=Reason.KILLED))


def _reset(state: DeskState, command: Command) -> None:
    if not command.reason:
        raise UserError("command reset: key `reason` is missing; say why trading may go on")
    if not state.kill.latched:
        refuse(state, command, "the kill switch is not latched")
        return
    state.kill.reset()
    state.mode = Mode.MANUAL
    state.out.append(
        ModeChanged(at=state.at, mode=state.mode, gate=state.gate, reason=command.reason)
    )


def _override_funding(state: DeskState, command: Command) -> None:
    if not command.reason:
        raise UserError("command override_funding: key `reason` is missing; say why")
    box = command.duration_s
    if box is not None and not 0 < box < _LONGEST_BOX_S:
        raise UserError(_box_error(command))
    until = None if box is None else state.at + int(box * _NS)
    for leg in concerned(state, command):
        if not override_funding(state, leg, command.reason, until):
            refuse(state, command, f"no funding rate of {leg.symbol} was ever known")


def _box_error(command: Command) -> str:
    return (
        f"command {command.name.value}: key `duration_s` is {command.duration_s}; "
        f"allowed: above 0 and below {_LONGEST_BOX_S:g} s"
    )


def _end_override(state: DeskState, command: Command) -> None:
    for leg in concerned(state, command):
        end_override(state, leg, "ended by the trader")


def _resume(state: DeskState, command: Command) -> None:
    ended = doubted = 0
    for leg in concerned(state, command):
        ended += len(freezes.resume(state, leg))
        if leg.doubted_at is not None and Reason.POSITION_MISMATCH in leg.held:
            doubted += 1
            refuse(
                state,
                command,
                f"what {leg.venue} says of {leg.symbol} may be older than our last fill; resume "
                "once it has said so again",
            )
        account = state.account_of(leg)
        if leg.breaker.gap_at is not None:
            ended += leg.breaker.end_early(leg.mark_at, account.at)
            freezes.refresh(state, leg)
    state.rates.forget_repetitions()
    if not ended and not doubted:
        refuse(state, command, "nothing that the trader's word could end is frozen")


def _snooze(state: DeskState, command: Command) -> None:
    seconds = command.duration_s if command.duration_s is not None else _DEFAULT_SNOOZE_S
    if not 0 < seconds < _LONGEST_BOX_S:
        raise UserError(_box_error(command))
    for leg in concerned(state, command):
        leg.snoozed_until_at = state.at + int(seconds * _NS)


def _cancel(state: DeskState, command: Command) -> None:
    order = state.orders.orders.get(command.client_order_id or "")
    if order is None:
        refuse(state, command, f"order {command.client_order_id!r} is not known")
    else:
        cancel(state, order, Reason.MANUAL_ORDER)


def _cancel_all(state: DeskState, command: Command) -> None:
    reason = Reason.MANUAL_ORDER
    places: Iterable[tuple[str, str | None]]
    if command.symbol is None:
        places = sorted({(leg.venue, None) for leg in concerned(state, command)})
    else:
        places = [(leg.venue, leg.symbol) for leg in concerned(state, command)]
    for venue, symbol in places:
        state.out.append(CancelIntent(at=state.at, venue=venue, symbol=symbol, reason=reason))


def _set_guard(state: DeskState, command: Command) -> None:
    if command.enabled is None:
        raise UserError("command set_guard: key `enabled` is missing; give true or false")
    state.guard = command.enabled


def _nothing_more(_: DeskState, __: Command) -> None:
    """`execute` is a decision: the engine makes it when the command has been taken."""


_COMMANDS: dict[CommandName, Callable[[DeskState, Command], None]] = {
    CommandName.SET_POLICY: _set_policy,
    CommandName.SET_SIDE: _set_side,
    CommandName.AUTO: _auto,
    CommandName.MANUAL: _manual,
    CommandName.KILL: _kill,
    CommandName.RESET: _reset,
    CommandName.OVERRIDE_FUNDING: _override_funding,
    CommandName.END_OVERRIDE: _end_override,
    CommandName.RESUME: _resume,
    CommandName.SNOOZE: _snooze,
    CommandName.ORDER: by_hand.place,
    CommandName.CANCEL: _cancel,
    CommandName.CANCEL_ALL: _cancel_all,
    CommandName.SET_GUARD: _set_guard,
    CommandName.EXECUTE: _nothing_more,
}
