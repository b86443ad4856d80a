"""Runs the terminal from start to end, with a window or without one."""

import contextlib
import functools
import logging
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from terminal.app.desk import Desk
from terminal.app.doctor import no_display
from terminal.app.engine_start import start_engine_process
from terminal.app.environment import forbid_core_dumps, set_library_defaults
from terminal.app.far_desk import FarDesk
from terminal.app.headless import Headless, ending_on_signals, lines_of
from terminal.app.instance_lock import InstanceLock
from terminal.app.interpreter import tune
from terminal.app.key_cabinet import StoreCabinet
from terminal.app.logs import configure_logs, install_excepthooks
from terminal.app.messages import Prepare
from terminal.app.options import RunOptions
from terminal.app.paths import DataDirectory, default_directory, open_directory, temporary_directory
from terminal.app.secret_input import ask_credential
from terminal.app.succession import keep_open
from terminal.app.venue_probe import probe
from terminal.app.wiring import make_desk, name_of
from terminal.model.errors import UserError
from terminal.model.events import CommandName
from terminal.model.reasons import Reason
from terminal.storage.credentials import Credential, CredentialStore, open_store
from terminal.storage.policies import read_presets
from terminal.storage.redaction import Redactor
from terminal.storage.settings import read_settings

_log = logging.getLogger(__name__)


def run(options: RunOptions) -> int:
    """Run until the window is closed or somebody says stop; return the exit status."""
    if not options.headless and (missing := no_display()) is not None:
        raise UserError(f"{missing}, so no window can be opened; use --headless to run without one")
    forbid_core_dumps()
    set_library_defaults()
    with _directory(options) as directory:
        if not options.headless:
            return _window(options, directory)
        with (
            InstanceLock(directory.lock),
            _logging(directory.log, options) as redactor,
        ):
            return _headless(options, directory, _store(options, directory), redactor)


def _store(options: RunOptions, directory: DataDirectory) -> Callable[[], CredentialStore]:
    """Return what opens the store of keys, with those that are entered for this session."""
    if not options.ask_keys:
        return open_store
    settings = read_settings(directory.settings)
    if not settings.venues:
        raise UserError("--ask-keys: no venue is configured; `venues add` makes one")
    opened = open_store()
    for venue in settings.venues.values():
        name = name_of(venue)
        entered = ask_credential(name.item(), time.time_ns(), passphrase=None)
        opened.store_for_session(name, entered)
    return lambda: opened


def _headless(
    options: RunOptions,
    directory: DataDirectory,
    store: Callable[[], CredentialStore],
    redactor: Redactor,
) -> int:
    headless = Headless(sys.stdout)
    desk = make_desk(options, directory, store, redactor, headless.wake)
    with ending_on_signals(headless.stop), _disarming(desk):
        desk.start()
        tune()
        headless.run(desk, lines_of(sys.stdin.fileno()) if _readable_input() else None)
    return 0


def _window(options: RunOptions, directory: DataDirectory) -> int:
    store = functools.cache(_store(options, directory))  # keys in memory only outlive a desk
    processes = [start_engine_process()]  # it begins while Qt is loaded here

    from terminal.app.window import show  # Qt: only where a window is wanted
    from terminal.app.window_keeper import FileKeeper
    from terminal.ui.application import application
    from terminal.ui.notice import ask_to_try_again
    from terminal.ui.starter import Starter

    redactor = Redactor()
    keeper = FileKeeper(directory)
    with Starter() as starter:

        def make(begin_anew: Callable[[], None]) -> FarDesk:
            process = processes.pop() if processes else starter.run(start_engine_process)
            # A recording is one session: it cannot go on with another desk.
            anew = None if options.record is not None else begin_anew
            known = options.ask_keys or store.cache_info().currsize
            keys = store().session_keys() if known else {}
            for text in keys.values():
                redactor.add(msgspec.json.decode(text, type=Credential).secrets)
            prepare = Prepare(
                options=options,
                root=directory.root,
                temporary=directory.temporary,
                session_keys=keys,
            )
            cabinet = StoreCabinet(store, probe, redactor, anew)
            desk = FarDesk(process, prepare, presets=read_presets(), cabinet=cabinet)
            desk.prepared()
            return desk

        def shown(desk: FarDesk) -> int:
            with _logging(directory.window_log, options, redactor), _disarming(desk):
                return show(desk, keeper, starter)

        _kept = application(keeper)  # one for all desks: Qt wants no second
        return keep_open(make, shown, functools.partial(ask_to_try_again, keeper))


@contextlib.contextmanager
def _directory(options: RunOptions) -> Iterator[DataDirectory]:
    if options.temp:
        with temporary_directory() as name:
            yield DataDirectory(open_directory(Path(name)).root, temporary=True)
        return
    yield open_directory(options.data_dir or default_directory())


@contextlib.contextmanager
def _logging(
    path: Path, options: RunOptions, redactor: Redactor | None = None
) -> Iterator[Redactor]:
    redactor = redactor or Redactor()
    level = logging.DEBUG if options.debug else logging.INFO
    close = configure_logs(path, redactor, level)
    try:
        yield redactor
    except UserError:
        raise
    except Exception as error:
        _log.critical("the program ended", exc_info=error)
        raise
    finally:
        close()


@contextlib.contextmanager
def _disarming(desk: Desk | FarDesk) -> Iterator[None]:
    """While this lasts, an error that nobody caught, in any thread, ends automatic trading."""
    undo = install_excepthooks(
        lambda _: desk.send(CommandName.MANUAL, reason=Reason.INTERNAL_ERROR.value)
    )
    try:
        yield
    finally:
        undo()


def _readable_input() -> bool:
    try:
        os.fstat(sys.stdin.fileno())
    except (OSError, ValueError, AttributeError):
        return False
    return True
