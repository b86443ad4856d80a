"""Puts the rooms together: which venues, which policy, which files, one desk."""

import functools
import secrets
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any

from terminal.app.clock import AnchoredClock
from terminal.app.contracts import VenuePlan
from terminal.app.desk import Desk
from terminal.app.engine_room import Parts, Policy
from terminal.app.epoch import next_epoch
from terminal.app.key_cabinet import StoreCabinet
from terminal.app.latch import Latch
from terminal.app.options import RunOptions
from terminal.app.paths import DataDirectory
from terminal.app.recorder import Recorder
from terminal.app.venue_probe import probe
from terminal.engine.engine import Engine
from terminal.engine.policy.policy import Policy as CheckedPolicy
from terminal.model.errors import UserError
from terminal.storage.account_book import AccountBook
from terminal.storage.credentials import CredentialName, CredentialStore
from terminal.storage.journal import Journal
from terminal.storage.journal.unresolved import unresolved_orders
from terminal.storage.policies import find_policy, read_presets
from terminal.storage.redaction import Redactor
from terminal.storage.settings import Settings, VenueSettings, read_settings
from terminal.venues.base import Clock, Venue
from terminal.venues.paper.on_live_data import PaperOnLiveData
from terminal.venues.paper.venue import PaperSettings, PaperVenue, Scenario
from terminal.venues.replay.pacing import Pacing
from terminal.venues.replay.venue import ReplayVenue, open_replay

_SEEDS = 1_000_000


def nothing() -> None:
    """Nobody asked to be woken."""


