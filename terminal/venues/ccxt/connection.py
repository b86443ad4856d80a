"""Keeping one exchange instance's sockets dialled, subscribed and noticed when they fail."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any

import aiohttp

from terminal.model.errors import UnavailableError
from terminal.venues.ccxt import observe
from terminal.venues.ccxt.backoff import Backoff
from terminal.venues.ccxt.catalogue import Arming
from terminal.venues.ccxt.exchange import hang_up

# A connection that did not last this long has not proved that waiting is over: venues ban those
# who dial too often.
_SETTLED_S = 30.0
_DATA = (aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.BINARY)

Stream = Callable[[], Awaitable[Any]]


class ConnectionLostError(UnavailableError):
    """A socket closed, fell silent or said what cannot be understood."""


class Connection:
    """Arms an exchange's streams and starts over, with jitter, whenever a socket is lost.

    A stream is ccxt's `watch_*`, called once: it dials, authenticates and subscribes, and the
    messages that follow are read off by observers. `arming` is what has to happen before the
    connection counts as armed. `on_armed` then runs inside the connection's life: where it fails,
    the connection counts as lost.
    """

    def __init__(
        self,
        exchange: Any,
        streams: Sequence[Stream],
        *,
        backoff: Backoff,
        on_armed: Callable[[], Awaitable[None]],
        on_lost: Callable[[BaseException], None],
        arming: Arming,
        arm_timeout_s: float,
        silence_s: float | None = None,
    ) -> None:
        self._exchange = exchange
        self._streams = streams
        self._backoff = backoff
        self._on_armed = on_armed
        self._on_lost = on_lost
        self._arming = arming
        self._arm_timeout_s = arm_timeout_s
        self._silence_s = silence_s
        self._lost = asyncio.Event()
        self._why = ""
        self._acknowledgements = 0
        self._all_acknowledged = asyncio.Event()
        self._connected = asyncio.Event()
        self._heard = 0
        self.armed = False
        self._armed_at = 0.0
        observe.after(exchange, "on_close", lambda client, code: self.drop(f"closed ({code})"))
        observe.after(exchange, "on_error", lambda client, error: self.drop(str(error)))
        if arming is Arming.ACKNOWLEDGED:
            observe.after(exchange, "handle_subscription_status", self._count_acknowledgement)
        elif arming is Arming.CONNECTED:
            self._notice_connections()
        self._understand_or_drop()

    def heard(self) -> None:
        """Note that a stream delivered data: a socket that only answers pings is a dead one."""
        self._heard += 1

    def drop(self, why: str) -> None:
        """Give the sockets up and dial anew."""
        self._why = self._why or why
        self._lost.set()

    async def keep(self) -> None:
        """Stay connected until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            self._lost.clear()
            self._all_acknowledged.clear()
            self._connected.clear()
            self._why, self._acknowledgements = "", 0
            lost = await self._until_lost()
            if self.armed and loop.time() - self._armed_at > _SETTLED_S:
                self._backoff.reset()
            self.armed = False
            self._on_lost(lost)
            await hang_up(self._exchange)
            await asyncio.sleep(self._backoff.next())

    async def _until_lost(self) -> BaseException:
        """Arm the streams and return what ended them."""
        lost: asyncio.Future[BaseException] = asyncio.get_running_loop().create_future()

        async def told(part: Coroutine[Any, Any, None]) -> None:
            # Told and not raised: cancelled while one of its tasks is failing, a TaskGroup speaks
            # of the failure alone (Python 3.11 and 3.12), and `keep` would never stop.
            try:
                await part
            except Exception as error:  # noqa: BLE001 - whatever fails, the answer is to redial
                if not lost.done():
                    lost.set_result(first_leaf(error))

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(told(part)) for part in (self._watch_over(), self._arm())]
            try:
                return await lost
            finally:
                for task in tasks:
                    task.cancel()

    async def _arm(self) -> None:
        async with asyncio.TaskGroup() as group:
            streams = [group.create_task(_call(stream)) for stream in self._streams]
            async with asyncio.timeout(self._arm_timeout_s):
                match self._arming:
                    case Arming.ACKNOWLEDGED:
                        await self._all_acknowledged.wait()
                    case Arming.CONNECTED:
                        await self._connected.wait()
                    case Arming.FIRST_RESULT:
                        await asyncio.wait(streams)
            await self._on_armed()
            self.armed = True
            self._armed_at = asyncio.get_running_loop().time()

    async def _watch_over(self) -> None:
        while True:
            heard = self._heard
            try:
                async with asyncio.timeout(self._silence_s):
                    await self._lost.wait()
            except TimeoutError:
                if self._heard != heard:
                    continue
                raise ConnectionLostError(f"no data for {self._silence_s:g} s") from None
            raise ConnectionLostError(self._why or "closed")

    def _count_acknowledgement(self, _client: Any, _message: Any) -> None:
        self._acknowledgements += 1
        if self._acknowledgements >= len(self._streams):
            self._all_acknowledged.set()

    def _notice_connections(self) -> None:
        original = self._exchange.on_connected

        def on_connected(client: Any, message: Any = None) -> None:
            original(client, message)
            self._connected.set()

        self._exchange.on_connected = on_connected

    def _understand_or_drop(self) -> None:
        # An exception here would leave ccxt's socket open with nobody reading from it.
        dial = self._exchange.client

        def client(url: str) -> Any:
            made = dial(url)
            if not isinstance(made.handle_message, _Careful):
                made.handle_message = _Careful(self, made.handle_message)
            return made

        self._exchange.client = client

    @property
    def given_up(self) -> bool:
        """True while the sockets are being given up: what they still deliver is not mixed in."""
        return self._lost.is_set()


class _Careful:
    """A socket's `handle_message`: decodes, parses and hands on, or gives the socket up."""

    def __init__(self, connection: Connection, handle: Callable[[Any], None]) -> None:
        self._connection = connection
        self._handle = handle

    def __call__(self, message: Any) -> None:
        if self._connection.given_up and message.type in _DATA:
            return
        try:
            self._handle(message)
        except Exception as error:  # noqa: BLE001 - the edge: anything may arrive
            kind = type(error).__name__
            self._connection.drop(f"a message that cannot be understood ({kind})")


async def _call(stream: Stream) -> None:
    await stream()


def first_leaf(error: BaseException) -> BaseException:
    """Return the first exception inside nested groups."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
