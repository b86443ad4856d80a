"""Whose account a venue's key belongs to: another one than the journal's is read-only.

Nor does it hear of the journal's orders: that it does not know them would pass for proof that
they never lived, while they rest and fill at the account that they were sent to.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from enum import Enum

import msgspec

from terminal.app.contracts import VenuePlan
from terminal.model.checks import Check, CheckLine, CheckState, PreflightReport
from terminal.model.errors import UserError
from terminal.model.events import RecoveredOrder
from terminal.storage.account_book import AccountBook, Whose

_log = logging.getLogger(__name__)


class Verdict(Enum):
    """Whether a venue's account is the journal's. UNCERTAIN: its number has yet to tell."""

    SAME = "same"
    UNCERTAIN = "uncertain"
    OTHER = "other"


class AccountGuard:
    """Compares what settings and venue tell with the book; `read_only` is told venue and verdict.

    `settled` is told of a venue whose verdict is no longer UNCERTAIN, `untold` of one that has
    answered and left it so: there, nobody but the trader can find out.
    """

    def __init__(self, book: AccountBook, read_only: Callable[[str, bool], None]) -> None:
        self._book = book
        self._read_only = read_only
        self._known: dict[str, str] = {}
        self._plans: dict[str, VenuePlan] = {}
        self._whose: dict[str, Whose] = {}
        self._verdicts: dict[str, Verdict] = {}
        self._why: dict[str, str] = {}
        self._uids: dict[str, tuple[str, str]] = {}  # place and account number by venue
        self.settled: Callable[[str], None] = lambda _: None
        self.untold: Callable[[str], None] = lambda _: None

    def begin(self, plans: Sequence[VenuePlan], unresolved: Sequence[RecoveredOrder]) -> None:
        """Compare the settings with the book, before anything is asked or sent; writes a file."""
        held = {order.venue for order in unresolved}
        for plan in plans:
            if plan.place and plan.has_account:
                self._plans[plan.name] = plan
                self._judge(plan, held=plan.name in held)

    def verdict_on(self, order: RecoveredOrder) -> Verdict:
        """Return whether an order of a former start was sent to the account there is now."""
        if order.sent_at < self._whose.get(order.venue, Whose()).since_at:
            return Verdict.OTHER
        return self._verdicts.get(order.venue, Verdict.SAME)

    async def checked(self, report: PreflightReport) -> PreflightReport:
        """Return the report, with a red line where the account is another one.

        The first account that a venue tells of is the journal's from then on.
        """
        name, uid = report.venue, report.account_uid
        if name in self._why:  # the settings alone tell
            return _with(report, self._why[name], _remedy(name))
        uncertain = self._verdicts.get(name) is Verdict.UNCERTAIN
        if not uid or (uncertain and not self._whose[name].uid):
            return self._uncertain(report)  # there is nothing to compare with
        try:
            known = self._known.get(name)
            if known is None:
                known = await asyncio.to_thread(self._first, name, uid)
                self._known[name] = known
        except UserError as error:
            self._read_only(name, True)
            return _with(report, str(error), "")
        except OSError as error:
            _log.error("the account of %s could not be noted: %s", name, error)
            return report
        twin = self._twin(name, uid)
        self._read_only(name, known != uid or twin is not None)
        if known != uid:
            self._settle(name, Verdict.OTHER)
            words = f"the key is of account {uid}, the journal of {known}: nothing is sent"
            return _with(report, words, _remedy(name))
        if name in self._plans and self._verdicts.get(name, Verdict.SAME) is not Verdict.SAME:
            await asyncio.to_thread(self._note, self._plans[name])
            self._settle(name, Verdict.SAME)
        if twin is not None:
            words = f"account {uid} is that of `{twin}` too: its margin would be counted twice"
            return _with(report, words, "name all its contracts under one of the two")
        return self._uncertain(report)

    def _judge(self, plan: VenuePlan, *, held: bool) -> None:
        try:
            whose = self._book.whose(plan.name) or Whose()
        except UserError as error:
            self._verdicts[plan.name] = Verdict.OTHER
            self._why[plan.name] = str(error)
            self._read_only(plan.name, True)
            return
        self._whose[plan.name] = whose
        if whose.place and whose.place != plan.place:
            self._verdicts[plan.name] = Verdict.OTHER
            self._why[plan.name] = (
                f"the settings are of {plan.place}, the journal of {whose.place}: nothing is sent"
            )
            self._read_only(plan.name, True)
        elif not held or whose.key == plan.key or not (whose.key or whose.uid):
            self._note(plan)  # with no order to ask about, another key is a new key and no more
        else:
            self._verdicts[plan.name] = Verdict.UNCERTAIN

    def _note(self, plan: VenuePlan) -> None:
        try:
            self._book.note(plan.name, place=plan.place, key=plan.key)
        except (OSError, UserError) as error:
            _log.error("the account of %s could not be noted: %s", plan.name, error)

    def _settle(self, name: str, verdict: Verdict) -> None:
        if self._verdicts.get(name, Verdict.SAME) is not verdict:
            self._verdicts[name] = verdict
            self.settled(name)

    def _uncertain(self, report: PreflightReport) -> PreflightReport:
        unreadable = any(line.check is Check.ACCOUNT for line in report.red)
        if self._verdicts.get(report.venue) is not Verdict.UNCERTAIN or unreadable:
            return report
        if report.present:
            self.untold(report.venue)
        return _with(
            report,
            "the key is another one than before, and whether its account is the journal's is not "
            "known: orders of earlier starts are not asked about",
            "look for them at the venue; put the former key back, or "
            f"`venues rebind {report.venue}` where the account is another one",
            CheckState.WARNING,
        )

    def _twin(self, name: str, uid: str) -> str | None:
        plan = self._plans.get(name)
        if plan is None:
            return None
        mine = self._uids[name] = (plan.place, uid)
        return next(
            (other for other, its in self._uids.items() if other != name and its == mine), None
        )

    def _first(self, venue: str, uid: str) -> str:
        known = self._book.known(venue)
        if known is None:
            self._book.note(venue, uid)
        return known or uid


def _remedy(venue: str) -> str:
    return f"use another --data-dir for it, or `venues rebind {venue}` if that is meant"


def _with(
    report: PreflightReport, found: str, remedy: str, state: CheckState = CheckState.RED
) -> PreflightReport:
    line = CheckLine(Check.ACCOUNT, state, found, remedy)
    lines = [kept for kept in report.lines if kept.check is not Check.ACCOUNT]
    place = sum(kept.check in (Check.CONNECTION, Check.CLOCK, Check.KEY) for kept in lines)
    return msgspec.structs.replace(report, lines=(*lines[:place], line, *lines[place:]))
