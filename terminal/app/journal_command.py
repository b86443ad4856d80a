"""`journal verify` and `journal export`."""

from collections.abc import Iterator
from pathlib import Path
from typing import IO

from terminal.app.paths import DataDirectory
from terminal.model.errors import UserError
from terminal.storage.journal import verify
from terminal.storage.journal.export import export_csv, export_parquet, write_csv


def verify_lines(directory: DataDirectory) -> Iterator[str]:
    """Yield what is known of an intact journal; UserError names the first thing wrong otherwise."""
    result = verify(directory.root)
    if result.intact:
        yield f"{result.rows} rows, every one as it was written; last hash {result.last_hash}"
        return
    for finding in result.findings:
        yield finding.text
    count = len(result.findings)
    what = "1 fault" if count == 1 else f"{count} faults"
    raise UserError(
        f"journal in {directory.root}: {what}: {result.findings[0].text}; keep the file as it is "
        "for whoever looks into it, and start with a new --data-dir"
    )


def export(directory: DataDirectory, target: str, form: str | None, output: IO[str]) -> str | None:
    """Write the journal to `target` ("-": `output`) and return a line about it, None for "-"."""
    if target == "-":
        if form == "parquet":
            raise UserError("journal export: Parquet is not text; name a file to write it to")
        write_csv(directory.root, output)
        return None
    path = Path(target)
    chosen = form or ("parquet" if path.suffix == ".parquet" else "csv")
    write = export_parquet if chosen == "parquet" else export_csv
    rows = write(directory.root, path)
    return f"{path}: {rows} rows as {chosen}"
