"""The four levels of margin utilisation in words and colours. Pure."""

from enum import IntEnum

from terminal.ui.words import QT_TRANSLATE_NOOP


class Zone(IntEnum):
    """Where a utilisation stands among the levels, ascending."""

    UNKNOWN = -1
    CALM = 0
    WARN = 1
    STOP = 2
    RESTORE = 3
    FLATTEN = 4


ZONE_ACTS = {
    Zone.WARN: QT_TRANSLATE_NOOP("window", "Add margin or reduce before increases stop"),
    Zone.STOP: QT_TRANSLATE_NOOP("window", "Increases are stopped"),
    Zone.RESTORE: QT_TRANSLATE_NOOP("window", "Positions are cut back"),
    Zone.FLATTEN: QT_TRANSLATE_NOOP("window", "Positions are closed before the venue does it"),
}
ZONE_WORDS = {
    Zone.UNKNOWN: QT_TRANSLATE_NOOP("window", "unknown"),
    Zone.CALM: QT_TRANSLATE_NOOP("window", "calm"),
    Zone.WARN: QT_TRANSLATE_NOOP("window", "over warn"),
    Zone.STOP: QT_TRANSLATE_NOOP("window", "over stop"),
    Zone.RESTORE: QT_TRANSLATE_NOOP("window", "over restore"),
    Zone.FLATTEN: QT_TRANSLATE_NOOP("window", "over flatten"),
}
ZONE_TONES = {
    Zone.UNKNOWN: "text_secondary",
    Zone.CALM: "text",
    Zone.WARN: "warning",
    Zone.STOP: "warning",
    Zone.RESTORE: "alarm",
    Zone.FLATTEN: "alarm",
}
