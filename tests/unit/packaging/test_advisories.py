"""A copy of the vulnerability database answers as the database would."""

import json
import urllib.request
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from tests.unit.packaging.scripts import script


@pytest.fixture
def advisories(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return the script."""
    return script("advisories", monkeypatch)


def record(name: str, *events: dict[str, str], **more: object) -> dict[str, object]:
    """Return a record of the database on a range of versions."""
    ranges = [{"type": "ECOSYSTEM", "events": list(events)}] if events else []
    affected = {"package": {"ecosystem": "PyPI", "name": name}, "ranges": ranges, **more}
    return {"id": f"X-{name}", "modified": "2026-01-02T00:00:00Z", "affected": [affected]}


def packed(path: Path, *records: dict[str, object]) -> Path:
    """Return an archive of records, as OSV packs them."""
    with zipfile.ZipFile(path, "w") as archive:
        for number, one in enumerate(records):
            archive.writestr(f"X-{number}.json", json.dumps(one))
    return path


@pytest.mark.parametrize(
    ("events", "affected", "not_affected"),
    [
        ([{"introduced": "0"}, {"fixed": "2.0"}], ["0.1.dev1", "1.9", "2.0rc1"], ["2.0", "2.0.1"]),
        ([{"introduced": "1.2"}], ["1.2", "9"], ["1.1.9"]),
        ([{"introduced": "1.2"}, {"last_affected": "1.4"}], ["1.2", "1.4"], ["1.1", "1.4.1"]),
        (
            [{"fixed": "1.1"}, {"introduced": "3"}, {"introduced": "0"}, {"fixed": "3.5"}],
            ["1.0", "3.4"],
            ["1.1", "2.9", "3.5"],
        ),
        ([{"introduced": "not a version"}], ["1"], []),
    ],
)
def test_a_range_holds_what_it_says(
    advisories: ModuleType,
    events: list[dict[str, str]],
    affected: list[str],
    not_affected: list[str],
) -> None:
    told = record("some-library", *events)
    assert [v for v in affected if not advisories.concerns(told, "some_library", v)] == []
    assert [v for v in not_affected if advisories.concerns(told, "some_library", v)] == []


def test_a_version_that_is_listed_is_affected_and_another_package_is_not(
    advisories: ModuleType,
) -> None:
    told = record("Some.Library", versions=["1.0"])
    assert advisories.concerns(told, "some-library", "1.0")
    assert not advisories.concerns(told, "some-library", "1.1")
    assert not advisories.concerns(told, "another", "1.0")


def test_it_answers_a_query_in_the_database_s_own_form(
    advisories: ModuleType, tmp_path: Path
) -> None:
    told = record("numpy", {"introduced": "0"}, {"fixed": "3"})
    known = advisories.Advisories(packed(tmp_path / "all.zip", told, record("other", versions=[])))
    assert (known.records, known.newest) == (2, "2026-01-02T00:00:00Z")
    answers = []
    with advisories.served(known) as address:
        for version in ("2.4", "3.0"):
            query = {"package": {"name": "numpy", "ecosystem": "PyPI"}, "version": version}
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            with opener.open(address, json.dumps(query).encode()) as answer:
                answers.append(json.load(answer))
    assert answers == [{"vulns": [told]}, {}]


@pytest.mark.parametrize("content", [b"", b"no archive", None])
def test_what_is_no_copy_of_the_database_is_refused(
    advisories: ModuleType, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "all.zip"
    if content is None:
        packed(path)
    else:
        path.write_bytes(content)
    with pytest.raises(advisories.DatabaseError, match=r"all\.zip"):
        advisories.Advisories(path)


def test_an_audit_of_no_database_knows_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    audit = script("audit", monkeypatch)
    monkeypatch.setattr(audit.importlib.util, "find_spec", lambda _: object())
    assert audit.main(["--database", str(tmp_path / "nowhere.zip")]) == 2
    assert "nothing is known" in capsys.readouterr().err


def test_what_other_systems_install_is_asked_about_as_well(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    audit = script("audit", monkeypatch)
    lock = (
        "a==1 ; sys_platform == 'win32' \\\n    --hash=sha256:00\nb==2 \\\n    --hash=sha256:11\n"
    )
    everything = audit.for_every_system(lock)
    assert ";" not in everything
    assert everything.startswith("a==1 \\\n    --hash=sha256:00\nb==2 ")
    for name in audit.LOCKS:
        assert ";" not in audit.for_every_system((audit.HERE / name).read_text("utf-8"))
