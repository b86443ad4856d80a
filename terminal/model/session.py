"""Session files: one event or output a line of JSON. Bytes in and out; no file is opened here."""

import re

import msgspec

from terminal.model.errors import UserError
from terminal.model.events import AnyEvent
from terminal.model.outputs import AnyOutput

_EVENT = msgspec.json.Decoder(AnyEvent)
_ENCODER = msgspec.json.Encoder(decimal_format="number")
_FIELD = re.compile(r"`\$\.?(?P<path>[^`]*)`")
_REQUIRED = re.compile(r"missing required field `(?P<key>[^`]+)`")


def decode_event(line: bytes, number: int) -> AnyEvent:
    """Return the event on line `number` (from 1); UserError names the line and the key."""
    try:
        event: AnyEvent = _EVENT.decode(line)
        return event
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UserError(f"line {number}: {_explain(error)}") from None


def encode(record: AnyEvent | AnyOutput) -> bytes:
    """Return one line of JSON, without the line feed. Decimals stay exact."""
    return _ENCODER.encode(record)


def _explain(error: Exception) -> str:
    text = str(error)
    if missing := _REQUIRED.search(text):
        parent = _FIELD.search(text)
        inside = f" in `{parent['path']}`" if parent and parent["path"] else ""
        return f"key `{missing['key']}` is missing{inside}"
    if not isinstance(error, msgspec.ValidationError):
        return f"is not JSON: {text}"
    where = _FIELD.search(text)
    problem = _FIELD.sub("", text).removesuffix(" - at ").strip()
    return f"key `{where['path']}`: {problem}" if where and where["path"] else problem
