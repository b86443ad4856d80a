"""The arguments of `calc`: what each means, what it may be, and reading it exactly as written."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from terminal.model.errors import UserError
from terminal.model.instrument import Kind, LiquidationRule

Fills = tuple[tuple[Decimal, Decimal], ...]

_LONGEST = 40  # digits of one number
_LARGEST = 30  # power of ten
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument: what it means, what is allowed, and the check that says so."""

    meaning: str
    allowed: str
    holds: Callable[[Decimal], bool] | None = None


def _positive(meaning: str) -> Argument:
    return Argument(meaning, "a number above 0", lambda number: number > 0)


def _not_negative(meaning: str) -> Argument:
    return Argument(meaning, "a number, 0 or more", lambda number: number >= 0)


def _any(meaning: str) -> Argument:
    return Argument(meaning, "a number", lambda _: True)


def _fraction(meaning: str) -> Argument:
    return Argument(meaning, "a fraction between -1 and 1", lambda number: -1 < number < 1)


def _above_minus_one(meaning: str) -> Argument:
    return Argument(meaning, "a fraction above -1", lambda number: number > -1)


ARGUMENTS = {
    "kind": Argument("where the contract settles", "inverse or linear"),
    "side": Argument("which way the position goes", "long or short"),
    "rule": Argument("how maintenance is valued (default mark)", "mark, entry or mark_with_fee"),
    "fills": Argument(
        "fills in order of time; a minus sign sells", "contracts@price,contracts@price,…"
    ),
    "contract_size": _positive("value of one contract: USD if inverse, coin if linear"),
    "contracts": _not_negative("number of contracts, without a sign"),
    "price": _positive("price, USD per coin"),
    "entry": _positive("average entry price, USD per coin"),
    "exit": _positive("exit price, USD per coin"),
    "mark": _positive("mark price, USD per coin"),
    "index": _positive("index price, USD per coin"),
    "days": _positive("days to expiry"),
    "margin": _not_negative("margin, settlement currency"),
    "wallet": _any("wallet balance behind the position, settlement currency"),
    "equity": _any("equity, settlement currency"),
    "target_leverage": _not_negative("target leverage"),
    "leverage": _positive("leverage"),
    "funding": _above_minus_one("funding rate of the interval"),
    "rate": _fraction("funding rate of the interval"),
    "fee": _fraction("fee rate, as a fraction of notional"),
    "closing_fee": _fraction("fee rate of closing (default fee)"),
    "mmr": Argument(
        "maintenance margin rate", "a fraction from 0 to below 1", lambda rate: 0 <= rate < 1
    ),
    "deduction": _not_negative("maintenance deduction of the tier, settlement currency"),
    "tick": _positive("tick size, USD"),
    "lot_size": _positive("lot size, contracts (default 1)"),
    "target_utilisation": Argument(
        "maintenance margin over equity to end at", "a fraction above 0, at most 1",
        lambda number: 0 < number <= 1,
    ),
    "move": _above_minus_one("price move, as a fraction of price"),
    "from": _positive("lowest price (default half the entry)"),
    "to": _positive("highest price (default one and a half times the entry)"),
    "step": _positive("price step (default a twentieth of the way)"),
}  # fmt: skip


class Given:
    """The arguments of one call, each of its own type."""

    def __init__(self, values: dict[str, str]) -> None:
        self._values = values

    def has(self, name: str) -> bool:
        """Return whether the argument was given."""
        return name in self._values

    def number(self, name: str, default: Decimal | None = None) -> Decimal:
        """Return a number, checked against its range."""
        if name not in self._values:
            if default is None:
                raise missing([name])
            return default
        text = self._values[name]
        argument = ARGUMENTS[name]
        number = _number(name, text, argument.allowed)
        if argument.holds is None or not argument.holds(number):
            raise UserError(f"{name}: must be {argument.allowed}, not {text}")
        return number

    def numbers(self, *names: str) -> tuple[Decimal, ...]:
        """Return several numbers."""
        return tuple(self.number(name) for name in names)

    @property
    def kind(self) -> Kind:
        """Where the contract settles."""
        return Kind(self._choice("kind", {kind.value for kind in Kind}))

    @property
    def side(self) -> int:
        """+1 for long, −1 for short."""
        return 1 if self._choice("side", {"long", "short"}) == "long" else -1

    @property
    def rule(self) -> LiquidationRule:
        """How the venue values maintenance."""
        if "rule" not in self._values:
            return LiquidationRule.MARK
        return LiquidationRule(self._choice("rule", {rule.value for rule in LiquidationRule}))

    @property
    def fills(self) -> Fills:
        """Signed contracts and price of each fill."""
        fills = []
        for part in self._values["fills"].split(","):
            contracts, at, price = part.strip().partition("@")
            if not at:
                raise UserError(f"fills: must be {ARGUMENTS['fills'].allowed}, not {part!r}")
            traded = _number("fills", contracts, "contracts@price")
            paid = _number("fills", price, "contracts@price")
            if traded == 0 or paid <= 0:
                raise UserError(f"fills: contracts must not be 0 and price above 0, not {part!r}")
            fills.append((traded, paid))
        return tuple(fills)

    def _choice(self, name: str, choices: set[str]) -> str:
        text = self._values[name]
        if text not in choices:
            raise UserError(f"{name}: must be {ARGUMENTS[name].allowed}, not {text!r}")
        return text


def missing(names: Sequence[str]) -> UserError:
    """Return the error that names the arguments which are missing."""
    first = names[0]
    verb = "is" if len(names) == 1 else "are"
    return UserError(
        f"{', '.join(names)} {verb} missing: give {first}=…, {ARGUMENTS[first].allowed}"
    )


def _number(name: str, text: str, allowed: str) -> Decimal:
    if not _NUMBER.fullmatch(text):
        raise UserError(f"{name}: must be {allowed}, not {text!r}")
    number = Decimal(text)
    if len(number.as_tuple().digits) > _LONGEST or abs(number.adjusted()) > _LARGEST:
        raise UserError(
            f"{name}: must have at most {_LONGEST} digits and lie within 1e±{_LARGEST}, not {text}"
        )
    return number
