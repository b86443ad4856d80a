"""What differs between the three systems: icons, version resource, macOS's bundle."""

import os
import platform as machine
import re
import sys
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
BUNDLE_NAME = "Scaling Terminal.app"
IDENTIFIER = "org.scaling-terminal.ScalingTerminal"


class Program(NamedTuple):
    """One executable; Windows tells a program with a console from one without."""

    name: str
    console: bool


class Parts(NamedTuple):
    """One system's share of the spec."""

    programs: tuple[Program, ...]
    program_options: dict[str, Any]
    bundle_options: dict[str, Any] | None


def for_this_platform(version: str, work: Path, platform: str = sys.platform) -> Parts:
    """Return the parts of `platform`; files that have to be written go below `work`."""
    if platform == "win32":
        return _windows(version, work)
    if platform == "darwin":
        return _macos(version)
    return Parts((Program("scaling-terminal", True),), {}, None)


def release_of(version: str) -> str:
    """Return the numbers of a version alone ("1.2.0rc1": "1.2.0"): systems take nothing else."""
    found = re.match(r"\d+(\.\d+)*", version)
    assert found is not None, version
    return found[0]


def _windows(version: str, work: Path) -> Parts:
    """The window's program opens no console; its twin answers on the command line."""
    template = (HERE / "windows" / "version_info.txt").read_text("utf-8")
    numbers = ", ".join([*release_of(version).split("."), "0", "0", "0"][:4])
    resource = work / "version_info.txt"
    resource.parent.mkdir(parents=True, exist_ok=True)
    resource.write_text(
        template.replace("@NUMBERS@", numbers).replace("@VERSION@", version), "utf-8"
    )
    icon = str(HERE / "windows" / "scaling-terminal.ico")
    programs = (Program("scaling-terminal", True), Program("scaling-terminal-window", False))
    return Parts(programs, {"icon": icon, "version": str(resource)}, None)


def _macos(version: str) -> Parts:
    """Signed where the environment names an identity, else ad hoc as the linker leaves it.

    The oldest macOS is the building one: pip takes the wheels that are made for it, and those of
    numpy and orjson need it.
    """
    identity = os.environ.get("MACOS_SIGNING_IDENTITY")
    signing = {
        "codesign_identity": identity,
        "entitlements_file": str(HERE / "macos" / "entitlements.plist") if identity else None,
    }
    bundle = {
        "name": BUNDLE_NAME,
        "icon": str(HERE / "macos" / "scaling-terminal.icns"),
        "bundle_identifier": IDENTIFIER,
        "version": version,
        "info_plist": {
            "CFBundleDisplayName": "Scaling Terminal",
            "CFBundleVersion": release_of(version),
            "LSApplicationCategoryType": "public.app-category.finance",
            "LSAppNapIsDisabled": True,  # a hidden window trades on, at full speed
            "LSMinimumSystemVersion": f"{machine.mac_ver()[0].partition('.')[0] or '15'}.0",
            "NSHighResolutionCapable": True,
            "NSHumanReadableCopyright": "MIT licence",
            "NSRequiresAquaSystemAppearance": False,
        },
    }
    return Parts((Program("scaling-terminal", False),), signing, bundle)
