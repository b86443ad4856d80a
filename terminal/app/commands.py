"""Commands as the window and the headless terminal give them: a name and arguments."""

from collections.abc import Mapping

import msgspec

from terminal.model.errors import UserError
from terminal.model.events import Command, CommandName


def command_of(name: CommandName, arguments: Mapping[str, object]) -> Command:
    """Return the command, yet without its time; UserError names an argument that is none."""
    known = set(Command.__struct_fields__) - {"at", "name"}
    unknown = sorted(set(arguments) - known)
    if unknown:
        raise UserError(f"command {name.value}: key `{unknown[0]}` is not known")
    try:
        return msgspec.convert({"event": "command", "name": name, "at": 0, **arguments}, Command)
    except msgspec.ValidationError as error:
        problem, _, where = str(error).partition(" - at `$.")
        raise UserError(f"command {name.value}: key `{where.rstrip('`')}`: {problem}") from None
