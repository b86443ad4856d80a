"""The release workflow, and the parts of it for systems that it cannot be tried on here."""

import importlib
import json
import plistlib
import re
import sys
import tomllib
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
import yaml

import terminal
from tests.architecture.source import ROOT
from tests.unit.packaging.scripts import PACKAGING, script

TEXT = (ROOT / ".github" / "workflows" / "release.yml").read_text("utf-8")
SIGNING = (PACKAGING / "SIGNING.md").read_text("utf-8")


def workflow() -> dict[str, Any]:
    """Return the workflow as a runner reads it."""
    return dict(yaml.safe_load(TEXT))


def steps() -> list[tuple[str, dict[str, Any]]]:
    """Return each step with the name of its job."""
    jobs = workflow()["jobs"]
    return [(name, step) for name, job in jobs.items() for step in job["steps"]]


def commands() -> list[str]:
    """Return every command of the workflow, one line each."""
    return [" ".join(step["run"].split()) for _, step in steps() if "run" in step]


# the workflow ---------------------------------------------------------------------------------


def test_the_workflow_builds_for_three_systems_and_publishes_after_all_of_them() -> None:
    jobs = workflow()["jobs"]
    assert set(jobs["publish"]["needs"]) == {"linux", "macos", "windows"}
    for name in ("linux", "macos", "windows"):
        assert set(jobs[name]["needs"]) == {"test", "audit"}
    assert workflow()["permissions"] == {"contents": "read"}


def test_every_action_is_named_by_commit_with_its_version_beside_it() -> None:
    lines = re.findall(r"uses: (.*)", TEXT)
    assert lines
    pinned = re.compile(r"actions/[a-z-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+")
    assert [line for line in lines if not pinned.fullmatch(line)] == []
    assert len(set(lines)) == len({line.partition("@")[0] for line in lines})


def test_every_script_that_is_called_is_there_and_takes_what_it_is_given() -> None:
    called = {
        (name, tuple(re.findall(r"--[a-z-]+", rest)))
        for command in commands()
        for name, rest in re.findall(r"(?<!\S)(packaging/\S+)([^&|]*)", command)
    }
    assert {name for name, _ in called} >= {"packaging/freeze.py", "packaging/deb.py"}
    assert [name for name, _ in called if not (ROOT / name).is_file()] == []
    for name, options in called:
        if name.endswith(".py"):
            text = (ROOT / name).read_text("utf-8")
            assert [option for option in options if f'"{option}"' not in text] == [], name


def test_what_the_signing_scripts_read_is_given_to_them_and_nothing_else_is() -> None:
    of_the_runner = {"RUNNER_TEMP", "TMPDIR", "LASTEXITCODE"}
    for job, step in steps():
        called = re.search(r"packaging/(?:macos|windows)/\S+", step.get("run", ""))
        if called is None:
            continue
        text = (ROOT / called[0]).read_text("utf-8")
        read = set(re.findall(r"\$\{?(?:env:)?([A-Z][A-Z_]{3,})", text)) - of_the_runner
        given = set(step.get("env", {})) | set(workflow()["jobs"][job].get("env", {}))
        assert read <= given, called[0]
        assert set(step.get("env", {})) <= read, called[0]


def test_the_secrets_are_those_that_the_instructions_name() -> None:
    named = set(re.findall(r"`([A-Z][A-Z0-9_]+)`(?=[^|\n]*\|[^|\n]*\|$)", SIGNING, re.MULTILINE))
    named |= set(re.findall(r"^\| .*, `([A-Z_]+)` \|", SIGNING, re.MULTILINE))
    assert set(re.findall(r"secrets\.([A-Z0-9_]+)", TEXT)) == named
    for job, step in steps():
        if "secrets." in str(step):
            assert workflow()["jobs"][job]["environment"] == "release"


def test_the_instructions_build_as_the_workflow_does() -> None:
    jobs = workflow()["jobs"]
    assert f"`{jobs['linux']['runs-on']}`" in SIGNING
    pythons = {s["with"]["python-version"] for _, s in steps() if "python-version" in str(s)}
    assert [f"Python {version}" in SIGNING for version in pythons] == [True]
    install = next(c for c in commands() if "requirements.txt" in c)
    assert f"build-env/bin/{install}" in SIGNING


# the parts of each system ---------------------------------------------------------------------


