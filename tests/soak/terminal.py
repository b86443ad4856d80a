"""The terminal without a window, on loopback exchanges: a process of its own that obeys its input.

`python -m tests.soak.terminal SETTING`, a JSON file with `directory`, `record`, `policy` and
`wires` (name → exchange, symbols, api, key, secret).
"""

import json
import logging
import sys
from pathlib import Path

from terminal.app.headless import Headless, ending_on_signals, lines_of
from terminal.app.interpreter import tune
from terminal.app.logs import configure_logs
from terminal.app.paths import open_directory
from terminal.storage.redaction import Redactor
from terminal.venues.ccxt.timing import Timing
from tests.loopback.faults.desk import Wire, desk_of, plans_of

# As the product waits, but that a lost connection is dialled again within seconds.
TIMING = Timing(
    order_timeout_s=2.0, account_poll_s=2.0, silence_s=5.0, first_retry_s=0.2, longest_retry_s=2.0
)


def main() -> int:
    """Run until told to stop."""
    setting = json.loads(Path(sys.argv[1]).read_text())
    directory = open_directory(Path(setting["directory"]))
    wires = {name: Wire(**wire) for name, wire in setting["wires"].items()}
    headless = Headless(sys.stdout)
    close_logs = configure_logs(directory.log, Redactor(), logging.INFO)
    try:
        desk = desk_of(
            directory.root,
            plans_of(wires, TIMING),
            setting["policy"],
            record=Path(setting["record"]),
            wake=headless.wake,
        )
        with ending_on_signals(headless.stop):
            desk.start()
            tune()
            headless.run(desk, lines_of(sys.stdin.fileno()))
    finally:
        close_logs()
    return 0


if __name__ == "__main__":
    sys.exit(main())
