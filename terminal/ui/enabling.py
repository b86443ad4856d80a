"""Disabling what has the keyboard without Qt handing it on to the next button.

Qt gives it to whatever comes next, and a space meant for one button would press another.
"""

from PySide6.QtWidgets import QWidget

from terminal.ui.panel import Panel


def enable(widget: QWidget, enabled: bool) -> None:
    """Enable or disable `widget`; the panel around it takes the keyboard from a disabled one."""
    if not enabled:
        leave(widget)
    widget.setEnabled(enabled)


def leave(widget: QWidget) -> None:
    """Take the keyboard from `widget`, before it is hidden, say: its panel has it then."""
    if not widget.hasFocus():
        return
    above = widget.parentWidget()
    while above is not None and not isinstance(above, Panel):
        above = above.parentWidget()
    if above is None:
        widget.clearFocus()
    else:
        above.setFocus()
