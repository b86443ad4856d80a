"""The build backend: flit_core's, with the resources and the guide put inside the package.

A wheel holds one package and no folders beside it, whereas in the repository they lie where people
look for them. terminal.resource_files finds them in either place.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flit_core import buildapi
from flit_core.wheel import WheelBuilder

ROOT = Path(__file__).resolve().parent.parent
INSIDE = "terminal/resources"
CARRIED = {
    "resources": INSIDE,
    "docs/guide": f"{INSIDE}/guide",
    "packaging/THIRD_PARTY.md": f"{INSIDE}/THIRD_PARTY.md",
}
"""File or folder in the repository: where it is in an installed program."""

build_sdist = buildapi.build_sdist
build_editable = buildapi.build_editable
prepare_metadata_for_build_wheel = buildapi.prepare_metadata_for_build_wheel
prepare_metadata_for_build_editable = buildapi.prepare_metadata_for_build_editable
get_requires_for_build_wheel = buildapi.get_requires_for_build_wheel
get_requires_for_build_sdist = buildapi.get_requires_for_build_sdist
get_requires_for_build_editable = buildapi.get_requires_for_build_editable


def build_wheel(
    wheel_directory: str,
    config_settings: dict[str, Any] | None = None,
    metadata_directory: str | None = None,
) -> str:
    """Build the wheel into `wheel_directory` and return its file name."""
    unfinished = Path(wheel_directory) / "unfinished.whl"
    with unfinished.open("wb") as file:
        builder = _Builder.from_ini_path(ROOT / "pyproject.toml", file)
        builder.build()
    unfinished.replace(unfinished.with_name(builder.wheel_filename))
    return str(builder.wheel_filename)


def carried_files(root: Path = ROOT) -> Iterator[tuple[Path, str]]:
    """Yield each file that travels inside the package and its path there, in a fixed order."""
    for source, target in CARRIED.items():
        path = root / source
        if path.is_file():
            yield path, target
        for file in sorted(path.rglob("*")):
            if file.is_file():
                yield file, f"{target}/{file.relative_to(path).as_posix()}"


class _Builder(WheelBuilder):  # type: ignore[misc]  # flit_core carries no types
    """Adds what travels inside the package to what flit_core finds there."""

    def copy_module(self) -> None:
        """Copy the package, then what belongs into it."""
        super().copy_module()
        for path, target in carried_files():
            self._add_file(path, target)
