"""Qt's own records of geometry and arrangement as text, for a file that people may open. Pure."""

from base64 import b64decode, b64encode

from PySide6.QtCore import QByteArray


def as_text(content: QByteArray) -> str:
    """Return a record as text."""
    return b64encode(content.data()).decode("ascii")


def as_record(text: str) -> QByteArray:
    """Return the record that a text holds, an empty one where it holds none."""
    try:
        return QByteArray(b64decode(text, validate=True))
    except ValueError:
        return QByteArray()
