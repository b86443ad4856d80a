"""What is under version control says nothing of the machine it was written on."""

import re

import pytest

from tests.architecture.source import ROOT, modules, texts, tracked_files

# Joined at run time, so that this file does not hold what it forbids.
REGISTRY_HOSTS = re.compile(
    "|".join(
        re.escape(name)
        for name in ("py" + "pi.org", "python" + "hosted", "pkg" + ".dev", "arti" + "factory")
    )
)
MACHINE_PATHS = re.compile(
    r"(?<![\w.$}~/])/(?:home|root|work|farm|Users|mnt|srv|opt|tmp|var/folders)/[\w.]"
    r"|\b[A-Z]:\\+(?:Users|Temp)\\"
)


def find(pattern: re.Pattern[str]) -> list[str]:
    """Return where `pattern` occurs in tracked text files."""
    return [
        f"{path}:{number}: {line.strip()[:120]}"
        for path, text in texts(tracked_files())
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_file_names_a_package_registry() -> None:
    assert find(REGISTRY_HOSTS) == []


def test_no_file_names_a_path_of_some_machine() -> None:
    assert find(MACHINE_PATHS) == []


@pytest.mark.parametrize(
    "text", ["see " + "/home" + "/ann/x", '"' + "/tmp" + '/a"', "C:" + "\\Users\\x"]
)
def test_a_machine_path_is_recognised(text: str) -> None:
    assert MACHINE_PATHS.search(text)


@pytest.mark.parametrize(
    "text", ["docs/tmp/a", "https://venue.test/root/x", "a/home/b", "~/work/x"]
)
def test_another_path_is_not_taken_for_a_machine_path(text: str) -> None:
    assert not MACHINE_PATHS.search(text)


def test_test_directories_are_packages() -> None:
    folders = {(ROOT / module.path).parent for module in modules("tests")}
    folders |= {folder for path in folders for folder in path.parents if ROOT in folder.parents}
    assert [str(f.relative_to(ROOT)) for f in folders if not (f / "__init__.py").is_file()] == []
