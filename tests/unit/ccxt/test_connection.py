"""A connection while the network is away for a minute, on a clock that jumps."""

import asyncio
from random import Random
from typing import Any

import pytest

from terminal.venues.ccxt.backoff import Backoff
from terminal.venues.ccxt.catalogue import Arming
from terminal.venues.ccxt.connection import Connection

_FIRST_S, _LONGEST_S = 0.5, 30.0


class JumpingLoop(asyncio.SelectorEventLoop):
    """Waits for nothing: where the loop would sleep, its time jumps on."""

    def __init__(self) -> None:
        super().__init__()
        self._ahead_s = 0.0
        selector: Any = self._selector  # type: ignore[attr-defined]
        wait = selector.select

        def select(timeout: float | None = None) -> Any:
            if timeout is not None and timeout > 0:
                self._ahead_s += timeout
                timeout = 0
            return wait(timeout)

        selector.select = select

    def time(self) -> float:
        return super().time() + self._ahead_s


class Network:
    """An exchange whose streams cannot be dialled while `away`, and when they were."""

    def __init__(self) -> None:
        self.away = False
        self.dialled: list[float] = []
        self.clients: dict[str, Any] = {}
        self.ws_dial_backoff: dict[str, Any] = {}

    def client(self, url: str) -> Any:
        raise AssertionError(url)

    def on_close(self, client: Any, code: Any) -> None:
        """What ccxt does when a socket closes is nothing here."""

    def on_error(self, client: Any, error: Any) -> None:
        """What ccxt does when a socket fails is nothing here."""

    async def watch(self) -> None:
        self.dialled.append(asyncio.get_running_loop().time())
        await asyncio.sleep(0.01)
        if self.away:
            raise ConnectionError("no route to host")


async def passed(seconds: float) -> None:
    """Let time pass on the clock of the loop, which jumps."""
    await asyncio.sleep(seconds)


async def _story(seed: int) -> None:
    loop = asyncio.get_running_loop()
    network = Network()
    armed: list[float] = []
    lost: list[str] = []

    async def on_armed() -> None:
        armed.append(loop.time())

    connection = Connection(
        network,
        [network.watch],
        backoff=Backoff(_FIRST_S, _LONGEST_S, Random(seed)),
        on_armed=on_armed,
        on_lost=lambda error: lost.append(str(error)),
        arming=Arming.FIRST_RESULT,
        arm_timeout_s=15.0,
    )

    def is_live() -> bool:
        return connection.armed

    async with asyncio.TaskGroup() as group:
        keeping = group.create_task(connection.keep())
        await passed(600.0)
        assert (len(network.dialled), len(armed), lost) == (1, 1, [])

        network.away = True
        connection.drop("closed")
        began = loop.time()
        await passed(60.0)
        assert not is_live()
        assert len(armed) == 1, "nothing passes for live meanwhile"
        tries = len(network.dialled) - 1
        # Limits of 0.5, 1, 2, 4, 8, 16 and 30 s, and anything below each.
        assert 2 <= tries <= 40, tries
        early = [at for at in network.dialled[1:] if at - began < 1.0]
        assert len(early) < 10, "not all at once"
        assert lost[0] == "closed"
        assert set(lost[1:]) == {"no route to host"}

        network.away = False
        back = loop.time()
        await passed(_LONGEST_S + 1.0)
        assert is_live()
        assert len(armed) == 2, "account and book are asked for anew"
        assert armed[1] - back <= _LONGEST_S + 0.1

        await passed(600.0)
        connection.drop("closed")
        again = loop.time()
        await passed(_FIRST_S + 0.1)
        assert len(armed) == 3, "what held for long starts over from the shortest wait"
        assert armed[2] - again <= _FIRST_S + 0.1
        keeping.cancel()


@pytest.mark.parametrize("seed", range(20))
def test_a_network_that_is_away_for_a_minute_is_tried_less_and_less_and_comes_back(
    seed: int,
) -> None:
    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        runner.run(_story(seed))
