"""A copy of the public database of vulnerabilities (OSV) on disk, that answers as OSV would.

OSV publishes all it knows of Python's packages as one archive, PyPI/all.zip, with a JSON record
for each vulnerability. pip-audit can ask another address than OSV's: here one of this machine's
own, for as long as the audit takes.
"""

import json
import threading
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

Record = Mapping[str, Any]
ECOSYSTEM = "PyPI"


class DatabaseError(Exception):
    """The file is not a copy of the database; the text says what is wrong with it."""


class Advisories:
    """Every record of one archive, by the package that it concerns."""

    def __init__(self, path: Path) -> None:
        self._of: dict[str, list[Record]] = {}
        self.records = 0
        self.newest = ""
        try:
            with zipfile.ZipFile(path) as packed:
                for name in packed.namelist():
                    if name.endswith(".json"):
                        self._take(json.loads(packed.read(name)))
        except (OSError, zipfile.BadZipFile, ValueError, KeyError, TypeError) as error:
            raise DatabaseError(f"{path}: {type(error).__name__}: {error}") from None
        if not self.records:
            raise DatabaseError(f"{path}: there is no record of {ECOSYSTEM} in it")

    def _take(self, record: Record) -> None:
        concerned = {
            canonicalize_name(affected["package"]["name"])
            for affected in record.get("affected", ())
            if affected["package"]["ecosystem"] == ECOSYSTEM
        }
        for name in concerned:
            self._of.setdefault(name, []).append(record)
        self.records += bool(concerned)
        self.newest = max(self.newest, str(record["modified"]))

    def of(self, name: str, version: str) -> list[Record]:
        """Return the records that concern this version, withdrawn ones included."""
        known = self._of.get(canonicalize_name(name), ())
        return [record for record in known if concerns(record, name, version)]


def concerns(record: Record, name: str, version: str) -> bool:
    """Return whether a version is affected: it is listed, or lies in one of the ranges."""
    for affected in record.get("affected", ()):
        package = affected["package"]
        if package["ecosystem"] != ECOSYSTEM:
            continue
        if canonicalize_name(package["name"]) != canonicalize_name(name):
            continue
        if version in affected.get("versions", ()):
            return True
        ranges = (one for one in affected.get("ranges", ()) if one["type"] == "ECOSYSTEM")
        if any(_within(Version(version), one["events"]) for one in ranges):
            return True
    return False


def _within(version: Version, events: list[Mapping[str, str]]) -> bool:
    """Follow the events of a range, in order of version, up to `version`.

    A bound that is no version of PyPI's counts as affected: too many are named rather than one
    too few.
    """
    try:
        steps = sorted((_bound(text), kind) for event in events for kind, text in event.items())
    except InvalidVersion:
        return True
    inside = False
    for bound, kind in steps:
        if kind == "introduced" and version >= bound:
            inside = True
        elif (kind == "fixed" and version >= bound) or (
            kind == "last_affected" and version > bound
        ):
            inside = False
    return inside


def _bound(text: str) -> Version:
    return Version("0.dev0" if text == "0" else text)  # "0" is before every version


@contextmanager
def served(advisories: Advisories) -> Iterator[str]:
    """Yield an address of this machine that answers as OSV's query address does."""

    class Answer(BaseHTTPRequestHandler):
        """Answers one query; the form is OSV's, version 1."""

        def do_POST(self) -> None:
            query = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            found = advisories.of(query["package"]["name"], query["version"])
            body = json.dumps({"vulns": found} if found else {}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: the audit tells what was found."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/v1/query"
        finally:
            server.shutdown()
            thread.join()
