"""The words of `keys` and `venues` on the command line, and whom they call."""

import argparse
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from terminal.app.paths import DataDirectory, default_directory, open_directory
from terminal.storage.credentials import CredentialStore, open_store
from terminal.storage.settings import Environment

Commands = argparse._SubParsersAction  # noqa: SLF001 — argparse has no public name for its type
Answer = Callable[[argparse.Namespace], Iterator[str]]

_ENVIRONMENTS = [environment.value for environment in Environment]
_NAME = "EXCHANGE/ENVIRONMENT[/ACCOUNT], such as bybit/testnet"


def add_keys(commands: "Commands[Any]") -> None:
    """Add `keys` and its actions."""
    parser = commands.add_parser("keys", help="API keys in the system's keyring")
    parser.set_defaults(takes_secrets=True)
    actions = _actions(parser)
    add = _action(actions, "add", "enter a key, without an echo or on standard input", _add_key)
    add.add_argument("name", metavar="NAME", help=_NAME)
    add.add_argument("--passphrase", action="store_true", help="the key has a passphrase as well")
    add.add_argument("--replace", action="store_true", help="put it in another one's place")
    add.add_argument("--untested", action="store_true", help="do not try it at the venue first")
    test = _action(actions, "test", "try a key at its venue by a read-only request", _test_key)
    test.add_argument("name", metavar="NAME", help=_NAME)
    rename = _action(actions, "rename", "keep a key under another account's name", _rename_key)
    rename.add_argument("name", metavar="NAME", help=_NAME)
    rename.add_argument("account", metavar="ACCOUNT")
    delete = _action(actions, "delete", "forget a key", _delete_key)
    delete.add_argument("name", metavar="NAME", help=_NAME)
    _add_directory(delete)
    _action(actions, "list", "names and fingerprints of the keys that are kept", _list_keys)


def add_venues(commands: "Commands[Any]") -> None:
    """Add `venues` and its actions."""
    parser = commands.add_parser("venues", help="which exchanges the terminal trades on")
    actions = _actions(parser)
    add = _action(actions, "add", "write a venue into the settings", _add_venue)
    add.add_argument("name", metavar="NAME", help="what to call it")
    add.add_argument("exchange", metavar="EXCHANGE", help="as ccxt names it, such as bybit")
    add.add_argument("symbols", metavar="SYMBOL", nargs="+", help="such as BTC/USD:BTC")
    add.add_argument("--environment", choices=_ENVIRONMENTS, default="testnet")
    add.add_argument("--account", default="main", help="whose key it uses")
    _add_directory(add)
    remove = _action(actions, "remove", "take a venue out of the settings", _remove_venue)
    remove.add_argument("name", metavar="NAME")
    _add_directory(remove)
    listing = _action(actions, "list", "the venues in the settings", _list_venues)
    _add_directory(listing)
    check = _action(actions, "check", "the pre-flight that auto has to pass", _check_venues)
    check.add_argument("name", metavar="NAME", nargs="*", help="all where none is named")
    _add_directory(check)
    rebind = _action(actions, "rebind", "take another account's key for a venue", _rebind_venue)
    rebind.add_argument("name", metavar="NAME")
    _add_directory(rebind)


def _actions(parser: argparse.ArgumentParser) -> "Commands[Any]":
    return parser.add_subparsers(
        title="actions", metavar="ACTION", parser_class=type(parser), required=True, dest="action"
    )


def _action(
    actions: "Commands[Any]", name: str, meaning: str, answer: Answer
) -> argparse.ArgumentParser:
    def command(arguments: argparse.Namespace) -> int:
        for line in answer(arguments):
            print(line, flush=True)
        return 0

    parser: argparse.ArgumentParser = actions.add_parser(name, help=meaning)
    parser.set_defaults(command=command)
    return parser


def _add_directory(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data-dir",
        metavar="DIR",
        type=Path,
        default=argparse.SUPPRESS,
        help="keep everything there",
    )


def _directory(arguments: argparse.Namespace) -> DataDirectory:
    return open_directory(arguments.data_dir or default_directory())


def _store() -> CredentialStore:
    """Open the keyring in a process that nobody may look into."""
    from terminal.app.environment import forbid_core_dumps

    forbid_core_dumps()
    return open_store()


def _add_key(arguments: argparse.Namespace) -> Iterator[str]:
    from terminal.app import keys_command
    from terminal.app.secret_input import ask_credential
    from terminal.app.venue_probe import probe

    name = keys_command.parse_name(arguments.name)
    return keys_command.add(
        _store(),
        name,
        lambda: ask_credential(name.item(), time.time_ns(), passphrase=arguments.passphrase),
        None if arguments.untested else probe,
        replace=arguments.replace,
    )


def _test_key(arguments: argparse.Namespace) -> Iterator[str]:
    from terminal.app import keys_command
    from terminal.app.venue_probe import probe

    return keys_command.test(_store(), keys_command.parse_name(arguments.name), probe)


def _rename_key(arguments: argparse.Namespace) -> Iterator[str]:
    from terminal.app import keys_command

    return keys_command.rename(_store(), keys_command.parse_name(arguments.name), arguments.account)


def _delete_key(arguments: argparse.Namespace) -> Iterator[str]:
    from terminal.app import keys_command
    from terminal.app.instance_lock import is_running

    root = arguments.data_dir or default_directory()
    lock = DataDirectory(root).lock
    name = keys_command.parse_name(arguments.name)
    return keys_command.delete(_store(), name, in_use=lock.exists() and is_running(lock))


def _list_keys(_: argparse.Namespace) -> Iterator[str]:
    from terminal.app import keys_command

    return keys_command.listing(_store())


def _add_venue(arguments: argparse.Namespace) -> Iterator[str]:
    from terminal.app import venues_command

    venue = venues_command.venue_of(
        arguments.exchange, arguments.symbols, arguments.environment, arguments.account
    )
    return venues_command.add(_directory(arguments), arguments.name, venue)


def _remove_venue(arguments: argparse.Namespace) -> Iterator[str]:
    from terminal.app import venues_command

    return venues_command.remove(_directory(arguments), arguments.name)


def _list_venues(arguments: argparse.Namespace) -> Iterator[str]:
    from terminal.app import venues_command

    return venues_command.listing(_directory(arguments))


def _check_venues(arguments: argparse.Namespace) -> Iterator[str]:
    from terminal.app import venues_command
    from terminal.app.venue_probe import preflight

    return venues_command.check(_directory(arguments), arguments.name, _store(), preflight)


def _rebind_venue(arguments: argparse.Namespace) -> Iterator[str]:
    from terminal.app import venues_command

    return venues_command.rebind(_directory(arguments), arguments.name)
