"""Keeps what the window remembers in the data directory: settings.toml, and a file a document."""

import logging
from collections.abc import Callable
from pathlib import Path

from terminal.app.paths import DataDirectory
from terminal.model.errors import UserError
from terminal.storage.files import DIRECTORY_MODE
from terminal.storage.policies import find_policy
from terminal.storage.settings import read_settings, write_settings
from terminal.storage.settings_fields import SettingField, setting_fields, value_of, with_value
from terminal.storage.versioned import Form, VersionedFile
from terminal.ui.keeper import DocumentForm, Table

_log = logging.getLogger(__name__)


class FileKeeper:
    """Implements `terminal.ui.keeper.Keeper` on a data directory."""

    def __init__(self, directory: DataDirectory) -> None:
        self._settings = directory.settings
        self._documents = directory.window
        self._unread: dict[str, str] = {}
        self._checks: dict[str, Callable[[object], object]] = {
            "policy": lambda name: find_policy(str(name), directory.policies)
        }

    def fields(self) -> tuple[SettingField, ...]:
        """Return every setting that has one value."""
        return setting_fields()

    def value(self, key: str) -> object:
        """Return one setting's value, plain."""
        return value_of(read_settings(self._settings), key)

    def change(self, key: str, value: object) -> None:
        """Change one setting and keep it; the others stay as the file has them by now."""
        if key in self._checks:
            self._checks[key](value)
        changed = with_value(read_settings(self._settings), key, value)
        try:
            write_settings(self._settings, changed)
        except OSError as error:
            raise UserError(f"not saved: {error.strerror or error}") from None

    def read(self, form: DocumentForm) -> Table | None:
        """Return a document in today's form; one that cannot be read is left alone, and logged."""
        try:
            document = self._file(form).read()
        except UserError as error:
            words = f"the window begins without its {form.name}: {error}"
            _log.warning(words)
            self._unread[form.name] = words
            return None
        self._unread.pop(form.name, None)
        return document

    def write(self, form: DocumentForm, document: Table) -> None:
        """Replace a document; UserError says why it could not be kept."""
        try:
            self._documents.mkdir(mode=DIRECTORY_MODE, exist_ok=True)
            self._file(form).write(document)
        except OSError as error:
            raise UserError(f"{form.name}: not saved: {error.strerror or error}") from None

    def unread(self) -> str:
        """Return in words which documents could not be read and why, "" where all could."""
        return "; ".join(self._unread.values())

    def _file(self, form: DocumentForm) -> VersionedFile:
        path: Path = self._documents / f"{form.name}.json"
        return VersionedFile(path, Form(form.name, form.version, dict(form.steps)))
