"""What is put right in the process before anything else happens in it."""

import ctypes
import os
import sys
from collections.abc import MutableMapping

_DROPPED = ("SSLKEYLOGFILE", "PYTHON_KEYRING_BACKEND", "QT_PLUGIN_PATH")
_DROPPED_PREFIXES = ("KEYRING_PROPERTY_",)
_PR_SET_DUMPABLE = 4


def clean_environment(environment: MutableMapping[str, str] = os.environ) -> tuple[str, ...]:
    """Drop variables that would leak secrets or load foreign code; return their names.

    SSLKEYLOGFILE makes Python write every TLS session's keys to a file. The keyring's variables
    alter any backend, the plug-in path lets other code into the process.
    """
    names = tuple(
        name for name in environment if name in _DROPPED or name.startswith(_DROPPED_PREFIXES)
    )
    for name in names:
        del environment[name]
    return names


def set_library_defaults(environment: MutableMapping[str, str] = os.environ) -> None:
    """Name the Qt binding before anything asks which one there is."""
    environment["QT_API"] = "pyside6"
    environment["PYQTGRAPH_QT_LIB"] = "PySide6"


def forbid_core_dumps() -> None:
    """On Linux: no core file, and no other process of the user may read this one's memory."""
    if not sys.platform.startswith("linux"):
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
    ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
