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
from terminal.venues.replay.session_file import read_session


def replay_lines(path: Path, policy: str | None, fill: str) -> Iterator[bytes]:
    """Yield the outputs, a line of JSON each; UserError names the file and what is wrong.

    With `policy` (a preset or a file) the file's own `set_policy` commands are left out.
    """
    chosen = None if policy is None else _policy(policy)
    events = read_session(path)
    if chosen is not None:
        events = (event for event in events if not _sets_policy(event))
    engine = _Named(Engine(policy=chosen), path)
    for output in replay(engine, events, FillMode(fill)):
        yield encode(output) + b"\n"


class _Named:
    """Says which event the engine could make nothing of."""

    def __init__(self, engine: Engine, path: Path) -> None:
        self._engine = engine
        self._path = path

    def step(self, event: AnyEvent) -> Iterable[AnyOutput]:
        try:
            return self._engine.step(event)
        except UserError as error:
            kind = type(event).__struct_config__.tag
            raise UserError(f"{self._path}: {kind} at {event.at}: {error}") from None


def _sets_policy(event: AnyEvent) -> bool:
    return isinstance(event, Command) and event.name is CommandName.SET_POLICY


def _policy(name_or_path: str) -> Policy:
    _, keys = find_policy(name_or_path)
    try:
        return Policy.from_mapping(keys)
    except UserError as error:
        raise UserError(f"{name_or_path}: {error}") from None
