"""Numbers as people type them. Pure."""

import re

_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[, ]\d{3})+(?:\.\d*)?")


def ungrouped(text: str) -> str:
    """Return a typed number without its thousands separators.

    ValueError in words where they do not part thousands: “2,000,00060000” is a slip, and “0,5”
    means a half in many countries, so neither may be read as another number.
    """
    plain = text.strip()
    if "," not in plain and " " not in plain:
        return plain
    if _GROUPED.fullmatch(plain) is None:
        raise ValueError(
            f"“{plain}” is not clear: write thousands as 2,000 or 2000, and a decimal point as 0.5"
        )
    return plain.replace(",", "").replace(" ", "")
