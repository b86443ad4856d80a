"""The journal: what happened and why, in one hash-chained table on disk."""

from terminal.storage.journal.journal import Journal, JournalError
from terminal.storage.journal.reader import JournalReader
from terminal.storage.journal.records import Record, RecordKind, Row
from terminal.storage.journal.selection import Selection, intent_record
from terminal.storage.journal.verification import Finding, Verification, verify

__all__ = [
    "Finding",
    "Journal",
    "JournalError",
    "JournalReader",
    "Record",
    "RecordKind",
    "Row",
    "Selection",
    "Verification",
    "intent_record",
    "verify",
]
