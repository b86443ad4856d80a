"""What a person asked for on the command line, once it is understood."""

from pathlib import Path

import msgspec


class RunOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How to run the terminal, with or without a window."""

    data_dir: Path | None = None
    temp: bool = False
    headless: bool = False
    replay: Path | None = None
    seed: int | None = None
    paper_on: str | None = None
    symbols: tuple[str, ...] = ("BTC/USD:BTC",)
    policy: str | None = None
    record: Path | None = None
    ask_keys: bool = False
    debug: bool = False
