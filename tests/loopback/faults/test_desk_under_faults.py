"""The whole desk on the wire, a fault at each of its venues, and the kill switch during them all.

One venue stands for each fault, one desk trades on all of them at once. So what goes wrong at one
must change nothing at the others: the first of them has no fault at all.
"""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from terminal.model.events import OrderReport
from terminal.model.outputs import Alert, Freeze
from terminal.model.reasons import Reason
from terminal.storage.journal import verify
from tests.loopback.faults.story import Story, Told
from tests.loopback.faults.wrongs import WRONGS

pytestmark = pytest.mark.asyncio(loop_scope="module")
EACH = pytest.mark.parametrize("name", list(WRONGS))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def story(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Story]:
    root = tmp_path_factory.mktemp("faults")
    told = Story(root)
    await told.run()
    assert verify(root).intact
    yield told


def disarmed(story: Story) -> str:
    """Return what ended auto, if anything did: then nothing else could be seen."""
    return "; ".join(
        f"{item.venue}: {item.detail}"
        for item in story.pushed
        if isinstance(item, Alert | Freeze)
        and item.reason is Reason.PREFLIGHT
        and "not been made" not in item.detail
    )


@EACH
async def test_the_trader_sees_it(story: Story, name: str) -> None:
    told: Told = story.told[name]
    sees = WRONGS[name].sees
    assert not sees or told.reasons & sees, (sorted(told.reasons), disarmed(story))


@EACH
async def test_no_order_is_sent_twice(story: Story, name: str) -> None:
    assert story.told[name].twice == []


@EACH
async def test_after_the_kill_switch_no_order_leaves(story: Story, name: str) -> None:
    assert story.told[name].left_after_kill == 0


@EACH
async def test_the_kill_switch_is_confirmed_only_where_nothing_rests(
    story: Story, name: str
) -> None:
    told = story.told[name]
    if told.while_wrong == "confirmed":
        assert told.resting_while_wrong == 0
    if WRONGS[name].cancels_fail:
        assert told.while_wrong != "confirmed"
    assert (told.at_last, told.resting_at_last) == ("confirmed", 0)


@EACH
async def test_afterwards_there_is_one_position_and_it_is_at_its_target(
    story: Story, name: str
) -> None:
    told = story.told[name]
    assert told.position_here == told.position_there
    assert told.position_there == pytest.approx(told.target, rel=0.0125)


async def test_a_venue_without_a_fault_is_left_alone(story: Story) -> None:
    told = story.told["nothing"]
    assert told.reasons == set()
    assert told.while_wrong == "confirmed"


async def test_hostile_words_of_a_venue_are_harmless_wherever_they_are_told(story: Story) -> None:
    words = [item.detail for item in story.pushed if isinstance(item, Alert)]
    words += [str(item.reason) for item in story.pushed if isinstance(item, OrderReport)]
    told = [text for text in words if "FILLED" in text]
    assert told, "they came through"
    assert all(text.isprintable() for text in told)


async def test_nothing_of_ours_broke(story: Story) -> None:
    alerts = [item for item in story.pushed if isinstance(item, Alert)]
    assert [a.detail for a in alerts if a.reason is Reason.INTERNAL_ERROR] == []
