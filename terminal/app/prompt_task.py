"""A task whose first step is taken at once, also on a Python whose tasks cannot do so themselves.

A task begins when the loop comes to it, after every message that has come in meanwhile. Python
3.12 has tasks that begin at once; for 3.11 the same is made of what asyncio documents for that
purpose (https://docs.python.org/3.11/library/asyncio-extending.html).
"""

import asyncio
import sys
from asyncio.tasks import _enter_task, _leave_task
from collections.abc import Callable, Coroutine
from contextvars import Context
from functools import partial
from typing import Any

Work = Coroutine[Any, Any, None]


def run_to_first_wait(work: Work, name: str) -> asyncio.Task[None]:
    """Make a task of `work` on the running loop, take its first step, and return it.

    May be called from within another task, which is the present one again afterwards.
    """
    loop = asyncio.get_running_loop()
    if sys.version_info >= (3, 12):
        return asyncio.Task(work, loop=loop, name=name, eager_start=True)
    else:  # noqa: RET505 — the type checker knows a version's branch by it
        return _run_by_hand(loop, work, name)


def _run_by_hand(loop: asyncio.AbstractEventLoop, work: Work, name: str) -> asyncio.Task[None]:
    steps: list[Callable[[], object]] = []

    def keep(step: Callable[..., object], *arguments: object, context: Context) -> None:
        steps.append(partial(context.run, step, *arguments))

    # A new task asks its loop for its first step, and for nothing else.
    vars(loop)["call_soon"] = keep
    try:
        task = loop.create_task(work, name=name)
    finally:
        del vars(loop)["call_soon"]
    present = asyncio.current_task()
    if present is not None:
        _leave_task(loop, present)
    try:
        for step in steps:
            step()
    finally:
        if present is not None:
            _enter_task(loop, present)
    return task
