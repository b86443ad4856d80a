"""A room of one's own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.unit.app.rooms import Room


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    """Return a dispatcher with one fake venue and a real journal; closed in order afterwards."""
    opened = Room(tmp_path)
    yield opened
    await opened.close()
