"""How the window's process starts the engine's, and gets at it."""

import os
import subprocess
import sys
from collections.abc import Sequence

from terminal.app.channel import Channel

EngineProcess = subprocess.Popen[bytes]


def start_engine_process(command: Sequence[str] = ()) -> EngineProcess:
    """Start this program as the engine's process; it waits for what it is to prepare."""
    ours = [] if getattr(sys, "frozen", False) else ["-m", "terminal"]
    return subprocess.Popen(  # noqa: S603 — ourselves
        list(command) or [sys.executable, *ours, "--engine"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        bufsize=0,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def channel_to(process: EngineProcess) -> Channel:
    """Take over the pipes of a process: they are read and written below Python's files."""
    assert process.stdin is not None
    assert process.stdout is not None
    channel = Channel(os.dup(process.stdout.fileno()), os.dup(process.stdin.fileno()))
    process.stdout.close()
    process.stdin.close()
    return channel
