"""Make Linux packages of the frozen program: a .deb to double-click, and a .tar.xz for the rest.

    python packaging/deb.py [--output DIR]      (after packaging/freeze.py, with the same DIR)

Needs dpkg-deb. Both come out the same, byte for byte, when made again of the same folder.
"""

import argparse
import datetime as dt
import gzip
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

from freeze import NAME, ROOT, source_date

sys.path.insert(0, str(ROOT))

from terminal import __version__

HERE = ROOT / "packaging" / "linux"
METAINFO = "org.scaling-terminal.ScalingTerminal.metainfo.xml"
OTHERS = f"""
The libraries that the program is made of have licences of their own, listed and given in full in
/usr/lib/{NAME}/_internal/licences.
"""
CONTROL = """Package: {name}
Version: {version}
Architecture: {architecture}
Maintainer: The Scaling Terminal contributors <noreply@scaling-terminal.invalid>
Installed-Size: {kilobytes}
Depends: libc6 (>= {glibc}), libgl1, libegl1
Recommends: gnome-keyring | kwalletmanager | libpam-kwallet5
Section: misc
Priority: optional
Description: Desktop terminal that scales inverse perpetual positions
 Keeps coin-margined perpetual positions at the size their margin, mark price
 and funding rate call for, by your policy and inside your limits. Starts on a
 built-in paper market, without keys and without a network.
"""


def main(arguments: list[str]) -> int:
    """Make both packages and their checksums."""
    parser = argparse.ArgumentParser(description="Make Linux packages of the frozen program.")
    parser.add_argument("--output", type=Path, default=ROOT / "dist", metavar="DIR")
    output = parser.parse_args(arguments).output.resolve()
    frozen = output / NAME
    if not frozen.is_dir():
        print(f"deb.py: {frozen} is not there; packaging/freeze.py makes it", file=sys.stderr)
        return 2
    made = [deb(frozen, output), archive(frozen, output)]
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in made]
    (output / "SHA256SUMS").write_text("".join(lines), "utf-8")
    print("".join(lines), end="")
    return 0


def deb(frozen: Path, output: Path) -> Path:
    """Lay the tree out as it is to be installed, and pack it."""
    architecture = _said(["dpkg", "--print-architecture"])
    tree = output / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    share = tree / "usr" / "share"
    installed = tree / "usr" / "lib" / NAME
    shutil.copytree(frozen, installed, symlinks=True)
    _link(tree / "usr" / "bin" / NAME, f"../lib/{NAME}/{NAME}")
    _copy(HERE / f"{NAME}.desktop", share / "applications" / f"{NAME}.desktop")
    icons, drawn = share / "icons" / "hicolor", ROOT / "resources" / "icons"
    _copy(drawn / f"{NAME}.png", icons / "256x256" / "apps" / f"{NAME}.png")
    _copy(drawn / f"{NAME}.svg", icons / "scalable" / "apps" / f"{NAME}.svg")
    _write(share / "metainfo" / METAINFO, metainfo())
    _write(share / "doc" / NAME / "copyright", (ROOT / "LICENSE").read_text("utf-8") + OTHERS)
    changes = gzip.compress((ROOT / "CHANGELOG.md").read_bytes(), mtime=0)
    (share / "doc" / NAME / "changelog.gz").write_bytes(changes)
    size = sum(path.lstat().st_size for path in tree.rglob("*") if not path.is_dir())
    control = CONTROL.format(
        name=NAME,
        version=__version__,
        architecture=architecture,
        kilobytes=size // 1024,
        glibc=os.confstr("CS_GNU_LIBC_VERSION").split()[-1],  # type: ignore[union-attr]
    )
    _write(tree / "DEBIAN" / "control", control)
    _copy(HERE / "prerm", tree / "DEBIAN" / "prerm")
    (tree / "DEBIAN" / "prerm").chmod(0o755)
    _settle(tree)
    target = output / f"{NAME}_{__version__}_{architecture}.deb"
    build = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z6", "--build", str(tree), str(target)]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(source_date())}
    subprocess.run(build, env=environment, check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(tree)
    return target


def metainfo() -> str:
    """Return what a software centre shows, for this version."""
    made_on = dt.datetime.fromtimestamp(source_date(), dt.UTC).date().isoformat()
    text = (HERE / METAINFO).read_text("utf-8")
    return text.replace("@VERSION@", __version__).replace("@DATE@", made_on)


def archive(frozen: Path, output: Path) -> Path:
    """Pack the folder as it is, with nothing of this machine in it."""
    target = output / f"{NAME}-{__version__}-linux-{os.uname().machine}.tar.xz"
    made_at = source_date()

    def nobody_s(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = ""
        entry.mtime = made_at
        entry.mode = 0o755 if entry.isdir() or entry.mode & 0o100 else 0o644
        return entry

    with tarfile.open(target, "w:xz", preset=6) as packed:
        for path in [frozen, *sorted(frozen.rglob("*"))]:
            name = Path(f"{NAME}-{__version__}") / path.relative_to(frozen)
            packed.add(path, str(name), recursive=False, filter=nobody_s)
    return target


def _settle(tree: Path) -> None:
    """Give everything the modes and times that a package has to have."""
    made_at = source_date()
    for path in sorted(tree.rglob("*"), reverse=True):
        if not path.is_symlink():
            runs = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if runs else 0o644)
        os.utime(path, (made_at, made_at), follow_symlinks=False)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _link(path: Path, target: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(target)


def _said(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
