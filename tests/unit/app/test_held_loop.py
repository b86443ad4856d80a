"""The loop that keeps the interpreter lock: what it finds is what epoll finds, and it sleeps."""

import asyncio
import random
import selectors
import socket
import sys
from collections.abc import Iterator

import pytest

from terminal.app import interpreter
from terminal.app.held_loop import held_loop

if sys.platform != "linux":
    pytest.skip("there is no epoll here", allow_module_level=True)

from terminal.app.held_loop import HoldingSelector

_BOTH = selectors.EVENT_READ | selectors.EVENT_WRITE
Pair = tuple[socket.socket, socket.socket]
Found = set[tuple[int, int]]


@pytest.fixture
def pairs() -> Iterator[list[Pair]]:
    made = [socket.socketpair() for _ in range(100)]
    yield made
    for pair in made:
        for end in pair:
            end.close()


@pytest.fixture
def holding() -> Iterator[HoldingSelector]:
    with HoldingSelector() as made:
        yield made


def found(selector: selectors.BaseSelector) -> Found:
    return {(key.fd, events) for key, events in selector.select(0)}


@pytest.mark.parametrize("seed", range(20))
def test_what_is_ready_is_what_epoll_says(
    holding: HoldingSelector, pairs: list[Pair], seed: int
) -> None:
    chance = random.Random(seed)
    with selectors.EpollSelector() as plain:
        for ours, theirs in pairs[:40]:
            events = chance.choice((selectors.EVENT_READ, selectors.EVENT_WRITE, _BOTH))
            holding.register(ours, events)
            plain.register(ours, events)
            if chance.random() < 0.5:
                theirs.send(b"x")
            if chance.random() < 0.2:
                theirs.shutdown(socket.SHUT_WR)
            if chance.random() < 0.2:
                theirs.close()
        ready = found(holding)
        assert ready == found(plain)
        assert ready


def test_what_does_not_fit_into_one_look_is_in_the_next_ones(
    holding: HoldingSelector, pairs: list[Pair]
) -> None:
    for ours, theirs in pairs:
        holding.register(ours, selectors.EVENT_READ)
        theirs.send(b"x")
    seen: set[int] = set()
    for _ in range(4):
        ready = holding.select(0)
        seen |= {key.fd for key, _ in ready}
        for key, _ in ready:
            holding.unregister(key.fd)
    assert seen == {ours.fileno() for ours, _ in pairs}


def test_it_sleeps_only_where_nothing_is_ready(
    holding: HoldingSelector, pairs: list[Pair], monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float | None] = []

    def select(_: object, timeout: float | None = None) -> list[object]:
        slept.append(timeout)
        return []

    monkeypatch.setattr(selectors.EpollSelector, "select", select)
    ours, theirs = pairs[0]
    holding.register(ours, selectors.EVENT_READ)
    assert (holding.select(0), holding.select(-1.0), slept) == ([], [], [])
    assert (holding.select(0.5), holding.select(None), slept) == ([], [], [0.5, None])
    theirs.send(b"x")
    assert [key.fd for key, _ in holding.select(0.5)] == [ours.fileno()]
    assert slept == [0.5, None]


def test_the_engine_s_loop_is_one_that_keeps_the_lock() -> None:
    factory = interpreter.loop_factory()
    assert factory is not None
    loop = factory()
    try:
        assert isinstance(loop, asyncio.SelectorEventLoop)
        assert isinstance(loop._selector, HoldingSelector)  # type: ignore[attr-defined]
    finally:
        loop.close()


def test_everything_a_loop_is_asked_for_works_on_it() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write((await reader.readline()).upper())
        await writer.drain()
        writer.close()

    async def everything() -> bytes:
        loop = asyncio.get_running_loop()
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        async with server:
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            from_elsewhere = asyncio.Event()
            await asyncio.to_thread(loop.call_soon_threadsafe, from_elsewhere.set)
            await from_elsewhere.wait()
            await asyncio.sleep(0.001)
            writer.write(b"tick\n")
            answer = await reader.read()
            writer.close()
            return answer

    factory = held_loop()
    with asyncio.Runner(loop_factory=factory) as runner:
        assert runner.run(everything()) == b"TICK\n"
