"""The exchanges that are asked for are ccxt's own, and the others are left alone."""

import json
import subprocess
import sys

import pytest

from terminal.venues.ccxt.catalogue import CATALOGUE

DESCRIBE = """
import json, sys
import ccxt.pro
told = {}
for name in NAMES:
    kind = getattr(ccxt.pro, name)
    exchange = kind()
    told[name] = {
        "is": [f"{base.__module__}.{base.__qualname__}" for base in kind.__mro__],
        "has": {key: str(value) for key, value in exchange.has.items()},
        "describes": json.dumps(exchange.describe(), default=str, sort_keys=True),
    }
told["errors"] = [f"{name} {getattr(ccxt, name).__mro__}" for name in ERRORS]
told["versions"] = [ccxt.__version__, ccxt.pro.Exchange.__module__]
told["modules"] = sum(name.startswith("ccxt") for name in sys.modules)
print(json.dumps(told))
"""
ERRORS = ("BaseError", "InvalidNonce", "AuthenticationError", "NetworkError", "RequestTimeout")


def run(script: str) -> str:
    head = f"NAMES = {sorted(CATALOGUE)!r}\nERRORS = {ERRORS!r}\n"
    done = subprocess.run([sys.executable, "-c", head + script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def told() -> tuple[dict[str, object], dict[str, object]]:
    """Return what stock ccxt says of itself, and what it says when it was prepared."""
    stock = json.loads(run(DESCRIBE))
    ours = json.loads(run(f"import terminal.venues.ccxt\n{DESCRIBE}"))
    return stock, ours


def test_exchanges_and_errors_are_the_same_as_stock_s(
    told: tuple[dict[str, object], dict[str, object]],
) -> None:
    stock, ours = told
    assert set(CATALOGUE) <= set(ours)
    assert {**ours, "modules": None} == {**stock, "modules": None}


def test_only_what_is_asked_for_is_imported(
    told: tuple[dict[str, object], dict[str, object]],
) -> None:
    stock, ours = told
    assert isinstance(stock["modules"], int)
    assert isinstance(ours["modules"], int)
    assert ours["modules"] < stock["modules"] / 3


def test_whatever_else_somebody_wants_is_there_too() -> None:
    script = """
import terminal.venues.ccxt
import ccxt, ccxt.pro
bybit = ccxt.pro.bybit
assert len(ccxt.exchanges) > 90 and len(ccxt.pro.exchanges) > 50
assert ccxt.pro.bybit is bybit and issubclass(bybit, ccxt.async_support.bybit)
assert ccxt.decimal_to_precision("1.25", ccxt.ROUND, 1, ccxt.DECIMAL_PLACES) == "1.3"
try:
    ccxt.nothing_of_this_name
except AttributeError as error:
    print(error)
"""
    assert "nothing_of_this_name" in run(script)


def test_a_ccxt_that_was_imported_before_is_left_as_it_is() -> None:
    script = """
import ccxt
before = ccxt.bybit
from terminal.venues.ccxt.library import prepare
assert not prepare()
print(ccxt.bybit is before)
"""
    assert run(script) == "True\n"
