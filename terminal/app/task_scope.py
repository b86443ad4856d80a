"""Tasks that somebody owns: none is forgotten, no error of one passes unheard."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from terminal.app.prompt_task import run_to_first_wait


class TaskScope:
    """Owns every task started in it; `on_error` hears of each one that failed, by its name."""

    def __init__(self, on_error: Callable[[str, BaseException], None]) -> None:
        self._on_error = on_error
        self._tasks: set[asyncio.Task[None]] = set()
        self.closed = False

    def start(self, name: str, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Start `work` as a task of this scope, on the running loop; once closed it never runs."""
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._own(task)
        if self.closed:
            task.cancel()
        return task

    def start_at_once(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        """Start `work` now, and not after everything that the loop has before it.

        Returns once it waits for something or has ended.
        """
        if self.closed:
            self.start(name, work)
        else:
            self._own(run_to_first_wait(work, name))

    def _own(self, task: asyncio.Task[None]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._done)

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
