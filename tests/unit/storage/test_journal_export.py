"""The journal for other programs."""

import builtins
import csv
import stat
from pathlib import Path
from typing import Any

import pytest

from terminal.model.errors import UserError
from terminal.storage.journal import Journal, Record, RecordKind
from terminal.storage.journal.export import COLUMNS, export_csv, export_parquet


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A journal with an ordinary row and with one that a spreadsheet would execute."""
    home = tmp_path / "data"
    home.mkdir()
    journal = Journal.open(home)
    journal.append(
        Record(
            1_700_000_000_123_456_789,
            RecordKind.FILL,
            {"venue": "paper", "symbol": "BTC/USD:BTC", "contracts": -12.5, "price": 57000.5},
        )
    )
    journal.append(
        Record(
            1_700_000_001_000_000_000,
            RecordKind.ALERT,
            {"reason": '=HYPERLINK("http://x")', "detail": "@SUM(A1)", "symbol": "+1-1"},
        )
    )
    journal.close()
    return home


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_csv_has_a_row_for_each_row_and_columns_from_the_payload(
    directory: Path, tmp_path: Path
) -> None:
    target = tmp_path / "out.csv"
    assert export_csv(directory, target) == 2
    fill, _ = rows_of(target)
    assert tuple(fill) == COLUMNS
    assert fill["time"] == "2023-11-14T22:13:20.123456789Z"
    assert fill["kind"] == "fill"
    assert fill["contracts"] == "-12.5"
    assert fill["price"] == "57000.5"
    assert len(fill["hash"]) == 64


def test_cells_that_a_spreadsheet_would_execute_are_neutralised(
    directory: Path, tmp_path: Path
) -> None:
    target = tmp_path / "out.csv"
    export_csv(directory, target)
    _, alert = rows_of(target)
    assert alert["reason"] == """'=HYPERLINK("http://x")"""
    assert alert["detail"] == "'@SUM(A1)"
    assert alert["symbol"] == "'+1-1"


def test_parquet_says_the_same_as_csv(directory: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    target = tmp_path / "out.parquet"
    assert export_parquet(directory, target) == 2
    table = parquet.read_table(target).to_pylist()
    assert [row["sequence"] for row in table] == [1, 2]
    assert table[0]["contracts"] == "-12.5"
    assert table[1]["reason"] == '=HYPERLINK("http://x")'


def test_parquet_without_its_library_says_what_to_install(
    directory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without_pyarrow(name: str, *arguments: Any, **keywords: Any) -> Any:
        if name.partition(".")[0] == "pyarrow":
            raise ImportError(name)
        return real(name, *arguments, **keywords)

    monkeypatch.setattr(builtins, "__import__", without_pyarrow)
    with pytest.raises(UserError, match=r"scaling-terminal\[parquet\]"):
        export_parquet(directory, tmp_path / "out.parquet")


def test_an_export_is_private_and_leaves_nothing_beside_it(directory: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    export_csv(directory, target)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "out.csv"]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_a_target_that_cannot_be_written_is_named(directory: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be written"):
        export_csv(directory, tmp_path / "nowhere" / "out.csv")
