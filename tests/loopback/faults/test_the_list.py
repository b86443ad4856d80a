"""The table of faults names tests that are there, and leaves no fault out."""

import ast
import re

from tests.conftest import ROOT

_ROW = re.compile(r"^\| (\d+) \| .* \| (.*) \|$", re.MULTILINE)
_NODE = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def rows() -> list[tuple[str, str]]:
    return _ROW.findall((ROOT / "docs" / "faults.md").read_text(encoding="utf-8"))


def test_every_fault_has_a_row() -> None:
    assert [int(number) for number, _ in rows()] == list(range(1, 56))


def test_every_named_test_is_there() -> None:
    missing = []
    for number, last in rows():
        nodes = _NODE.findall(last)
        if not nodes:
            assert last.startswith("not "), f"{number}: neither a test nor a reason"
        for path, name in nodes:
            tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
            found = {
                node.name
                for node in ast.walk(tree)
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            }
            if name not in found:
                missing.append(f"{number}: {path}::{name}")
    assert not missing
