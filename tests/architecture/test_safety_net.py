"""An error that nobody awaits, a warning and a message of Qt's each fail the test they occur in."""

import re
import subprocess
import sys
from pathlib import Path

from tests.architecture.source import ROOT

LOST_ERRORS = """
import asyncio, threading, warnings
import qasync
from PySide6.QtCore import qWarning

async def dies():
    raise ValueError("lost")

async def loses_a_task():
    task = asyncio.get_running_loop().create_task(dies())
    await asyncio.sleep(0)
    await asyncio.sleep(0)

async def test_lost_on_asyncio():
    await loses_a_task()

def test_lost_on_uvloop():
    import uvloop  # a package that Windows does not have: there this test fails by itself
    loop = uvloop.new_event_loop()
    loop.run_until_complete(loses_a_task())
    loop.close()

def test_lost_on_qasync(qapp):
    loop = qasync.QEventLoop(qapp)
    loop.run_until_complete(loses_a_task())
    loop.close()

def test_lost_in_a_thread():
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()

async def test_never_awaited():
    dies()

def test_warning():
    warnings.warn("odd")

def test_message_of_qt():
    qWarning("odd")

def test_expected(loop_errors):
    loop = asyncio.new_event_loop()
    loop.call_exception_handler({"message": "expected"})
    loop.close()
    assert "expected" in loop_errors.pop()
"""


def test_nothing_goes_wrong_silently(tmp_path: Path) -> None:
    (tmp_path / "test_lost_errors.py").write_text(LOST_ERRORS, encoding="utf-8")
    command = "-m pytest -q -p tests.conftest -p no:cacheprovider -c pyproject.toml"
    done = subprocess.run(
        [sys.executable, *command.split(), "--rootdir", tmp_path, tmp_path],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    unhappy = set(re.findall(r"^(?:FAILED|ERROR) \S*::test_(\w+)", done.stdout, re.MULTILINE))
    assert unhappy == {
        "lost_on_asyncio",
        "lost_on_uvloop",
        "lost_on_qasync",
        "lost_in_a_thread",
        "never_awaited",
        "warning",
        "message_of_qt",
    }, done.stdout
