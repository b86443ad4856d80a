"""A venue's own requests where ccxt's unified ones leave out what is needed, and how many."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """One private request: `path` and `method` as ccxt signs them, `answer` leads to what counts.

    In the values of `parameters`, `{id}` stands for a client order id, `{settle}` for a
    settlement currency, `{coin}` for the venue's name of one and `{market}` for that of a
    contract. `api` is the part of the venue's interface that ccxt signs it for.
    """

    path: str
    method: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    answer: Path = ()
    api: tuple[str, ...] = ("private",)

    def asks(self, word: str) -> bool:
        """Return True where a parameter has to be filled with `word`."""
        return any(f"{{{word}}}" in value for value in self.parameters.values())

    def filled(self, **words: str) -> dict[str, str]:
        """Return the parameters with the words put in."""
        return {name: value.format(**words) for name, value in self.parameters.items()}


class Stated(StrEnum):
    """How an order's deadline is told: in ms or as ISO 8601 with the order, in ms as a header."""

    MILLISECONDS = "milliseconds"
    ISO_8601 = "iso 8601"
    HEADER = "header"


@dataclass(frozen=True, slots=True)
class Deadline:
    """The moment past which the venue takes an order no more, told with each order.

    As a header it goes with what is posted to `path` alone.
    """

    name: str
    stated: Stated
    path: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """Requests the venue allows within a window, and the share that only cancels may use."""

    requests: int
    reserved_for_cancels: int
    window_s: float
