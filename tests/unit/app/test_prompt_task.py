"""A task whose first step is taken at once, from wherever it is started."""

import asyncio
from contextvars import ContextVar

import pytest

from terminal.app.prompt_task import run_to_first_wait
from terminal.app.task_scope import TaskScope, being_cancelled

WHERE: ContextVar[str] = ContextVar("WHERE", default="nowhere")


async def test_the_first_step_is_taken_before_the_caller_goes_on() -> None:
    seen: list[str] = []

    async def work() -> None:
        seen.append("begun")
        await asyncio.sleep(0)
        seen.append("ended")

    task = run_to_first_wait(work(), "work")
    assert (seen, task.get_name(), task.done()) == (["begun"], "work", False)
    await task
    assert seen == ["begun", "ended"]


async def test_each_task_is_the_present_one_in_its_own_steps() -> None:
    present: list[asyncio.Task[None] | None] = []
    caller = asyncio.current_task()

    async def work() -> None:
        present.append(asyncio.current_task())
        async with asyncio.timeout(60):  # asks for the present task, and would cancel it
            await asyncio.sleep(0)
        present.append(asyncio.current_task())

    task = run_to_first_wait(work(), "work")
    assert asyncio.current_task() is caller
    await task
    assert present == [task, task]


def test_it_works_from_a_callback_in_which_there_is_no_task() -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        done = loop.create_future()

        async def work() -> None:
            await asyncio.sleep(0)
            done.set_result(asyncio.current_task() is not None)

        begun: list[asyncio.Task[None]] = []  # a loop alone keeps no task alive

        loop.call_soon(lambda: begun.append(run_to_first_wait(work(), "work")))
        assert await done

    asyncio.run(main())


async def test_a_time_out_ends_the_work_and_not_who_started_it() -> None:

    async def work() -> None:
        async with asyncio.timeout(0):
            await asyncio.Event().wait()

    task = run_to_first_wait(work(), "work")
    with pytest.raises(TimeoutError):
        await task
    caller = asyncio.current_task()
    assert caller is not None
    assert not caller.cancelling()


async def test_what_one_sets_in_its_context_stays_there() -> None:

    async def work() -> None:
        WHERE.set("in the task")
        await asyncio.sleep(0)

    task = run_to_first_wait(work(), "work")
    assert WHERE.get() == "nowhere"
    await task


async def test_the_loop_schedules_as_before_afterwards() -> None:
    loop = asyncio.get_running_loop()
    called = asyncio.Event()

    async def nothing() -> None:
        """Ends within its first step."""

    task = run_to_first_wait(nothing(), "work")
    loop.call_soon(called.set)
    await called.wait()
    assert task.done()
    assert "call_soon" not in vars(loop)


async def test_what_fails_in_the_first_step_is_told_and_does_not_reach_the_caller() -> None:
    errors: list[tuple[str, BaseException]] = []
    scope = TaskScope(lambda name, error: errors.append((name, error)))

    async def fail() -> None:
        raise ValueError("at once")

    scope.start_at_once("failing", fail())
    await asyncio.sleep(0)
    assert [(name, str(error)) for name, error in errors] == [("failing", "at once")]
    assert len(scope) == 0


async def test_a_closed_scope_lets_nothing_begin() -> None:
    begun: list[bool] = []
    scope = TaskScope(lambda *_: None)

    async def work() -> None:
        begun.append(True)

    await scope.close(1.0)
    scope.start_at_once("late", work())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert begun == []


async def test_whoever_started_it_is_not_being_cancelled_with_it() -> None:
    scope = TaskScope(lambda *_: None)
    said: list[bool] = []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            said.append(being_cancelled())
            raise

    scope.start_at_once("work", work())
    await scope.close(1.0)
    assert (said, being_cancelled()) == ([True], False)
