"""kill -9 at any moment: every acknowledged row is there, the chain is whole."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from terminal.storage.journal import Journal, JournalReader, Record, RecordKind, verify

CHILD = """
import asyncio, sys
from pathlib import Path
from terminal.storage.journal import Journal, Record, RecordKind

async def main():
    journal = Journal.open(Path(sys.argv[1]))
    number = 0
    while True:
        for _ in range(3):
            number += 1
            journal.append(Record(number, RecordKind.ALERT, {}))
        number += 1
        row = await journal.append_durable(Record(number, RecordKind.ORDER_INTENT, {}))
        print(row, flush=True)

asyncio.run(main())
"""


@pytest.mark.skipif(os.name == "nt", reason="there is no kill -9 on Windows")
def test_a_killed_process_loses_nothing_that_it_was_told_is_on_disk(
    tmp_path: Path, chance: Random
) -> None:
    acknowledged = 0
    for _ in range(4):
        enough = chance.randrange(1, 60)
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(tmp_path)], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        for _ in range(enough):
            acknowledged = int(child.stdout.readline())
        child.send_signal(signal.SIGKILL)
        # What was written between our last look and the kill was acknowledged as well.
        for line in child.stdout:
            if line.endswith("\n"):
                acknowledged = int(line)
        child.stdout.close()
        child.wait()
        result = verify(tmp_path)
        assert result.findings == ()
        assert result.rows >= acknowledged
        journal = Journal.open(tmp_path)
        assert journal.damage is None
        journal.append(Record(0, RecordKind.SESSION, {"after": "a crash"}))
        assert journal.close()
    reader = JournalReader(tmp_path)
    assert len(reader.latest(100, [RecordKind.SESSION])) == 4
    reader.close()
