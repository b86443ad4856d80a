"""ccxt with only the exchanges that are asked for: its packages import all of theirs otherwise.

Stock `import ccxt.pro` runs more than 300 modules for one exchange: half a second of the engine's
loop, 60 MB, and in the frozen program 100 exchanges nobody chose. Here its three packages are put
in place unexecuted, and give exchanges and errors out as they are named. Whatever else somebody
wants of one makes it execute after all, so that nothing is missing.
"""

import sys
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import Any

PACKAGES = ("ccxt", "ccxt.async_support", "ccxt.pro")

_ERRORS = "ccxt.base.errors"
_BASES = {
    "ccxt": "ccxt.base.exchange",
    "ccxt.async_support": "ccxt.async_support.base.exchange",
    "ccxt.pro": "ccxt.async_support.base.exchange",
}


class _Package(ModuleType):
    """One of ccxt's packages, which imports an exchange when it is named."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name != "__version__":
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        found = _find(self.__name__, name)
        if found is None:
            return self._of_stock(name)
        setattr(self, name, found)
        return found

    def __setattr__(self, name: str, value: Any) -> None:
        # Python binds a submodule to its package; the exchange's class of that name stands there
        # in stock, put over it by the package's own code.
        if isinstance(value, ModuleType) and value.__name__ == f"{self.__name__}.{name}":
            value = value.__dict__.get(name, value)
        super().__setattr__(name, value)

    def _of_stock(self, name: str) -> Any:
        """Let the package's own code run after all."""
        assert self.__spec__ is not None
        assert self.__spec__.loader is not None
        self.__class__ = ModuleType  # type: ignore[assignment]  # a plain module from here on
        self.__spec__.loader.exec_module(self)
        return getattr(self, name)


def prepare() -> bool:
    """Put the packages in place; False where ccxt was imported already, which is as good."""
    if "ccxt" in sys.modules:
        return False
    for name in PACKAGES:
        spec = find_spec(name)
        if spec is None:
            raise ModuleNotFoundError(f"{name} is not installed", name=name)
        package = module_from_spec(spec)
        package.__class__ = _Package
        sys.modules[name] = package
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(sys.modules[parent], child, package)
    return True


def _find(package: str, name: str) -> Any:
    """Return an exchange's class, an error or the base; None where it is none of these."""
    if name in {"Exchange", "__version__"}:
        return getattr(import_module(_BASES[package]), name, None)
    error = getattr(import_module(_ERRORS), name, None)
    if error is not None:
        return error
    module = f"{package}.{name}"
    if find_spec(module) is None:
        return None
    return getattr(import_module(module), name, None)