def make_desk(
    options: RunOptions,
    directory: DataDirectory,
    store: Callable[[], CredentialStore],
    redactor: Redactor,
    wake: Callable[[], None] = nothing,
    begin_anew: Callable[[], None] | None = None,
) -> Desk:
    """Return a desk that is ready to be started; UserError for options that cannot be.

    `begin_anew` is called where another desk is wanted once this one has ended.
    """
    settings = read_settings(directory.settings)
    store = functools.cache(store)  # one store for the venues and for the window
    policy = _policy(options.policy or settings.policy, directory)
    plans = _plans(options, settings, store, redactor)
    latch = Latch(directory.kill_latch, directory.kill_state)

    def build(journal_failed: Callable[[str], None]) -> Parts:
        # A directory that is thrown away cannot count starts; the second of the start does as well.
        temporary = directory.temporary
        epoch = int(time.time_ns() // 10**9) if temporary else next_epoch(directory.epoch)
        journal = Journal.open(directory.root, journal_failed)
        try:
            recorder = None if options.record is None else Recorder(options.record, journal_failed)
        except UserError:
            journal.close()
            raise
        clock = AnchoredClock()
        # A damaged journal lets no order out at all: it is not asked what it cannot tell.
        unresolved = [] if journal.damage else unresolved_orders(directory.root, clock.now())
        forgetful = {plan.name for plan in plans if not plan.recalls}
        return Parts(
            engine=Engine(epoch=epoch),
            epoch=epoch,
            journal=journal,
            latch=latch,
            clock=clock,
            plans=plans,
            policy=policy,
            unresolved=[order for order in unresolved if order.venue not in forgetful],
            recorder=recorder,
            accounts=AccountBook(directory.root),
            dead_man_s=float(settings.dead_man_s),
        )

    live = any(plan.live for plan in plans)
    return Desk(
        build,
        title=_title(options, plans),
        paper=not live,
        journal_directory=directory.root,
        latch=Latch(directory.kill_latch, directory.kill_state),
        presets=read_presets(),
        scenarios=tuple(dict.fromkeys(name for plan in plans for name in plan.scenarios)),
        cabinet=StoreCabinet(store, probe, redactor, begin_anew),
        wake=wake,
    )


def _title(options: RunOptions, plans: Sequence[VenuePlan]) -> str:
    if options.replay is not None:
        return f"Replay of {options.replay.name}"
    return ", ".join(plan.title or plan.name.capitalize() for plan in plans)


def _policy(name_or_path: str, directory: DataDirectory) -> Policy:
    name, keys = find_policy(name_or_path, directory.policies)
    try:
        CheckedPolicy.from_mapping(keys)
    except UserError as error:
        raise UserError(f"policy {name_or_path}: {error}") from None
    return Policy(name, keys)


def _plans(
    options: RunOptions,
    settings: Settings,
    store: Callable[[], CredentialStore],
    redactor: Redactor,
) -> tuple[VenuePlan, ...]:
    if options.replay is not None:
        return _replay(options.replay)
    if options.paper_on is not None:
        wanted = VenueSettings(exchange=options.paper_on, symbols=options.symbols, paper=True)
        return (_paper_on_live_data(options.paper_on, wanted),)
    if settings.venues and options.seed is None:
        plans = tuple(
            _paper_on_live_data(name, venue)
            if venue.paper
            else _exchange(name, venue, store(), redactor)
            for name, venue in settings.venues.items()
        )
        _refuse_mixed_money(plans)
        _refuse_one_account_twice(plans)
        return plans
    return (_paper(options, settings),)


def _refuse_mixed_money(plans: Sequence[VenuePlan]) -> None:
    """Raise UserError where real margin would be counted together with any other.

    All margin makes one target, and what one venue has no room for goes to the next.
    """
    real = [plan.name for plan in plans if plan.has_account and plan.live]
    other = [plan.name for plan in plans if plan.has_account and not plan.live]
    if real and other:
        raise UserError(
            f"venues: `{other[0]}` does not trade real money, `{real[0]}` does, and their margin "
            "would be counted as one; keep them apart with a --data-dir for each"
        )


def _refuse_one_account_twice(plans: Sequence[VenuePlan]) -> None:
    """Raise UserError where two names stand for one account: its margin would count twice.

    Two keys of one account show only once the venue has told whose they are; the pre-flight looks.
    """
    names: dict[tuple[str, str], str] = {}
    for plan in plans:
        if not plan.has_account or not plan.place:
            continue
        other = names.setdefault((plan.place, plan.key), plan.name)
        if other != plan.name:
            raise UserError(
                f"venues: `{other}` and `{plan.name}` use one key of {plan.place}, so its margin "
                "would be counted twice; name all contracts of that account under one of the two"
            )


def _paper(options: RunOptions, settings: Settings) -> VenuePlan:
    seed = options.seed if options.seed is not None else settings.paper.seed
    chosen = PaperSettings(
        seed=secrets.randbelow(_SEEDS) if seed is None else seed,
        book_updates_per_s=settings.paper.book_updates_per_s,
    )

    def make(clock: Clock) -> Venue:
        return PaperVenue(clock, chosen)

    return VenuePlan("paper", False, make, tuple(scenario.value for scenario in Scenario))


def _paper_on_live_data(name: str, venue: VenueSettings) -> VenuePlan:
    """Return a plan that reads no key: an exchange's public feed, traded on paper."""
    if not venue.symbols:
        raise UserError("--symbols: name at least one contract, such as BTC/USD:BTC")
    # The table of venues is data alone; ccxt itself waits until the window is painted.
    from terminal.venues.ccxt.catalogue import entry

    known = entry(venue.exchange)

    def make(clock: Clock) -> Venue:
        from terminal.venues.ccxt.venue import CcxtVenue

        source = CcxtVenue(
            known,
            venue.symbols,
            clock=clock,
            randomness=Random(secrets.randbits(64)),  # noqa: S311 — jitter of reconnections
            name=name,
        )
        return PaperOnLiveData(source, clock)

    title = f"Paper on {known.title} live data"
    return VenuePlan(name, False, make, title=title, recalls=False)


def _replay(path: Path) -> tuple[VenuePlan, ...]:
    """Read the file through once for its venues; UserError where a line of it is wrong."""

    def plan(name: str) -> VenuePlan:
        def make(clock: Clock) -> Venue:
            return ReplayVenue(path, name, clock, Pacing())

        return VenuePlan(name, False, make, recalls=False)

    return tuple(plan(venue.name) for venue in open_replay(path, time.time_ns))


def name_of(venue: VenueSettings) -> CredentialName:
    """Return whose key a configured venue uses."""
    return CredentialName(venue.exchange, venue.environment.value, venue.account)


def _exchange(
    name: str, venue: VenueSettings, store: CredentialStore, redactor: Redactor
) -> VenuePlan:
    credential = store.load(name_of(venue))
    if credential is not None:
        redactor.add(credential.secrets)

    def make(clock: Clock) -> Venue:
        # Importing ccxt takes the better part of a second: here the window is painted already.
        from terminal.venues.ccxt.catalogue import entry
        from terminal.venues.ccxt.credentials import Credentials
        from terminal.venues.ccxt.exchange import Environment
        from terminal.venues.ccxt.venue import CcxtVenue

        keys: Any = None
        if credential is not None:
            keys = Credentials(credential.key, credential.secret, credential.passphrase or None)
        return CcxtVenue(
            entry(venue.exchange),
            venue.symbols,
            clock=clock,
            randomness=Random(secrets.randbits(64)),  # noqa: S311 — jitter of reconnections
            credentials=keys,
            environment=Environment(venue.environment.value),
            name=name,
            accept_untried=venue.accept_untried,
        )

    live = venue.environment.value == "live"
    return VenuePlan(
        name,
        live,
        make,
        has_account=credential is not None,
        place=f"{venue.exchange} {venue.environment.value}",
        key="" if credential is None else credential.digest,
    )
