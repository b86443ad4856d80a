"""Whose account a venue's key belongs to: another one than the journal's is read-only."""

import asyncio
import logging
from collections.abc import Callable

import msgspec

from terminal.model.checks import Check, CheckLine, CheckState, PreflightReport
from terminal.model.errors import UserError
from terminal.storage.account_book import AccountBook

_log = logging.getLogger(__name__)


class AccountGuard:
    """Compares what a venue tells with the book; `read_only` is told venue and verdict."""

    def __init__(self, book: AccountBook, read_only: Callable[[str, bool], None]) -> None:
        self._book = book
        self._read_only = read_only
        self._known: dict[str, str] = {}

    async def checked(self, report: PreflightReport) -> PreflightReport:
        """Return the report, with a red line where the account is another one.

        The first account that a venue tells of is the journal's from then on.
        """
        uid = report.account_uid
        if not uid:
            return report
        try:
            known = self._known.get(report.venue)
            if known is None:
                known = await asyncio.to_thread(self._first, report.venue, uid)
                self._known[report.venue] = known
        except UserError as error:
            self._read_only(report.venue, True)
            return _with(report, str(error), "")
        except OSError as error:
            _log.error("the account of %s could not be noted: %s", report.venue, error)
            return report
        self._read_only(report.venue, known != uid)
        if known == uid:
            return report
        return _with(
            report,
            f"the key is of account {uid}, the journal of {known}: nothing is sent",
            f"use another --data-dir for it, or `venues rebind {report.venue}` if that is meant",
        )

    def _first(self, venue: str, uid: str) -> str:
        known = self._book.known(venue)
        if known is None:
            self._book.note(venue, uid)
        return known or uid


def _with(report: PreflightReport, found: str, remedy: str) -> PreflightReport:
    line = CheckLine(Check.ACCOUNT, CheckState.RED, found, remedy)
    lines = [kept for kept in report.lines if kept.check is not Check.ACCOUNT]
    place = sum(kept.check in (Check.CONNECTION, Check.CLOCK, Check.KEY) for kept in lines)
    return msgspec.structs.replace(report, lines=(*lines[:place], line, *lines[place:]))
