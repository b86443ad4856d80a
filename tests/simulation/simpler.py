"""What may stand in the place of an event so that a person has less to read."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from terminal.model.events import (
    Account,
    AnyEvent,
    BookUpdate,
    Command,
    Fill,
    Funding,
    InstrumentListed,
    Mark,
    OrderReport,
)
from tests.simulation.open_loop import Recorded

# What an event can do without; a figure that is rounded is rounded to so many digits at least.
_OPTIONAL: dict[type, tuple[str, ...]] = {
    Mark: ("index_price", "last_price"),
    Account: ("as_of", "maintenance_margin"),
    OrderReport: ("reason", "average_price"),
    Command: ("reason", "duration_s", "limit_price"),
    InstrumentListed: ("expiry",),
}
_ROUNDED: dict[type, tuple[str, ...]] = {
    Mark: ("mark_price", "index_price", "last_price"),
    Account: ("wallet_balance", "equity"),
    Funding: ("funding_rate",),
    Fill: ("price", "fee"),
    OrderReport: ("average_price",),
    Command: ("contracts",),
}
_DIGITS = (1, 2, 3, 5)
_OPTIONAL_OF_POSITION = ("liquidation_price", "leverage", "margin_mode")


def simpler(kept: Sequence[Recorded], place: int) -> Iterator[Recorded]:
    """Give what may stand in the place of one event, simplest first."""
    one = kept[place]
    for event in _simpler(one.event, [other.event for other in kept[:place]]):
        if event != one.event:
            yield Recorded(one.number, event)


def _simpler(event: AnyEvent, before: Sequence[AnyEvent]) -> Iterator[AnyEvent]:
    last = next((one for one in reversed(before) if _same_kind(one, event)), None)
    if last is not None:
        again = msgspec.structs.replace(last, at=event.at)
        if again == event:
            return  # nothing new but that it is fresh
        yield again
    for name in _OPTIONAL.get(type(event), ()):
        yield msgspec.structs.replace(event, **{name: None})
    if isinstance(event, Command) and event.policy is not None:
        for key in event.policy:
            fewer = {name: value for name, value in event.policy.items() if name != key}
            if fewer and "side" in fewer:
                yield msgspec.structs.replace(event, policy=fewer)
    if isinstance(event, BookUpdate):
        yield msgspec.structs.replace(event, bids=event.bids[:1], asks=event.asks[:1])
    if isinstance(event, Account):
        yield from _simpler_positions(event)
    if isinstance(event, InstrumentListed) and len(event.tiers) > 1:
        only = msgspec.structs.replace(event.tiers[0], up_to=None)
        yield msgspec.structs.replace(event, tiers=(only,))
    for name in _ROUNDED.get(type(event), ()):
        yield from _rounded(event, name)


def _same_kind(one: AnyEvent, other: AnyEvent) -> bool:
    if type(one) is not type(other) or not isinstance(one, Mark | BookUpdate | Funding):
        return False
    return isinstance(other, type(one)) and (one.venue, one.symbol) == (other.venue, other.symbol)


def _simpler_positions(event: Account) -> Iterator[AnyEvent]:
    for number, position in enumerate(event.positions):
        for name in _OPTIONAL_OF_POSITION:
            less = msgspec.structs.replace(position, **{name: None})
            changed = (*event.positions[:number], less, *event.positions[number + 1 :])
            yield msgspec.structs.replace(event, positions=changed)


def _rounded(event: Any, name: str) -> Iterator[AnyEvent]:
    """Give the event with one figure rounded, the fewest digits first; never one with more."""
    value = getattr(event, name)
    if not isinstance(value, float) or value == 0:
        return
    for digits in _DIGITS:
        rounded = float(f"{value:.{digits}g}")
        if rounded == value:
            return
        yield msgspec.structs.replace(event, **{name: rounded})
