"""The window's words in the user's language.

What runs says `translate("window", "…")`, what stands in a table when a module is read says
`QT_TRANSLATE_NOOP("window", "…")` and is translated where it is shown: no translation has been
loaded yet when modules are read.
"""

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def translated(words: str) -> str:
    """Return marked words in the user's language; what is not in the catalogue stays as it is."""
    return translate("window", words) if words else words


def QT_TRANSLATE_NOOP(context: str, words: str) -> str:
    """Mark words for the catalogue and leave them as they are; Qt's own is typed as an object."""
    assert context
    return words
