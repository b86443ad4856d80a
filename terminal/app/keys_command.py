"""`keys`: API keys in the system's keyring; only fingerprints are ever shown."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import msgspec

from terminal.app.contracts import Probe, Prober
from terminal.model.checks import KeyReport
from terminal.model.errors import AuthenticationError, TerminalError, UserError
from terminal.storage.credentials import Credential, CredentialName, CredentialStore
from terminal.storage.settings import Environment

_MOST_OFFSET_S = 1.0


def parse_name(text: str) -> CredentialName:
    """Return the name EXCHANGE/ENVIRONMENT[/ACCOUNT]; the environment is never guessed."""
    parts = text.split("/")
    known = [environment.value for environment in Environment]
    if len(parts) not in (2, 3) or parts[1] not in known:
        raise UserError(
            "NAME of a key: give it as EXCHANGE/ENVIRONMENT or EXCHANGE/ENVIRONMENT/ACCOUNT, such "
            f"as bybit/testnet; environments are {', '.join(known)}"
        )
    name = CredentialName(parts[0], parts[1], parts[2] if len(parts) == 3 else "main")
    name.item()
    return name


def add(
    store: CredentialStore,
    name: CredentialName,
    enter: Callable[[], Credential],
    prober: Prober | None,
    *,
    replace: bool,
    session: bool = False,
) -> Iterator[str]:
    """Take a key, try it at the venue (without `prober`: do not), keep it.

    `session`: in memory only, until the program ends.
    """
    _refuse_where_none_is_taken(name)
    if not session:
        _refuse_without_keyring(store)
    if not replace and store.load(name) is not None:
        raise UserError(
            f"there is a key of {name.item()} already; --replace puts the new one in its place"
        )
    credential = enter()
    verdict = "not tried at the venue"
    if prober is not None:
        verdict, told = _verdict_before_keeping(name, credential, prober)
        if told is not None:
            credential = msgspec.structs.replace(
                credential, uid=told.uid, checked_permissions=told.permissions
            )
    if session:
        store.store_for_session(name, credential)
        where = "memory until this program ends"
    else:
        store.store(name, credential)
        where = str(store.report.name)
    yield f"{name.item()}: {credential.fingerprint} is kept in {where}; {verdict}"
    yield _USE


def _verdict_before_keeping(
    name: CredentialName, credential: Credential, prober: Prober
) -> tuple[str, KeyReport | None]:
    try:
        answer = prober(name.exchange, name.environment, credential)
    except AuthenticationError as error:
        raise UserError(f"{error} The key was not kept; --untested keeps it all the same") from None
    except TerminalError as error:
        return f"NOT VERIFIED: {error}", None
    if answer.key is not None and answer.key.may_withdraw:
        raise UserError(
            "this key may withdraw or transfer money away: the terminal needs no such right and "
            "does not keep the key; make one at the venue that may only read and trade"
        )
    return _words(answer), answer.key


def test(store: CredentialStore, name: CredentialName, prober: Prober) -> Iterator[str]:
    """Try a kept key at its venue by a read-only request; UserError where it is refused."""
    credential = store.load(name)
    if credential is None:
        raise UserError(_missing(store, name))
    try:
        answer = prober(name.exchange, name.environment, credential)
    except UserError:
        raise
    except TerminalError as error:
        raise UserError(f"{name.item()} ({credential.fingerprint}): {error}") from None
    yield f"{name.item()} ({credential.fingerprint}): {_words(answer)}"
    if answer.key is not None and answer.key.may_withdraw:
        raise UserError(
            "this key may withdraw or transfer money away, which the terminal never needs: take "
            f"that right from it, or delete it with `keys delete {name.item()}`"
        )


def rename(store: CredentialStore, name: CredentialName, account: str) -> Iterator[str]:
    """Keep a key under another account's name."""
    renamed = store.rename(name, account)
    yield f"{name.item()} is now {renamed.item()}; venues that use it name it in the settings"


def delete(store: CredentialStore, name: CredentialName, *, in_use: bool) -> Iterator[str]:
    """Forget a key; `in_use`: a terminal runs that may have read it."""
    if not store.delete(name):
        raise UserError(_missing(store, name))
    yield f"{name.item()}: deleted here; at the venue it stays valid until it is deleted there"
    if in_use:
        yield "a terminal is running: it uses the keys that it began with until it is restarted"


def listing(store: CredentialStore) -> Iterator[str]:
    """Tell of each key its name, its fingerprint and its day."""
    if not store.report.persistent:
        yield f"no keyring ({'; '.join(store.report.reasons)}): {store.report.meaning()}"
        return
    names = store.names()
    if not names:
        yield f"no keys are kept in {store.report.name}"
    for name in names:
        try:
            credential = store.load(name)
        except UserError as error:
            yield f"{name.item()}: {error}"
            continue
        if credential is None:
            yield f"{name.item()}: is noted and not there any more; `keys delete` forgets it"
        else:
            yield f"{name.item()}: {credential.fingerprint}{_day(credential)}"


_USE = (
    "a key can do whatever its rights at the venue allow: let it read and trade only, from your "
    "own addresses only"
)


def _refuse_where_none_is_taken(name: CredentialName) -> None:
    from terminal.venues.ccxt.catalogue import entry, require_trading, require_world

    chosen = entry(name.exchange)
    require_trading(chosen)
    require_world(chosen, name.environment)


def _refuse_without_keyring(store: CredentialStore) -> None:
    if store.report.locked:
        raise UserError(f"{store.report.name}: {store.report.meaning()}")
    if not store.report.persistent:
        reasons = "; ".join(store.report.reasons)
        raise UserError(
            f"there is no keyring to keep a key in ({reasons}); start the terminal with "
            "--ask-keys to enter keys for that session only, kept in memory and never on disk"
        )


def _missing(store: CredentialStore, name: CredentialName) -> str:
    where = store.report.name or "no keyring"
    return f"there is no key of {name.item()} in {where}; `keys list` shows what there is"


def _words(answer: Probe) -> str:
    told = [] if answer.key is None else ["accepted", *_rights(answer.key)]
    offset_s = answer.clock_offset_s
    if offset_s is not None and abs(offset_s) > _MOST_OFFSET_S:
        way = "ahead of" if offset_s > 0 else "behind"
        told.append(f"this computer's clock is {abs(offset_s):.1f} s {way} the venue's: set it")
    return ", ".join(told)


def _rights(key: KeyReport) -> Iterator[str]:
    if key.permissions:
        yield f"may: {' + '.join(key.permissions)}"
    if key.may_trade is False:
        yield "may not trade"
    if key.may_withdraw is None:
        yield "whether it may withdraw is NOT VERIFIED"
    if key.may_withdraw is False:
        yield "may not withdraw"
    if key.bound_to_addresses is False:
        yield "usable from any address: bind it to yours at the venue"
    elif key.bound_to_addresses:
        yield "bound to your addresses"
    if key.expires_at is not None:
        yield f"valid until {datetime.fromtimestamp(key.expires_at / 1e9, UTC):%Y-%m-%d}"


def _day(credential: Credential) -> str:
    if credential.created_at is None:
        return ""
    return f", added {datetime.fromtimestamp(credential.created_at / 1e9, UTC):%Y-%m-%d}"
