"""What the invariants are called, read from where they are asked; and how often is enough."""

import re
from pathlib import Path

# So often at least each has to apply in so many worlds; one that never does proves nothing.
LEAST_ASKED = 5
LEAST_ASKED_IN = 200

_ASKED = re.compile(r'\.forbid\(\s*"([^"]+)"')


def _read() -> tuple[str, ...]:
    modules = sorted(Path(__file__).parent.glob("*.py"))
    return tuple(
        dict.fromkeys(name for module in modules for name in _ASKED.findall(module.read_text()))
    )


INVARIANTS = _read()