class Recorder:
    """Stands for PyInstaller's classes: keeps what each is called with."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []

    def __call__(self, name: str) -> Any:
        """Return the class of that name."""

        def make(*given: Any, **named: Any) -> SimpleNamespace:
            self.calls.append((name, given, named))
            return SimpleNamespace(pure=[], binaries=[], datas=[], scripts=[])

        return make

    def of(self, name: str) -> list[dict[str, Any]]:
        """Return the named arguments of each call of `name`."""
        return [named for called, _, named in self.calls if called == name]


@pytest.fixture
def build(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Return a function that runs the spec as PyInstaller would on a platform."""

    def run(platform: str) -> Recorder:
        monkeypatch.setattr(sys, "platform", platform)
        for name in ("PyInstaller", "PyInstaller.utils", "PyInstaller.depend"):
            monkeypatch.setitem(sys.modules, name, ModuleType(name))
        hooks, depend = ModuleType("hooks"), ModuleType("bindepend")
        vars(hooks)["copy_metadata"] = lambda name: [(name, ".")]
        vars(depend)["get_imports"] = lambda *_, **__: []
        monkeypatch.setitem(sys.modules, "PyInstaller.utils.hooks", hooks)
        monkeypatch.setitem(sys.modules, "PyInstaller.depend.bindepend", depend)
        for name in ("contents", "licences", "platform_parts", "trim", "backend"):
            monkeypatch.delitem(sys.modules, name, raising=False)
        monkeypatch.setattr(sys, "path", [str(PACKAGING), *sys.path])
        contents = importlib.import_module("contents")
        monkeypatch.setattr(contents, "ccxt_modules", lambda: (["ccxt.used"], ["ccxt.other"]))
        recorder = Recorder()
        names = ("Analysis", "PYZ", "EXE", "COLLECT", "BUNDLE")
        scope: dict[str, Any] = {name: recorder(name) for name in names}
        scope |= {"SPECPATH": str(PACKAGING), "workpath": str(tmp_path)}
        text = (PACKAGING / "scaling-terminal.spec").read_text("utf-8")
        exec(compile(text, "spec", "exec"), scope)
        for name in ("contents", "licences", "platform_parts", "trim", "backend"):
            sys.modules.pop(name, None)
        return recorder

    return run


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_the_spec_makes_one_folder_without_upx_on_every_system(build: Any, platform: str) -> None:
    made = build(platform)
    (analysis,) = made.of("Analysis")
    assert analysis["optimize"] == 0
    assert "ccxt.other" in analysis["excludes"]
    assert not set(analysis["excludes"]) & set(analysis["hiddenimports"])
    assert all(one["exclude_binaries"] and not one["upx"] for one in made.of("EXE"))
    (folder,) = made.of("COLLECT")
    assert folder == {"name": "scaling-terminal", "strip": False, "upx": False}
    assert len(made.of("BUNDLE")) == (platform == "darwin")


@pytest.mark.parametrize(
    ("platform", "backend"),
    [
        ("linux", "keyring.backends.SecretService"),
        ("darwin", "keyring.backends.macOS"),
        ("win32", "keyring.backends.Windows"),
    ],
)
def test_each_system_carries_its_keyring_and_its_event_loop(
    build: Any, platform: str, backend: str
) -> None:
    (analysis,) = build(platform).of("Analysis")
    loop = "qasync._windows" if platform == "win32" else "qasync._unix"
    assert {backend, loop} <= set(analysis["hiddenimports"])


def test_windows_gets_a_console_twin_icon_and_version(build: Any, tmp_path: Path) -> None:
    made = build("win32").of("EXE")
    assert [(one["name"], one["console"]) for one in made] == [
        ("scaling-terminal", True),
        ("scaling-terminal-window", False),
    ]
    pack = (PACKAGING / "windows" / "sign_and_pack.ps1").read_text("utf-8")
    for one in made:
        assert Path(one["icon"]).suffix == ".ico"
        assert f"VALUE {terminal.__version__}" in _as_values(Path(one["version"]))
        assert f'"{one["name"]}.exe"' in pack


def _as_values(resource: Path) -> str:
    """Return a version resource's strings, read as PyInstaller reads them: as an expression."""
    values: list[str] = []

    def keep(*given: Any, **_: Any) -> Any:
        values.extend(f"VALUE {one}" for one in given[1:] if isinstance(one, str))
        return given

    names = ("VSVersionInfo", "FixedFileInfo", "StringFileInfo", "StringTable", "StringStruct")
    scope = dict.fromkeys((*names, "VarFileInfo", "VarStruct"), keep)
    eval(resource.read_text("utf-8"), scope)
    return "\n".join(values)


