"""The log: JSON lines without a secret, private files, nothing uncaught unheard."""

import asyncio
import json
import logging
import stat
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from terminal.app.logs import configure_logs, install_excepthooks, log_loop_errors
from terminal.storage.redaction import Redactor

CANARY = "c4n4ryS3cr3tValue"


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    levels = {name: logging.getLogger(name).level for name in ("ccxt", "asyncio", "aiohttp")}
    root = logging.getLogger().level
    close = configure_logs(tmp_path / "terminal.log", Redactor([CANARY]), logging.DEBUG)
    yield tmp_path / "terminal.log"
    close()
    logging.getLogger().setLevel(root)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    structlog.reset_defaults()


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_standard_library_and_structlog_write_the_same_lines(path: Path) -> None:
    logging.getLogger("terminal.app").info("order %s", "st1n1")
    structlog.get_logger("terminal.app").info("order st1n2", venue="bybit")
    first, second = lines(path)
    assert (first["event"], first["level"], first["logger"]) == (
        "order st1n1",
        "info",
        "terminal.app",
    )
    assert (second["event"], second["venue"]) == ("order st1n2", "bybit")
    assert str(first["timestamp"]).endswith("Z")


def test_no_secret_is_written_by_whatever_way_it_comes(path: Path) -> None:
    log = logging.getLogger("terminal.test")
    log.debug("key %s", CANARY)
    log.info("headers", extra={"headers": {"X-BAPI-API-KEY": CANARY}})
    log.warning("X-BAPI-SIGN: unknownbutsecret")
    structlog.get_logger().info("event", detail=[CANARY])
    try:
        raise ValueError(f"GET https://venue/order?signature={CANARY}x")
    except ValueError:
        log.exception("failed")
    text = path.read_text(encoding="utf-8")
    assert CANARY not in text
    assert "unknownbutsecret" not in text
    assert len(lines(path)) == 5


def test_a_hostile_text_stays_in_its_line(path: Path) -> None:
    logging.getLogger("terminal.test").info("venue said %s", "a\nb\x1b[31m\u202ec")
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") == 1
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_ccxt_does_not_tell_what_it_sends(path: Path) -> None:
    logging.getLogger("ccxt.base.exchange").debug("headers of a request")
    assert path.read_text(encoding="utf-8") == ""


def test_the_file_and_the_old_ones_are_private(path: Path) -> None:
    (handler,) = [h for h in logging.getLogger().handlers if getattr(h, "doRollover", None)]
    logging.getLogger("terminal.test").info("before")
    handler.doRollover()  # type: ignore[attr-defined]
    logging.getLogger("terminal.test").info("after")
    for file in path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(list(path.parent.iterdir())) == 2


def test_what_nobody_caught_is_logged_and_told_in_any_thread(path: Path) -> None:
    told: list[str] = []
    undo = install_excepthooks(told.append)
    try:

        def fail() -> None:
            local = CANARY
            raise LookupError(f"no {local}")

        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        try:
            raise ZeroDivisionError
        except ZeroDivisionError:
            sys.excepthook(*sys.exc_info())
    finally:
        undo()
    assert told == ["LookupError", "ZeroDivisionError"]
    assert [line["level"] for line in lines(path)] == ["critical", "critical"]
    assert CANARY not in path.read_text(encoding="utf-8")


async def test_what_a_loop_s_callback_raises_is_logged_and_told(path: Path) -> None:
    told: list[str] = []
    loop = asyncio.get_running_loop()
    log_loop_errors(loop, told.append)
    done = asyncio.Event()

    def fail() -> None:
        done.set()
        raise ZeroDivisionError

    loop.call_soon(fail)
    await done.wait()
    await asyncio.sleep(0)
    assert len(told) == 1
    (line,) = lines(path)
    assert "ZeroDivisionError" in str(line["exception"])
