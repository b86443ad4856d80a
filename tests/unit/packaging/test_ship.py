"""What ships: the wheel, the frozen program's contents, icons, licences, and the packages of it."""

import importlib.util
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from PySide6.QtGui import QImage

from tests.architecture.source import ROOT
from tests.unit.packaging.scripts import PACKAGING, script

PIN = re.compile(r"^([A-Za-z0-9][\w.-]*==[^\\\n]*?)(?: \\)?$", re.MULTILINE)


# the wheel ------------------------------------------------------------------------------------


@pytest.fixture
def wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a wheel as pip would have it built."""
    monkeypatch.chdir(ROOT)
    return tmp_path / str(script("backend", monkeypatch).build_wheel(str(tmp_path)))


def test_a_wheel_holds_resources_and_guide_and_finds_them(
    wheel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    carried = {target for _, target in script("backend", monkeypatch).carried_files()}
    assert {"terminal/resources/presets/cautious.toml", "terminal/resources/guide/overview.md"} < (
        carried
    )
    installed = wheel.parent / "installed"
    with zipfile.ZipFile(wheel) as packed:
        assert carried <= set(packed.namelist())
        packed.extractall(installed)
    ask = (
        "from terminal.app.self_test import parts; print(parts.resources()); "
        "from terminal.resource_files import RESOURCES; print(RESOURCES)"
    )
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    done = subprocess.run(
        [sys.executable, "-P", "-c", ask], cwd=installed, env=environment, capture_output=True,
        text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "5 presets" in done.stdout
    assert str(installed) in done.stdout


# what is excluded, against what is imported ---------------------------------------------------

SESSION = """
import json, sys
from terminal.app import self_test
from terminal.app.self_test import parts
from terminal.app.self_test.session import session
checks = (
    self_test.Check("resources", parts.resources), self_test.Check("keyring", parts.keyring),
    self_test.Check("journal", parts.journal), self_test.Check("venues", parts.venues),
    self_test.Check("window", lambda: session(0.2)),
)
for line in self_test.run(checks):
    print(line)
print(json.dumps(sorted(name for name, module in sys.modules.items() if module is not None)))
"""


@pytest.fixture(scope="module")
def self_tested() -> list[str]:
    """Return what a short self-test in a process of its own prints, the imported modules last."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", SESSION]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=90)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()


def test_a_self_test_finds_this_installation_sound(self_tested: list[str]) -> None:
    words = [line.split()[:2] for line in self_tested[:-1]]
    assert words == [
        [name, "ok"] for name in ("resources", "keyring", "journal", "venues", "window")
    ]


def only_here(module: str) -> bool:
    """True for what a library uses because the tools of testing brought it along."""
    owners = packages_distributions().get(module.partition(".")[0], [])
    return bool(owners) and not {canonicalize_name(name) for name in owners} & set(
        locked("requirements.txt")
    )


