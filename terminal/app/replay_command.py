"""`replay`: a session file through the engine, its outputs as JSON lines."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from terminal.engine.engine import Engine
from terminal.engine.policy.policy import Policy
from terminal.model.errors import UserError
from terminal.model.events import AnyEvent, Command, CommandName
from terminal.model.outputs import AnyOutput
from terminal.model.session import encode
from terminal.storage.policies import find_policy
from terminal.venues.replay.runner import FillMode, replay
from terminal.venues.replay.session_file import read_numbered


def replay_lines(path: Path, policy: str | None, fill: str) -> Iterator[bytes]:
    """Yield the outputs, a line of JSON each; UserError names the file and what is wrong.

    With `policy` (a preset or a file) the file's own `set_policy` commands are left out.
    """
    chosen = None if policy is None else _policy(policy)
    file = _File(path)
    events: Iterable[AnyEvent] = file
    if chosen is not None:
        events = (event for event in file if not _sets_policy(event))
    engine = _Named(Engine(policy=chosen), file)
    for output in replay(engine, events, FillMode(fill)):
        yield encode(output) + b"\n"


class _File:
    """A session file's events, and the line that was read last."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.line = 0

    def __iter__(self) -> Iterator[AnyEvent]:
        for number, event in read_numbered(self.path):
            self.line = number
            yield event


class _Named:
    """Says at which line the engine met something it could make nothing of."""

    def __init__(self, engine: Engine, file: _File) -> None:
        self._engine = engine
        self._file = file

    def step(self, event: AnyEvent) -> Iterable[AnyOutput]:
        try:
            return self._engine.step(event)
        except UserError as error:
            kind = type(event).__struct_config__.tag
            where = f"{self._file.path}: line {self._file.line}"
            raise UserError(f"{where}: {kind}: {error}") from None


def _sets_policy(event: AnyEvent) -> bool:
    return isinstance(event, Command) and event.name is CommandName.SET_POLICY


def _policy(name_or_path: str) -> Policy:
    _, keys = find_policy(name_or_path)
    try:
        return Policy.from_mapping(keys)
    except UserError as error:
        raise UserError(f"{name_or_path}: {error}") from None
