"""What the self-test looks at one by one: files, keyring, journal, venues."""

import asyncio
import contextlib
import importlib
import sqlite3
import sys
from pathlib import Path

from terminal.app.paths import temporary_directory
from terminal.engine.policy.policy import Policy
from terminal.resource_files import GUIDE, LICENCES, RESOURCES
from terminal.storage.journal import Journal, Record, RecordKind, verify
from terminal.storage.journal.schema import FILE_NAME
from terminal.storage.keyring_backend import BACKENDS, find_backend
from terminal.storage.policies import read_presets

_ROWS = 1_000
_FEWEST_ROOTS = 50


class FailedCheckError(Exception):
    """Something is there and does not do what it is there for."""


def expect(truth: object, complaint: str) -> None:
    """Raise FailedCheckError with `complaint` unless `truth` holds."""
    if not truth:
        raise FailedCheckError(complaint)


def resources() -> str:
    """Presets the engine accepts, fonts, icons, the guide and the licences are in their places."""
    presets = read_presets()
    expect(presets, f"no preset in {RESOURCES}")
    for keys in presets.values():
        Policy.from_mapping(keys)
    fonts = len(list(RESOURCES.glob("fonts/*.otf")))
    icons = len(list(RESOURCES.glob("icons/*.svg")))
    pages = len(list(GUIDE.glob("*.md")))
    expect(fonts and icons and pages, f"{fonts} fonts, {icons} icons, {pages} pages of the guide")
    expect(LICENCES.is_file(), f"{LICENCES.name} is missing")
    return f"{len(presets)} presets, {fonts} fonts, {icons} icons, {pages} pages of the guide"


def keyring() -> str:
    """Every store that this system may have can be loaded; whether one is there is the system's."""
    known = BACKENDS.get(sys.platform, ())
    for module_name, class_name, label in known:
        expect(
            hasattr(importlib.import_module(module_name), class_name),
            f"{label}: {module_name} has no {class_name}",
        )
    _, report = find_backend()
    found = report.name or "none is usable here, keys are kept for one session"
    return f"{len(known)} kinds of store can be loaded; {found}"


def journal() -> str:
    """Rows are written, found to be whole, and one that is edited is found out."""
    with temporary_directory() as name:
        directory = Path(name)
        asyncio.run(_write(directory))
        written = verify(directory)
        expect(written.intact and written.rows == _ROWS, f"{written.rows} rows of {_ROWS}")
        with contextlib.closing(sqlite3.connect(directory / FILE_NAME)) as connection:
            connection.execute("UPDATE journal SET payload = '{}' WHERE sequence = 7")
            connection.commit()
        findings = verify(directory).findings
        expect([finding.sequence for finding in findings] == [7], "an edited row was not found out")
    return f"{_ROWS} rows written and verified, an edited one found out"


async def _write(directory: Path) -> None:
    journal = Journal.open(directory)
    try:
        for number in range(1, _ROWS):
            journal.append(Record(number, RecordKind.SESSION, {"number": number}))
        await journal.append_durable(Record(_ROWS, RecordKind.SESSION, {"number": _ROWS}))
    finally:
        closed = journal.close()
    expect(closed, "the journal's writer did not end")


def venues() -> str:
    """Each exchange's class is built as for trading, without keys, and nothing is sent."""
    return asyncio.run(_build_each())


async def _build_each() -> str:
    from terminal.venues.ccxt.catalogue import CATALOGUE
    from terminal.venues.ccxt.exchange import Environment, opened, trusted_roots

    trust = trusted_roots()
    roots = len(trust.get_ca_certs())
    expect(roots >= _FEWEST_ROOTS, f"only {roots} certificate authorities")
    for entry in CATALOGUE.values():
        async with opened(
            entry, None, environment=Environment.LIVE, endpoints=None, timeout_s=5.0, trust=trust
        ) as exchange:
            expect(exchange.id == entry.id, f"{entry.id}: ccxt gave {exchange.id}")
    return f"{', '.join(CATALOGUE)}; {roots} certificate authorities"
