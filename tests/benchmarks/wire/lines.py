"""JSON, a line at a time: how the processes of the benchmark talk to each other."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

_LONGEST_LINE = 64_000_000


class Peer:
    """A process that takes JSON lines and answers with JSON lines; what else it says is shown."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process

    @classmethod
    async def start(
        cls, command: Sequence[str], environment: Mapping[str, str], root: Path
    ) -> "Peer":
        """Start `command` in `root`."""
        return cls(
            await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                env=dict(environment),
                cwd=root,
                limit=_LONGEST_LINE,
            )
        )

    async def ask(self, timeout_s: float, **request: object) -> dict[str, Any]:
        """Send a request and return its answer; RuntimeError where the process ended."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(request).encode() + b"\n")
        await self.process.stdin.drain()
        return await self.hear(timeout_s)

    async def hear(self, timeout_s: float) -> dict[str, Any]:
        """Return the next line."""
        assert self.process.stdout is not None
        async with asyncio.timeout(timeout_s):
            line = await self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"a process of the benchmark ended ({await self.process.wait()})")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer

    async def end(self, timeout_s: float = 30.0) -> None:
        """Close its input, which asks it to end, and wait; kill it where it does not."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        try:
            async with asyncio.timeout(timeout_s):
                await self.process.wait()
        except TimeoutError:
            self.process.kill()
            await self.process.wait()
