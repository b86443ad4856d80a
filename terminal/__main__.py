"""`python -m terminal` is `scaling-terminal`."""

import sys

from terminal.app.command_line import main

if __name__ == "__main__":
    sys.exit(main())
