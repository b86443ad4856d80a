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
from typing import Any

Work = Coroutine[Any, Any, None]
Owner = Callable[[asyncio.Task[None]], None]
_Step = Callable[..., object]


def run_to_first_wait(work: Work, name: str, own: Owner) -> None:
    """Make a task of `work` on the running loop, take its first step, and hand it to `own`.

    `own` gets it before whatever else the loop does, ended or not. May be called from within
    another task, which is the present one again afterwards.
    """
    loop = asyncio.get_running_loop()
    if sys.version_info >= (3, 12):
        own(asyncio.Task(work, loop=loop, name=name, eager_start=True))
    else:
        _run_by_hand(loop, work, name, own)


def _run_by_hand(loop: asyncio.AbstractEventLoop, work: Work, name: str, own: Owner) -> None:
    steps: list[tuple[_Step, tuple[object, ...], Context | None]] = []

    def keep(step: _Step, *arguments: object, context: Context | None = None) -> None:
        steps.append((step, arguments, context))

    # A new task asks its loop for its first step, and for nothing else.
    vars(loop)["call_soon"] = keep
    try:
        task = loop.create_task(work, name=name)
    finally:
        del vars(loop)["call_soon"]
    own(task)
    present = asyncio.current_task()
    if present is not None:
        _leave_task(loop, present)
    try:
        for step, arguments, context in steps:
            if context is None:
                step(*arguments)
            else:
                context.run(step, *arguments)
    finally:
        if present is not None:
            _enter_task(loop, present)
