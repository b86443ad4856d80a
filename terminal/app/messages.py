"""What the window's process and the engine's say to each other, as msgpack."""

from pathlib import Path

import msgspec

from terminal.app.options import RunOptions
from terminal.engine.snapshot import Snapshot
from terminal.model.events import Command, Fill, FundingSettled, OrderReport
from terminal.model.outputs import AnyOutput
from terminal.model.trades import PublicTrades, TradeFeedChanged
from terminal.ui.desk import Health

# From the window's side.


class Prepare(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """The first: what to trade on. `session_keys` are in memory only, and in no file or log."""

    options: RunOptions
    root: Path
    temporary: bool
    session_keys: dict[str, str]

    def __repr__(self) -> str:
        return f"Prepare({self.options})"


class Begin(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Start the engine."""


class Look(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Tell the present state, and what came to pass since the last time."""


class Obey(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """A command; `press` numbers a kill, which is answered once the engine has it."""

    command: Command
    press: int | None = None


class WatchTrades(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Tell public trades as well."""


class RunPreflight(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Look every venue over."""


class Practise(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Make the paper market do something."""

    scenario: str


class Stop(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """End in order."""


# From the engine's side.


class Prepared(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """The desk can be started."""

    title: str
    paper: bool
    scenarios: tuple[str, ...]


class Refused(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """The desk cannot be: `words` are for the trader unless it is a `defect`, named by its kind."""

    words: str
    defect: bool


class Begun(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """The engine runs."""


class Taken(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """The engine has a kill."""

    press: int


class Seen(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """The answer to a look. `offset` makes the desk's time of the monotonic clock's, ns."""

    snapshot: Snapshot | None
    told: list[AnyOutput | Fill | FundingSettled | OrderReport]
    trades: list[PublicTrades]
    feeds: list[TradeFeedChanged]
    offset: int
    health: Health | None = None


Request = Prepare | Begin | Look | Obey | WatchTrades | RunPreflight | Practise | Stop
Reply = Prepared | Refused | Begun | Taken | Seen


def _as_text(path: object) -> str:
    if isinstance(path, Path):
        return str(path)
    raise TypeError(f"{type(path).__name__} cannot be told to the engine")


_ENCODER = msgspec.msgpack.Encoder(enc_hook=_as_text)
_REQUEST = msgspec.msgpack.Decoder(Request, dec_hook=lambda kind, text: kind(text))
_REPLY = msgspec.msgpack.Decoder(Reply)


def packed(message: Request | Reply) -> bytes:
    """Return a message as it is sent."""
    return _ENCODER.encode(message)


def request(content: bytes) -> Request:
    """Return what the window's side said."""
    said: Request = _REQUEST.decode(content)
    return said


def reply(content: bytes) -> Reply:
    """Return what the engine's side said."""
    said: Reply = _REPLY.decode(content)
    return said
