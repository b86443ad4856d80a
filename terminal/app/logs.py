"""Logs: one JSON object a line in a rotating file, without a secret in any of them."""

import asyncio
import logging
import sys
import threading
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog

from terminal.storage.files import create_private
from terminal.storage.redaction import Redactor

_MOST_BYTES = 5_000_000
_OLD_FILES = 4
_QUIET = ("ccxt", "asyncio", "aiohttp", "keyring", "qasync", "urllib3")

_log = logging.getLogger(__name__)


class RedactingFormatter(logging.Formatter):
    """Formats a record, traceback included, and takes secrets out of the whole line."""

    def __init__(self, inner: logging.Formatter, redact: Redactor) -> None:
        super().__init__()
        self._inner = inner
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        """Return the redacted line."""
        return self._redact(self._inner.format(record))


class _PrivateFileHandler(RotatingFileHandler):
    """Creates every file with mode 0600 before anything is written to it."""

    def _open(self) -> Any:
        create_private(Path(self.baseFilename))
        return super()._open()


def configure_logs(path: Path, redact: Redactor, level: int = logging.INFO) -> Callable[[], None]:
    """Send all logging, the libraries' included, to `path`; return what closes the file again."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        structlog.processors.UnicodeDecoder(),
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            # ASCII only: what a venue wrote can neither break a line nor steer a terminal.
            structlog.processors.JSONRenderer(ensure_ascii=True, sort_keys=True),
        ],
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = _PrivateFileHandler(
        path, maxBytes=_MOST_BYTES, backupCount=_OLD_FILES, encoding="utf-8"
    )
    handler.setFormatter(RedactingFormatter(formatter, redact))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    for name in _QUIET:
        # ccxt prints headers, keys among them, below this level.
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(True)

    def close() -> None:
        logging.captureWarnings(False)
        root.removeHandler(handler)
        handler.close()

    return close


def install_excepthooks(on_error: Callable[[str], None]) -> Callable[[], None]:
    """Log what nobody caught, in any thread, and tell `on_error` its kind; return the undoing.

    No local variables are recorded: they may hold keys.
    """
    previous, previous_thread = sys.excepthook, threading.excepthook

    def hook(
        kind: type[BaseException], error: BaseException, traceback: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            previous(kind, error, traceback)
            return
        _log.critical("nobody caught this", exc_info=(kind, error, traceback))
        on_error(kind.__name__)

    def thread_hook(arguments: threading.ExceptHookArgs) -> None:
        error = arguments.exc_value
        if error is not None and not isinstance(error, SystemExit):
            hook(arguments.exc_type, error, arguments.exc_traceback)

    sys.excepthook, threading.excepthook = hook, thread_hook

    def undo() -> None:
        sys.excepthook, threading.excepthook = previous, previous_thread

    return undo


def log_loop_errors(loop: asyncio.AbstractEventLoop, on_error: Callable[[str], None]) -> None:
    """Log what a loop's callbacks and forgotten tasks raise, and tell `on_error`."""

    def handle(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        _log.error("on an event loop: %s", context.get("message"), exc_info=error)
        on_error(str(context.get("message")))

    loop.set_exception_handler(handle)
