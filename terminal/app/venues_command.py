"""`venues`: which exchanges the terminal trades on, in the settings file."""

import re
import time
from collections.abc import Callable, Iterator, Sequence

import msgspec

from terminal.app.paths import DataDirectory
from terminal.app.preflight_terms import judged, terms_of_policy
from terminal.model.checks import PreflightReport
from terminal.model.errors import UserError
from terminal.storage.account_book import AccountBook
from terminal.storage.credentials import Credential, CredentialName, CredentialStore
from terminal.storage.policies import find_policy
from terminal.storage.settings import (
    Environment,
    Settings,
    VenueSettings,
    read_settings,
    write_settings,
)

Look = Callable[[str, VenueSettings, Credential | None, float | None], PreflightReport]

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
_SYMBOL = re.compile(r"[A-Z0-9]{1,20}/[A-Z0-9]{1,20}:[A-Z0-9]{1,20}(-[0-9]{6})?")
_RESTART = "a running terminal takes it up when it is started again"


def listing(directory: DataDirectory) -> Iterator[str]:
    """Tell of each venue what the settings have of it."""
    venues = read_settings(directory.settings).venues
    if not venues:
        yield "no venue is configured: the terminal trades on paper, on a market of its own"
    for name, venue in venues.items():
        whose = f"account {venue.account}" if _trades(venue) else "watched, not traded"
        yield (
            f"{name}: {venue.exchange}, {venue.environment.value}, {whose}, "
            f"{', '.join(venue.symbols)}"
        )


def add(directory: DataDirectory, name: str, venue: VenueSettings) -> Iterator[str]:
    """Write a venue into the settings; UserError names what is wrong with it."""
    from terminal.venues.ccxt.catalogue import entry

    settings = read_settings(directory.settings)
    _check(name, venue)
    if name in settings.venues:
        raise UserError(f"venue {name!r}: is there already; remove it first, or take another name")
    for other, present in settings.venues.items():
        if _account(present) == _account(venue):
            raise UserError(
                f"venue {name!r}: {other} trades on that account already; one account is one "
                "venue: give all its symbols there, or another --account"
            )
    _write(directory, settings, {**settings.venues, name: venue})
    yield f"{name}: added; {_RESTART}"
    chosen = entry(venue.exchange)
    if not chosen.trading:
        yield f"it is watched and takes no API key: {chosen.watched_because}"
        return
    if venue.environment is Environment.LIVE:
        yield "its orders will move real money"
        if not chosen.tried:
            yield (
                "they were tried on loopback only: with a key it runs once accept_untried = true "
                f"is under [venues.{name}] in the settings"
            )
    yield f"its API key is `keys add {'/'.join(_account(venue))}`; without one it is only watched"


def remove(directory: DataDirectory, name: str) -> Iterator[str]:
    """Take a venue out of the settings; its key stays in the keyring."""
    settings = read_settings(directory.settings)
    if name not in settings.venues:
        known = ", ".join(settings.venues) or "none"
        raise UserError(f"venue {name!r}: is not configured; there are: {known}")
    rest = {other: venue for other, venue in settings.venues.items() if other != name}
    _write(directory, settings, rest)
    yield f"{name}: removed; {_RESTART}. Orders and positions at the venue stay as they are"


def check(
    directory: DataDirectory, names: Sequence[str], store: CredentialStore, look: Look
) -> Iterator[str]:
    """Tell each line of each venue's pre-flight; UserError at the end where one is red."""
    settings = read_settings(directory.settings)
    for name in names:
        if name not in settings.venues:
            known = ", ".join(settings.venues) or "none"
            raise UserError(f"venue {name!r}: is not configured; there are: {known}")
    if not settings.venues:
        yield "no venue is configured: the paper venue is looked over by the terminal itself"
    _, policy = find_policy(settings.policy, directory.policies)
    terms = terms_of_policy(policy)
    failed: list[str] = []
    for name, venue in settings.venues.items():
        if names and name not in names:
            continue
        credential = store.load(CredentialName(*_account(venue)))
        report = judged(look(name, venue, credential, terms.target_leverage), terms)
        yield f"{name}:"
        yield from (f"  {line}" for line in report_lines(report))
        if report.red:
            failed.append(f"{name}: {report.red[0].words}")
    if failed:
        raise UserError(f"auto would be refused: {failed[0]}")


def report_lines(report: PreflightReport) -> Iterator[str]:
    """Tell a report line by line: the state in a word first."""
    for line in report.lines:
        where = f" {line.symbol}" if line.symbol else ""
        remedy = f" — {line.remedy}" if line.remedy else ""
        yield f"{line.state.value:8} {line.check.value}{where}: {line.found}{remedy}"


def rebind(directory: DataDirectory, name: str) -> Iterator[str]:
    """Let the journal's next account at a venue be another one than the last."""
    if not AccountBook(directory.root).forget(name, time.time_ns()):
        raise UserError(f"venue {name!r}: no account is noted for it")
    yield (
        f"{name}: the account that connects next is taken for the journal's from then on; the "
        "rows so far stay those of the former one, and so do its orders: the new one is not asked "
        "about them"
    )


def venue_of(
    exchange: str, symbols: Sequence[str], environment: str, account: str
) -> VenueSettings:
    """Return the settings that the command line's words mean."""
    named = [symbol for text in symbols for symbol in text.split(",") if symbol]
    return VenueSettings(
        exchange=exchange,
        symbols=tuple(dict.fromkeys(named)),
        environment=Environment(environment),
        account=account,
    )


def _check(name: str, venue: VenueSettings) -> None:
    from terminal.venues.ccxt.catalogue import entry, require_world

    if name == "paper" or not _NAME.fullmatch(name):
        raise UserError(
            f"venue {name!r}: use small letters, digits, - and _, and not `paper`, which is ours"
        )
    require_world(entry(venue.exchange), venue.environment.value)
    if not venue.symbols:
        raise UserError(f"venue {name!r}: name at least one symbol, such as BTC/USD:BTC")
    for symbol in venue.symbols:
        if not _SYMBOL.fullmatch(symbol):
            raise UserError(
                f"symbol {symbol!r}: write it as BASE/QUOTE:SETTLE, such as BTC/USD:BTC"
            )
    if not _NAME.fullmatch(venue.account):
        raise UserError(f"account {venue.account!r}: use small letters, digits, - and _")


def _trades(venue: VenueSettings) -> bool:
    """Return whether the exchange is traded on; one that nobody knows is told of elsewhere."""
    from terminal.venues.ccxt.catalogue import CATALOGUE

    return venue.exchange not in CATALOGUE or CATALOGUE[venue.exchange].trading


def _account(venue: VenueSettings) -> tuple[str, str, str]:
    return venue.exchange, venue.environment.value, venue.account


def _write(directory: DataDirectory, settings: Settings, venues: dict[str, VenueSettings]) -> None:
    try:
        write_settings(directory.settings, msgspec.structs.replace(settings, venues=venues))
    except OSError as error:
        raise UserError(
            f"{directory.settings}: cannot be written: {error.strerror or error}"
        ) from None
