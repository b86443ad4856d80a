"""A log of intents whose kernel is the test's."""

from pathlib import Path

import pytest

from terminal.storage.journal import Journal, Record, RecordKind
from terminal.storage.journal.direct_file import BLOCK_BYTES
from terminal.storage.journal.intent_log import LOG_NAME, SLOTS, IntentLog


def order(number: int) -> Record:
    return Record(number, RecordKind.ORDER_INTENT, {"number": number})


class Kernel:
    """Writes blocks when it is told to; `at_once` does so as soon as it has one."""

    def __init__(self, path: Path, *, at_once: bool = True) -> None:
        path.write_bytes(bytes(SLOTS * BLOCK_BYTES))
        self.path = path
        self.at_once = at_once
        self.refuses = False
        self.result = BLOCK_BYTES
        self.closes = True
        self.submitted = 0
        self.closed = 0
        self.signals = 0  # how many waits come back with nothing
        self.in_flight: list[tuple[int, bytes]] = []
        self.found: list[tuple[int, int]] = []

    def submit(self, block: int, content: bytes) -> bool:
        assert len(content) == BLOCK_BYTES
        assert block not in [number for number, _ in self.in_flight]
        if self.refuses:
            return False
        self.submitted += 1
        self.in_flight.append((block, content))
        if self.at_once:
            self.land()
        return True

    def land(self) -> None:
        with self.path.open("r+b") as file:
            for block, content in self.in_flight:
                if self.result == BLOCK_BYTES:
                    file.seek(block * BLOCK_BYTES)
                    file.write(content)
                self.found.append((block, self.result))
        self.in_flight.clear()

    def completed(self) -> list[tuple[int, int]]:
        found, self.found = self.found, []
        return found

    def wait(self, timeout_s: float) -> list[tuple[int, int]]:
        if self.signals:
            self.signals -= 1
            if not self.signals:
                self.land()
            return []
        return self.completed()

    def close(self) -> bool:
        self.closed += 1
        return self.closes


def opened(
    directory: Path, patch: pytest.MonkeyPatch, kernel: Kernel, *, looks_by_itself: bool = False
) -> Journal:
    """Open a journal whose log is of that kernel, and whose writer sleeps until it is woken."""
    if not looks_by_itself:
        patch.setattr("terminal.storage.journal.writer._BATCH_S", 1e3)
    patch.setattr(
        "terminal.storage.journal.journal.emptied_log", lambda path: IntentLog(path, kernel)
    )
    return Journal.open(directory)


def log_path(directory: Path) -> Path:
    return directory / LOG_NAME
