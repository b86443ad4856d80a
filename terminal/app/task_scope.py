"""Tasks that somebody owns: none is forgotten, no error of one passes unheard."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


class TaskScope:
    """Owns every task started in it; `on_error` hears of each one that failed, by its name."""

    def __init__(self, on_error: Callable[[str, BaseException], None]) -> None:
        self._on_error = on_error
        self._tasks: set[asyncio.Task[None]] = set()
        self.closed = False

    def start(self, name: str, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Start `work` as a task of this scope, on the running loop; once closed it never runs."""
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        if self.closed:
            task.cancel()
        return task

    def __len__(self) -> int:
        return len(self._tasks)

    async def close(self, timeout_s: float) -> tuple[str, ...]:
        """Cancel what still runs and wait for it; return the names of what would not end."""
        self.closed = True
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout_s
        while self._tasks and loop.time() < deadline:
            tasks = set(self._tasks)  # what one of them starts while it ends comes next
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks, timeout=deadline - loop.time())
        return tuple(sorted(task.get_name() for task in self._tasks))

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._on_error(task.get_name(), error)


def being_cancelled() -> bool:
    """Return whether the present task's owner wants it to end.

    A CancelledError without that is a failure like any other: libraries cancel futures of their
    own, and who waits for one of them must not quietly end.
    """
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
