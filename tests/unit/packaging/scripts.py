"""The scripts of packaging/ as modules."""

import importlib.util
from types import ModuleType

import pytest

from tests.architecture.source import ROOT

PACKAGING = ROOT / "packaging"


def script(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return a script of packaging/ as a module; the scripts import one another by name."""
    monkeypatch.syspath_prepend(str(PACKAGING))
    spec = importlib.util.spec_from_file_location(f"packaging_{name}", PACKAGING / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