def test_a_version_that_is_not_all_numbers_still_makes_a_resource(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = script("platform_parts", monkeypatch)
    parts.for_this_platform("1.2rc1", tmp_path, "win32")
    text = (tmp_path / "version_info.txt").read_text("utf-8")
    assert "filevers=(1, 2, 0, 0)" in text
    assert "'1.2rc1'" in text
    bundle = parts.for_this_platform("1.2rc1", tmp_path, "darwin").bundle_options
    assert bundle["info_plist"]["CFBundleVersion"] == "1.2"


def test_the_bundle_of_macos_says_what_it_is_and_is_not_put_to_sleep(build: Any) -> None:
    (bundle,) = build("darwin").of("BUNDLE")
    plist = bundle["info_plist"]
    assert bundle["version"] == terminal.__version__
    assert bundle["name"].endswith(".app")
    assert re.fullmatch(r"[A-Za-z0-9.-]+", bundle["bundle_identifier"])
    assert plist["LSAppNapIsDisabled"] is True
    assert plist["NSHighResolutionCapable"] is True
    assert re.fullmatch(r"\d+\.0", plist["LSMinimumSystemVersion"])
    assert plistlib.loads(plistlib.dumps(plist)) == plist
    for text in ((PACKAGING / "macos" / "disk_image.sh").read_text("utf-8"), TEXT):
        assert f'"dist/{bundle["name"]}' in text


def test_macos_is_signed_with_the_hardened_runtime_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MACOS_SIGNING_IDENTITY", "Developer ID Application: Somebody (TEAM)")
    parts = script("platform_parts", monkeypatch).for_this_platform("1.0", tmp_path, "darwin")
    entitlements = Path(parts.program_options["entitlements_file"])
    assert plistlib.loads(entitlements.read_bytes()) == {}
    monkeypatch.delenv("MACOS_SIGNING_IDENTITY")
    parts = script("platform_parts", monkeypatch).for_this_platform("1.0", tmp_path, "darwin")
    assert parts.program_options == {"codesign_identity": None, "entitlements_file": None}


# Linux, and the versions ----------------------------------------------------------------------


def test_the_menu_entry_is_of_a_form_that_every_desktop_knows() -> None:
    text = (PACKAGING / "linux" / "scaling-terminal.desktop").read_text("utf-8")
    head, *lines = text.splitlines()
    entry = dict(line.split("=", 1) for line in lines)
    assert head == "[Desktop Entry]"
    assert entry["Version"] in {"1.0", "1.1", "1.2", "1.3", "1.4"}
    assert (entry["Type"], entry["Terminal"]) == ("Application", "false")
    assert entry["Exec"] == entry["TryExec"] == entry["Icon"] == "scaling-terminal"
    for key in ("Categories", "Keywords"):
        assert entry[key].endswith(";")


def test_a_removal_says_what_it_leaves_and_deletes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = (PACKAGING / "linux" / "prerm").read_text("utf-8")
    assert re.search(r"(?m)^\s*(rm|find|rmdir|unlink)\b", text) is None
    from terminal.app.paths import default_directory

    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    if sys.platform == "linux":
        kept = f"~/{default_directory().relative_to(Path.home())}"
        assert kept in text


def test_a_software_centre_is_told_this_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    from xml.etree import ElementTree as ET

    told = ET.fromstring(script("deb", monkeypatch).metainfo())
    release = told.find("releases/release")
    assert release is not None
    assert release.attrib == {"version": terminal.__version__, "date": "2023-11-14"}
    assert told.findtext("launchable") == "scaling-terminal.desktop"


def test_the_version_is_the_same_everywhere_and_the_changelog_begins_with_what_is_new() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["version"] == terminal.__version__
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    headings = re.findall(r"^## \[(.+?)\]", changes, re.MULTILINE)
    assert headings[0] == "Unreleased"
    numbers = [tuple(map(int, name.split("."))) for name in headings[1:]]
    assert numbers == sorted(numbers, reverse=True)
    kinds = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    assert set(re.findall(r"^### (.+)$", changes, re.MULTILINE)) <= kinds
    lines = changes.partition("\n## ")[2].splitlines()[1:]
    entries = [line for line in lines if line and not line.startswith("#")]
    assert [line for line in entries if not re.fullmatch(r"- .+\.", line)] == []
    assert json.dumps(sorted(set(entries))) == json.dumps(sorted(entries)), "told twice"
