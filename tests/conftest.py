"""What every test shares: seeds, recorded data, and no silent errors."""

import gc
import logging
import os
import random
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_API", "pyside6")
os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("TERMINAL_TEST_DATA", ROOT.parent / "shared" / "data"))

# The same examples on every machine and run; a busy machine is not a failure.
settings.register_profile("terminal", derandomize=True, database=None, deadline=None)
settings.load_profile("terminal")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a failing seed be run again, or others be tried."""
    parser.addoption("--seed", type=int, default=0, help="mixed into every test's own seed")


def pytest_report_header(config: pytest.Config) -> str:
    """Say what a run depends on besides the code."""
    data = DATA if DATA.is_dir() else f"{DATA} (absent: tests on recorded data are skipped)"
    return f"seed: {config.getoption('--seed')}, recorded data: {data}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the slowest, the type check, so that it runs beside everything else."""
    items.sort(key=lambda item: item.get_closest_marker("slowest_first") is None)


def pytest_collection_finish() -> None:
    """Keep all that was imported out of the collections after each test."""
    collect_the_young()


def collect_the_young() -> None:
    """Collect what came into being since the last call; what survives is not looked at again."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """Return this test's own seed, printed so that a failure shows it."""
    chosen = zlib.crc32(request.node.nodeid.encode()) + int(request.config.getoption("--seed"))
    print(f"seed: {chosen}")
    return chosen


@pytest.fixture
def chance(seed: int) -> random.Random:
    """Return a generator started from the test's seed."""
    return random.Random(seed)


@pytest.fixture(scope="session")
def recorded_data() -> Path:
    """Return the folder of recorded market data; skips where it is not there."""
    if not DATA.is_dir():
        pytest.skip(f"recorded data is not at {DATA}; TERMINAL_TEST_DATA may name another folder")
    return DATA


class LoopErrors(logging.Handler):
    """Collects what event loops log as errors: tasks that died with nobody to tell."""

    LOGGERS = ("asyncio", "qasync")

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(self.format(record))


@pytest.fixture(autouse=True)
def loop_errors(request: pytest.FixtureRequest) -> Iterator[list[str]]:
    """Fail a test whose event loop reported an error; a test that expects one clears the list.

    Every loop here (asyncio's, uvloop's, qasync's) logs the errors of orphan tasks, and a lost
    task tells when it is collected.
    """
    errors = LoopErrors()
    loggers = [logging.getLogger(name) for name in LoopErrors.LOGGERS]
    for logger in loggers:
        logger.addHandler(errors)
    try:
        yield errors.messages
        collect_the_young()
    finally:
        for logger in loggers:
            logger.removeHandler(errors)
    if errors.messages:
        pytest.fail("event loop errors:\n" + "\n".join(errors.messages), pytrace=False)
