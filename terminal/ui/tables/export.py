"""A table into a CSV file, a few rows at a time: whole or not at all."""

from collections.abc import Generator, Sequence
from pathlib import Path

from terminal.ui.tables.column import Column, Row, as_text

ROWS_A_STEP = 25


def steps_of(rows: int) -> int:
    """Return how many steps it takes to write so many rows."""
    return -(-rows // ROWS_A_STEP)


def written(
    path: Path, columns: Sequence[Column[Row]], rows: Sequence[Row]
) -> Generator[None, None, None]:
    """Write heading and rows to `path`, a few rows with every step.

    It becomes visible under its name only when it is complete; given up, nothing is left behind.
    """
    rows = tuple(rows)  # as they stand now, whatever happens to the table meanwhile
    half_done = path.with_name(path.name + ".part")
    try:
        with half_done.open("w", encoding="utf-8", newline="") as file:
            file.write(as_text(columns, (), separator=","))
            for start in range(0, len(rows), ROWS_A_STEP):
                text = as_text(columns, rows[start : start + ROWS_A_STEP], separator=",")
                file.write(text.partition("\r\n")[2])
                yield
        half_done.replace(path)
    finally:
        half_done.unlink(missing_ok=True)
