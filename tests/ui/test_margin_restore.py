"""What the margin panel says of the restore before it happens."""

import msgspec
import pytest

from terminal.engine.restore_plan import RestoreCut, RestorePlan, restore_plans
from terminal.engine.snapshot import Snapshot
from terminal.model.outputs import Gate, Mode
from terminal.ui.margin.restore import restore_words
from tests.ui.fake_desk import FakeDesk

PLAN = RestorePlan(
    venue="paper",
    settle="BTC",
    level=0.8,
    ends_at=0.65,
    move=-0.1,
    cuts=(RestoreCut("BTC/USD:BTC", 51_300.0, 600_000.0, 112_500.0),),
    utilisation_after=0.6499,
)


@pytest.fixture
def snapshot(desk: FakeDesk) -> Snapshot:
    desk.guard = True
    taken = desk.snapshot()
    assert taken is not None
    return taken


def said(snapshot: Snapshot, **changes: object) -> str:
    return restore_words(snapshot, (msgspec.structs.replace(PLAN, **changes),))[0].text


def test_the_plan_says_where_how_much_and_what_is_left(snapshot: Snapshot) -> None:
    assert said(snapshot) == (
        "Restore at 51,300.0 (−10.0 %): sells 112,500 of 600,000, leaves 65.0 %"
    )


def test_a_restore_that_is_due_is_loud(snapshot: Snapshot) -> None:
    words = restore_words(snapshot, (msgspec.structs.replace(PLAN, move=0.0),))[0]
    assert words.text.startswith("Restore due now: sells 112,500 of 600,000")
    assert words.tone == "alarm"


def test_a_position_that_no_price_can_strain_says_so(snapshot: Snapshot) -> None:
    assert said(snapshot, move=None, cuts=()) == "Restore: no price brings it to 80 %"


def test_a_guard_that_would_not_act_is_said(snapshot: Snapshot) -> None:
    idle = msgspec.structs.replace(snapshot, guard_in_manual=False)
    assert said(idle).endswith("· only in auto or with the guard on")
    armed = msgspec.structs.replace(idle, mode=Mode.AUTO)
    assert "only in auto" not in said(armed)
    assert said(msgspec.structs.replace(snapshot, gate=Gate.KILLED)).endswith("· not while killed")


def test_several_accounts_are_named_and_the_nearest_comes_first(snapshot: Snapshot) -> None:
    far = msgspec.structs.replace(PLAN, settle="USDT", move=-0.3)
    texts = [words.text for words in restore_words(snapshot, (far, PLAN))]
    assert [text.partition(" · ")[0] for text in texts] == ["paper BTC", "paper USDT"]


def test_the_engines_own_plan_of_the_desk_can_be_said(desk: FakeDesk, snapshot: Snapshot) -> None:
    plans = restore_plans(snapshot)
    assert [plan.settle for plan in plans] == ["BTC"]
    assert restore_words(snapshot, plans)[0].text.startswith("Restore at ")
