"""CONTRIBUTING.md: the names in it exist, and its examples work."""

import ast
import re
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from pytestqt.qtbot import QtBot

from terminal.engine.funding.monitor import FundingMonitor
from terminal.engine.market.leg import Leg
from terminal.engine.policy.policy import Policy
from terminal.engine.risk.proposal import Proposal
from terminal.engine.state import DeskState
from terminal.model.events import Side
from terminal.model.outputs import OrderType, Purpose
from terminal.model.reasons import Reason
from tests.architecture.source import ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
PROSE = re.sub(r"^```.*?^```$", "", TEXT, flags=re.MULTILINE | re.DOTALL)
QUOTED = sorted(set(re.findall(r"`([^`\n]+)`", PROSE)))
SECOND = 1_000_000_000


def example(part: str) -> str:
    """Return the one example that holds `part`."""
    (found,) = [block for block in BLOCKS if part in block]
    return str(found)


@pytest.mark.parametrize(
    "name", [q for q in QUOTED if re.fullmatch(r"(terminal|tests|docs|packaging)/[\w/.-]+", q)]
)
def test_every_file_and_folder_that_is_named_exists(name: str) -> None:
    assert (ROOT / name).exists()


def test_every_other_name_is_in_the_code() -> None:
    names = {q.rstrip("()") for q in QUOTED if re.fullmatch(r"[A-Za-z_]\w+(\(\)|=\w+)?", q)}
    names = {name.partition("=")[0] for name in names} - {"self", "rows"}
    sources = [*(ROOT / "terminal").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    code = "\n".join(path.read_text("utf-8") for path in sources if path != Path(__file__))
    known = set(re.findall(r"\w+", code))
    assert {"VenueEntry", "RULES", "FACTORIES", "without_rule"} <= names
    assert names - known == set()


def test_what_the_examples_import_exists() -> None:
    imported = [
        (node.module, alias.name)
        for block in BLOCKS
        if "import" in block
        for node in ast.walk(ast.parse(block))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    ]
    assert len(imported) > 10
    for module, name in imported:
        assert module is not None
        assert hasattr(__import__(module, fromlist=[name]), name), f"{module}.{name}"


def test_the_example_of_a_venue_is_that_venue_s_own() -> None:
    path = ROOT / "terminal" / "venues" / "ccxt" / "catalogue" / "deribit.py"
    assert example("VenueEntry(") in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("until_s", "reduce_only", "quiet_s", "refused"),
    [
        (30, False, 60.0, True),
        (30, True, 60.0, False),
        (90, False, 60.0, False),
        (30, False, None, False),
        (None, False, 60.0, False),
    ],
)
def test_the_example_of_a_rule_does_what_it_says(
    until_s: int | None, reduce_only: bool, quiet_s: float | None, refused: bool
) -> None:
    code = example("def refuse").replace("Reason.BEFORE_SETTLEMENT", "Reason.FUNDING_STALE")
    scope: dict[str, Any] = {}
    exec(code, scope)
    state = DeskState(1)
    state.at = 1_000 * SECOND
    assert "funding" in Leg.__slots__
    leg = SimpleNamespace(funding=FundingMonitor(3.0))
    leg.funding.next_funding_at = None if until_s is None else state.at + until_s * SECOND
    policy = cast(Policy, SimpleNamespace(quiet_before_settlement_s=quiet_s))
    order = Proposal(Side.BUY, 1, reduce_only, OrderType.LIMIT, Decimal(1), Purpose.SCALE)
    answer = scope["refuse"](state, leg, policy, order)
    assert answer == (Reason.FUNDING_STALE if refused else None)


def test_the_example_of_a_panel_shows_what_is_held(qtbot: QtBot) -> None:
    scope: dict[str, Any] = {}
    exec(example("class HeldRow"), scope)
    exec(example("class HeldPanel"), scope)
    instrument = SimpleNamespace(symbol="BTC/USD:BTC", lot_size=Decimal(1))
    legs = [
        SimpleNamespace(instrument=instrument, position_contracts=held)
        for held in (Decimal(1200), None)
    ]
    from terminal.ui.theme import Theme

    panel = scope["HeldPanel"](SimpleNamespace(), Theme())
    qtbot.addWidget(panel)
    assert panel.refresh(SimpleNamespace(legs=legs), None)
    assert not panel.refresh(SimpleNamespace(legs=legs), None)
    assert panel.list.text().splitlines() == ["BTC/USD:BTC  1,200", "BTC/USD:BTC  —"]