def test_nothing_that_is_excluded_is_imported_and_all_that_is_hidden_is_there(
    self_tested: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    contents = script("contents", monkeypatch)
    imported = json.loads(self_tested[-1])
    used, others = contents.ccxt_modules()
    assert not set(used) & set(others)
    excluded = {*contents.EXCLUDED, *others}
    below = tuple(f"{name}." for name in excluded)
    found = [name for name in imported if name in excluded or name.startswith(below)]
    assert [name for name in found if not only_here(name)] == []
    hidden = [*contents.HIDDEN_IMPORTS, *used]
    assert [name for name in hidden if importlib.util.find_spec(name) is None] == []


def test_every_keyring_that_may_be_used_is_carried(monkeypatch: pytest.MonkeyPatch) -> None:
    from terminal.storage.keyring_backend import BACKENDS

    stores = script("contents", monkeypatch).KEYRING_STORES
    assert {key: tuple(row[0] for row in rows) for key, rows in BACKENDS.items()} == stores


# icons, licences, locks -----------------------------------------------------------------------


def test_each_system_has_its_icon() -> None:
    png = QImage(str(ROOT / "resources" / "icons" / "scaling-terminal.png"))
    assert (png.width(), png.height()) == (256, 256)
    ico = (PACKAGING / "windows" / "scaling-terminal.ico").read_bytes()
    _, kind, count = struct.unpack_from("<HHH", ico)
    assert (kind, count) == (1, 7)
    for number in range(count):
        side, *_, size, offset = struct.unpack_from("<BBBBHHII", ico, 6 + 16 * number)
        picture = QImage.fromData(ico[offset : offset + size])
        assert picture.width() % 256 == side
    icns = (PACKAGING / "macos" / "scaling-terminal.icns").read_bytes()
    assert icns[:4] == b"icns"
    assert struct.unpack(">I", icns[4:8])[0] == len(icns)


def test_the_licences_are_those_of_the_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    licences = script("licences", monkeypatch)
    assert licences.TABLE.read_text("utf-8") == licences.table(), "run packaging/licences.py"
    rows = re.findall(r"^\| (\S+) \| (\S+) \| (\S.*) \|$", licences.table(), re.MULTILINE)[2:]
    assert [(name, version) for name, version, _ in rows] == licences.pins()
    folders = {folder for _, folder in licences.texts()}
    assert {"licences", "licences/ccxt", "licences/numpy", "licences/cryptography"} <= folders


def test_every_library_that_is_installed_here_brings_its_licence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    licences = script("licences", monkeypatch)
    carried = list(licences.texts())
    assert [path for path, _ in carried if not path.stat().st_size] == []
    folders = {folder for _, folder in carried}
    of_qt = {"pyside6-essentials", "shiboken6"}  # in the two texts that lie beside the folders
    installed = {name for name, _ in licences.pins()} - set(licences.ELSEWHERE) - of_qt
    assert {f"licences/{name}" for name in installed} - folders == set()
    assert "licences/python" in folders
    beside = {path.name for path, folder in carried if folder == "licences"}
    assert beside == {"GPL-3.0.txt", "LGPL-3.0.txt", "THIRD_PARTY.md"}
    assert "download.qt.io" in licences.table()


@pytest.mark.skipif(shutil.which("dpkg-query") is None, reason="asks Debian's package manager")
def test_a_library_of_the_system_brings_what_the_system_says_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    library = next(Path("/lib").glob("*-linux-gnu/libz.so.1"), None)
    if library is None:
        pytest.skip("no zlib of the system")
    told = list(script("licences", monkeypatch).of_the_system([str(library), "/nowhere/libx.so"]))
    assert (Path("/usr/share/doc/zlib1g/copyright"), "licences/system/zlib1g") in told
    assert all(path.is_file() for path, _ in told)


def locked(name: str) -> dict[str, str]:
    """Return a lock's versions by canonical name."""
    pins = [Requirement(line) for line in PIN.findall((PACKAGING / name).read_text("utf-8"))]
    return {canonicalize_name(pin.name): str(pin.specifier) for pin in pins}


def test_the_lock_of_shipping_tools_is_hashed_and_asks_for_what_the_project_does() -> None:
    text = (PACKAGING / "requirements-ship.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("    --hash=sha256:")]
    assert [line for line in lines if not PIN.fullmatch(line)] == []
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    for wanted in map(Requirement, project["dependency-groups"]["ship"]):
        assert locked("requirements-ship.txt")[canonicalize_name(wanted.name)] == str(
            wanted.specifier
        )


def test_the_locks_agree_on_what_is_in_more_than_one() -> None:
    ship, run = locked("requirements-ship.txt"), locked("requirements.txt")
    test = locked("requirements-test.txt")
    for other in (run, test):
        assert {name: ship[name] for name in ship.keys() & other.keys()} == {
            name: other[name] for name in ship.keys() & other.keys()
        }


@pytest.mark.parametrize(
    ("status", "errors", "answer", "words"),
    [
        (0, "No known vulnerabilities found", 0, "no known vulnerability"),
        (1, "Found 1 known vulnerability in 1 package", 1, "Found 1 known"),
        (1, "requests.exceptions.ConnectionError: no route", 2, "cannot be reached"),
        (1, "", 2, "gave no reason"),
    ],
)
def test_an_audit_tells_a_finding_from_a_failure(
    status: int,
    errors: str,
    answer: int,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    audit = script("audit", monkeypatch)
    assert audit.report("requirements.txt", status, "", errors) == answer
    told = capsys.readouterr()
    assert words in told.out + told.err


# packages -------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform != "linux", reason="packages of Linux")
def test_an_archive_says_nothing_of_the_machine_and_comes_out_the_same_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    packages = script("deb", monkeypatch)
    made = []
    for name in ("one", "two"):
        folder = tmp_path / name / "scaling-terminal"
        folder.mkdir(parents=True)
        program = folder / "scaling-terminal"
        program.write_bytes(b"\\x7fELF")
        program.chmod(0o755)
        (folder / "data").write_text("x")
        (folder / "link").symlink_to("data")
        made.append(packages.archive(folder, tmp_path / name))
    first, second = (path.read_bytes() for path in made)
    assert first == second
    with tarfile.open(made[0]) as packed:
        entries = {entry.name.partition("/")[2]: entry for entry in packed}
        assert {entry.mtime for entry in entries.values()} == {1_700_000_000}
        assert {(entry.uid, entry.uname) for entry in entries.values()} == {(0, "")}
        assert entries["scaling-terminal"].mode == 0o755
        assert entries["data"].mode == 0o644
        assert entries["link"].issym()


def test_a_folder_is_listed_by_what_is_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    freeze = script("freeze", monkeypatch)
    (tmp_path / "a").write_text("one")
    before = freeze.listing(tmp_path)
    assert freeze.listing(tmp_path) == before
    (tmp_path / "a").write_text("two")
    assert freeze.listing(tmp_path) != before


@pytest.mark.parametrize(
    ("platform", "programs"),
    [
        ("linux", ["scaling-terminal"]),
        ("darwin", ["scaling-terminal"]),
        ("win32", ["scaling-terminal", "scaling-terminal-window"]),
    ],
)
def test_each_system_has_its_parts(
    platform: str, programs: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MACOS_SIGNING_IDENTITY", "Developer ID Application: Somebody")
    parts = script("platform_parts", monkeypatch).for_this_platform("1.2.3", tmp_path, platform)
    assert [program.name for program in parts.programs] == programs
    named = [value for key, value in parts.program_options.items() if key != "codesign_identity"]
    assert [path for path in named if path and not Path(path).is_file()] == []
    if platform == "win32":
        text = (tmp_path / "version_info.txt").read_text("utf-8")
        assert "filevers=(1, 2, 3, 0)" in text
        assert "@" not in text
    if platform == "darwin":
        assert parts.bundle_options["version"] == "1.2.3"
        assert Path(parts.bundle_options["icon"]).is_file()
