"""What the settings file calls its settings, marked here: the store itself has no tongue."""

from terminal.ui.words import QT_TRANSLATE_NOOP

SETTING_WORDS = (
    QT_TRANSLATE_NOOP("window", "Policy at the start"),
    QT_TRANSLATE_NOOP("window", "A preset's name, one of your own, or the path of a .toml file."),
    QT_TRANSLATE_NOOP("window", "Dead-man switch"),
    QT_TRANSLATE_NOOP(
        "window",
        "Where a venue has one, it cancels all orders there when this program has been "
        "silent for so long; 0 switches it off.",
    ),
    QT_TRANSLATE_NOOP("window", "s"),
    QT_TRANSLATE_NOOP("window", "Seed of the paper market"),
    QT_TRANSLATE_NOOP(
        "window", "The same seed gives the same prices; empty draws another at each start."
    ),
    QT_TRANSLATE_NOOP("window", "Book updates"),
    QT_TRANSLATE_NOOP("window", "Of the paper market, for all contracts together."),
    QT_TRANSLATE_NOOP("window", "a second"),
    QT_TRANSLATE_NOOP("window", "Theme"),
    QT_TRANSLATE_NOOP("window", "Dark"),
    QT_TRANSLATE_NOOP("window", "Light"),
    QT_TRANSLATE_NOOP("window", "Colours of up and down"),
    QT_TRANSLATE_NOOP("window", "Signs and shapes stand beside the colours in every one of them."),
    QT_TRANSLATE_NOOP("window", "Western"),
    QT_TRANSLATE_NOOP("window", "East asian"),
    QT_TRANSLATE_NOOP("window", "Colour blind"),
    QT_TRANSLATE_NOOP("window", "Size of everything"),
    QT_TRANSLATE_NOOP("window", "Beside what the screen itself asks for."),
    QT_TRANSLATE_NOOP("window", "Times"),
    QT_TRANSLATE_NOOP("window", "The journal and exports are always in UTC."),
    QT_TRANSLATE_NOOP("window", "Local"),
    QT_TRANSLATE_NOOP("window", "Lock hand orders again after"),
    QT_TRANSLATE_NOOP("window", "Without a hand order and without a touch of their panel."),
    QT_TRANSLATE_NOOP("window", "Sounds for fills, freezes and alarms"),
    QT_TRANSLATE_NOOP("window", "Notice on the desktop: fills"),
    QT_TRANSLATE_NOOP("window", "Notice on the desktop: freezes"),
    QT_TRANSLATE_NOOP("window", "Notice on the desktop: alarms"),
    QT_TRANSLATE_NOOP("window", "Show the introduction at the start"),
)
"""Titles, descriptions, units and choices, as the settings page shows them."""
