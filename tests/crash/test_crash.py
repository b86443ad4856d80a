"""kill -9 at each of six points of an order's way: one position, nothing lost, nothing sent twice.

The long form is `python -m tests.crash --times 50`.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from terminal.storage.journal.intent_log import LOG_NAME
from tests.crash.points import Point
from tests.crash.trial import Exchange, trial

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there is no kill -9 on Windows")


@pytest.fixture(scope="module")
def exchange() -> Iterator[Exchange]:
    process = Exchange()
    yield process
    process.stop()


@pytest.mark.parametrize("point", list(Point), ids=lambda point: point.value)
def test_a_terminal_that_was_killed_goes_on_with_one_position(
    exchange: Exchange, tmp_path: Path, chance: Random, point: Point
) -> None:
    verdict = trial(exchange, tmp_path, point, chance)
    assert verdict.complaints == ()


def test_a_terminal_that_lost_its_journal_is_found_out(
    exchange: Exchange, tmp_path: Path, chance: Random
) -> None:
    def forget(root: Path) -> None:
        for file in (*root.glob("journal*"), *root.glob(LOG_NAME)):
            file.unlink()

    verdict = trial(exchange, tmp_path, Point.AFTER_SEND, chance, between=forget)
    assert any("was sent without an intent on disk" in one for one in verdict.complaints)
