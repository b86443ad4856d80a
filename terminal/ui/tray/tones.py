"""Short tones, made here and played by what the system has; without anything it beeps.

Qt's own multimedia module is not part of the installation.
"""

import io
import shutil
import sys
import wave
from math import pi, sin
from pathlib import Path

from PySide6.QtWidgets import QApplication

from terminal.ui.starter import Starter
from terminal.ui.tray.notices import NoticeKind

_RATE = 22_050
_LOUDNESS = 0.35
_NOTE_S = 0.11
_NOTES_HZ = {
    NoticeKind.FILL: (659.3, 880.0),
    NoticeKind.FREEZE: (523.3, 392.0),
    NoticeKind.ALARM: (880.0, 622.3, 880.0, 622.3),
}
_PLAYERS = ("afplay", "pw-play", "paplay", "aplay")


def tone(kind: NoticeKind) -> bytes:
    """Return a tone as a WAV file's content: mono, 16 bits; each note swells and fades."""
    samples = bytearray()
    length = round(_RATE * _NOTE_S)
    for frequency in _NOTES_HZ[kind]:
        for number in range(length):
            shape = sin(pi * number / length) ** 0.5
            value = _LOUDNESS * shape * sin(2 * pi * frequency * number / _RATE)
            samples += round(value * 32_767).to_bytes(2, "little", signed=True)
    content = io.BytesIO()
    with wave.open(content, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(_RATE)
        file.writeframes(bytes(samples))
    return content.getvalue()


class Tones:
    """Plays tones without waiting for them; files are made in `directory` when first needed."""

    def __init__(self, directory: Path, starter: Starter) -> None:
        self._directory = directory
        self._starter = starter
        self._player = next((path for name in _PLAYERS if (path := shutil.which(name))), None)

    def play(self, kind: NoticeKind) -> None:
        """Play a tone; a system that cannot beeps."""
        if sys.platform == "win32":
            import winsound

            winsound.PlaySound(str(self._file(kind)), winsound.SND_FILENAME | winsound.SND_ASYNC)
        elif self._player is None or not self._start(kind):
            QApplication.beep()

    def _start(self, kind: NoticeKind) -> bool:
        arguments = [str(self._file(kind))]
        if self._player is not None and Path(self._player).name == "aplay":
            arguments.insert(0, "-q")
        return self._starter.program(str(self._player), arguments)

    def _file(self, kind: NoticeKind) -> Path:
        path = self._directory / f"{kind.value}.wav"
        if not path.exists():
            path.write_bytes(tone(kind))
        return path
