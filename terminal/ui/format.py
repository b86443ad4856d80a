"""Numbers and times as a trader reads them. Pure; unknown and non-finite is always "—"."""

from decimal import Decimal
from math import isfinite

from terminal.model.lots import decimals_of
from terminal.ui import zone
from terminal.ui.words import translate, translated

UNKNOWN = "—"
MINUS = "−"  # U+2212: as wide as a digit and a plus, unlike the hyphen

Number = float | int | Decimal | None


def number(value: Number, decimals: int, *, signed: bool = False, grouped: bool = True) -> str:
    """Return `value` with exactly `decimals` decimals; a signed one always carries its sign.

    A value that rounds to zero has no sign, so that "−0.00" never appears.
    """
    if value is None or not isfinite(value):
        return UNKNOWN
    magnitude = f"{-value if value < 0 else value:{',' if grouped else ''}.{decimals}f}"
    if not any(digit in "123456789" for digit in magnitude):
        return magnitude
    if value < 0:
        return MINUS + magnitude
    return "+" + magnitude if signed else magnitude


def price(value: Number, tick_size: Decimal, *, grouped: bool = True) -> str:
    """Return a price with exactly the decimals of the contract's tick."""
    return number(value, decimals_of(tick_size), grouped=grouped)


def contracts(value: Number, lot_size: Decimal, *, signed: bool = False) -> str:
    """Return a quantity of contracts with the decimals of the contract's lot."""
    return number(value, decimals_of(lot_size), signed=signed)


def coin(value: Number, currency: str = "", *, signed: bool = False) -> str:
    """Return an amount of a coin: eight significant places for small amounts, fewer for large."""
    if value is None or not isfinite(value):
        return UNKNOWN
    size = abs(float(value))
    decimals = 8 if size < 1 else 6 if size < 100 else 4 if size < 10_000 else 2
    text = number(value, decimals, signed=signed)
    return f"{text} {currency}" if currency else text


def usd(value: Number, *, signed: bool = False, decimals: int = 2) -> str:
    """Return an amount of USD, with its sign before the currency sign."""
    text = number(value, decimals, signed=signed)
    if text == UNKNOWN:
        return text
    if text[0] in (MINUS, "+"):
        return f"{text[0]}${text[1:]}"
    return f"${text}"


def money(value: Number, currency: str, *, signed: bool = False) -> str:
    """Return an amount in its settlement currency: cents for dollars, more for a coin."""
    if currency.upper() in {"USD", "USDT", "USDC"}:
        text = number(value, 2, signed=signed)
        return text if text == UNKNOWN else f"{text} {currency}"
    return coin(value, currency, signed=signed)


def compact(value: Number) -> str:
    """Return a quantity in at most five characters: 950, 12.4k, 3.10M."""
    if value is None or not isfinite(value):
        return UNKNOWN
    size = abs(float(value))
    sign = MINUS if value < 0 else ""
    for limit, divisor, suffix in ((1e3, 1.0, ""), (1e6, 1e3, "k"), (1e9, 1e6, "M")):
        if size < limit * 0.9995:
            return sign + _three_digits(size / divisor, whole=not suffix) + suffix
    return sign + _three_digits(size / 1e9, whole=False) + "B"


def _three_digits(value: float, *, whole: bool) -> str:
    if whole and value == int(value):
        return str(int(value))
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def percent(share: Number, decimals: int = 2, *, signed: bool = False) -> str:
    """Return a fraction as a percentage: 0.0125 is "1.25 %"."""
    text = number(None if share is None else float(share) * 100, decimals, signed=signed)
    return text if text == UNKNOWN else f"{text} %"


def rate(fraction: Number) -> str:
    """Return a funding rate for one interval, signed, in percent with four decimals."""
    return percent(fraction, 4, signed=True)


def leverage(value: Number) -> str:
    """Return a leverage: "3.02×"."""
    text = number(value, 2)
    return text if text == UNKNOWN else f"{text}×"


def duration(seconds: Number) -> str:
    """Return a length of time in its two largest units: "350 ms", "4.2 s", "2 m 05 s"."""
    if seconds is None or not isfinite(seconds):
        return UNKNOWN
    sign = MINUS if seconds < 0 else ""
    size = abs(float(seconds))
    if size < 0.9995:
        return translate("window", "{sign}{part:.0f} ms").format(sign=sign, part=size * 1000)
    if size < 59.95:
        return f"{sign}{size:.1f} s"
    whole = round(size)
    if whole < 3600:
        return translate("window", "{sign}{part} m {part2:02d} s").format(
            sign=sign, part=whole // 60, part2=whole % 60
        )
    if whole < 86_400:
        return translate("window", "{sign}{part} h {part2:02d} m").format(
            sign=sign, part=whole // 3600, part2=whole % 3600 // 60
        )
    return translate("window", "{sign}{part} d {part2:02d} h").format(
        sign=sign, part=whole // 86_400, part2=whole % 86_400 // 3600
    )


def age(seconds: Number) -> str:
    """Return how old something is, in whole seconds that do not flicker: "now", "3 s"."""
    if seconds is None or not isfinite(seconds):
        return UNKNOWN
    if seconds < 1:
        return translate("window", "now")
    return f"{int(seconds)} s" if seconds < 60 else duration(int(seconds))


def countdown(seconds: Number) -> str:
    """Return the time left as H:MM:SS, "0:00:00" once it has passed."""
    if seconds is None or not isfinite(seconds):
        return UNKNOWN
    whole = max(0, int(seconds))
    return f"{whole // 3600}:{whole % 3600 // 60:02d}:{whole % 60:02d}"


def clock_time(at: int | None, *, zoned: bool = False) -> str:
    """Return the time of day of `at` (ns since the epoch) in the zone shown: "16:48:27".

    A zoned one says which zone that is: "16:48:27 UTC".
    """
    if at is None:
        return UNKNOWN
    text = f"{zone.moment(at // 1_000_000_000):%H:%M:%S}"
    return f"{text} {zone.zone_name()}" if zoned else text


def date_time(at: int | None) -> str:
    """Return date and time of `at` (ns since the epoch), zoned: "2026-11-22 16:48:27 UTC"."""
    if at is None:
        return UNKNOWN
    return f"{zone.moment(at // 1_000_000_000):%Y-%m-%d %H:%M:%S} {zone.zone_name()}"


def words(name: str) -> str:
    """Return a stable snake_case name as words: "price_gap" is "price gap"."""
    return translated(name.replace("_", " "))
