"""Settings: every key has a default, a mistake is named, a write is whole."""

import stat
from pathlib import Path

import pytest

from terminal.model.errors import UserError
from terminal.storage.settings import (
    Environment,
    PaperSettings,
    Settings,
    VenueSettings,
    read_settings,
    write_settings,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def test_without_a_file_there_are_the_defaults(path: Path) -> None:
    assert read_settings(path) == Settings()


def test_what_was_written_is_read_again(path: Path) -> None:
    settings = Settings(
        policy="cautious",
        paper=PaperSettings(seed=7),
        venues={
            "bybit": VenueSettings(
                exchange="bybit", symbols=("BTC/USD:BTC",), environment=Environment.DEMO
            )
        },
    )
    write_settings(path, settings)
    assert read_settings(path) == settings
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_person_s_comments_survive_a_write(path: Path) -> None:
    path.write_text('# mine\npolicy = "cautious"  # for now\n')
    write_settings(path, Settings(policy="synthetic_dollar"))
    text = path.read_text()
    assert "# mine" in text
    assert "# for now" in text
    assert read_settings(path).policy == "synthetic_dollar"


def test_a_key_that_went_back_to_its_absence_is_removed(path: Path) -> None:
    write_settings(path, Settings(paper=PaperSettings(seed=7)))
    write_settings(path, Settings())
    assert read_settings(path).paper.seed is None


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("polcy = 'cautious'", "key `polcy` is not known; did you mean `policy`"),
        ("[paper]\nsede = 1", "key `paper.sede` is not known; did you mean `paper.seed`"),
        (
            "[venues.b]\nexchange = 'bybit'\nsymbol = []",
            "key `venues.b.symbol` is not known; did you mean `venues.b.symbols`",
        ),
        (
            "[paper]\nbook_updates_per_s = 0",
            "key `paper.book_updates_per_s`: Expected `float` > 0.0",
        ),
        ("policy = 3", "key `policy`: Expected `str`, got `int`"),
        ("[venues.b]\nexchange = 'bybit'", "missing required field `symbols`"),
        ("policy = \n", "line 1, column"),
        ("a = 1\nb = [1,\n", "at the end"),
    ],
)
def test_a_mistake_is_named_with_its_file(path: Path, text: str, complaint: str) -> None:
    path.write_text(text)
    with pytest.raises(UserError) as error:
        read_settings(path)
    assert str(error.value).startswith(f"{path}: ")
    assert complaint in str(error.value)


def test_text_that_is_not_utf_8_is_named_with_its_line(path: Path) -> None:
    path.write_bytes(b"# one\npolicy = '\xff'\n")
    with pytest.raises(UserError, match="line 2: is not UTF-8 text"):
        read_settings(path)
