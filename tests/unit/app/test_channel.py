"""Messages through two pipes: whole, in order, and nobody waits for a reader but the writer."""

import os
import threading
from collections.abc import Iterator

import pytest

from terminal.app.channel import Channel

_LONG_S = 10.0


class Ends:
    """The two ends of one pair of pipes."""

    def __init__(self) -> None:
        there, from_here = os.pipe()
        here, from_there = os.pipe()
        self.ours = Channel(here, from_here)
        self.theirs = Channel(there, from_there)


@pytest.fixture
def ends() -> Iterator[Ends]:
    made = Ends()
    yield made
    made.ours.finish(_LONG_S)
    made.theirs.finish(_LONG_S)


def hear(channel: Channel) -> tuple[list[bytes], threading.Event, threading.Thread]:
    heard: list[bytes] = []
    over = threading.Event()
    return heard, over, channel.listen(heard.append, over.set)


def test_messages_come_whole_and_in_order(ends: Ends) -> None:
    sent = [b"", b"a", b"\x00" * 70_000, b"\n\xff", "ü".encode()]
    heard, over, thread = hear(ends.theirs)
    for message in sent:
        ends.ours.send(message)
    ends.ours.finish(_LONG_S)
    thread.join(_LONG_S)
    assert over.is_set()
    assert heard == sent


def test_who_sends_does_not_wait_for_who_does_not_read(ends: Ends) -> None:
    large = b"x" * 3_000_000  # more than any pipe holds
    ends.ours.send(large)
    ends.ours.send(b"and this")
    assert ends.theirs.receive() == large
    assert ends.theirs.receive() == b"and this"


def test_the_end_of_one_side_is_heard_on_the_other(ends: Ends) -> None:
    ends.ours.send(b"last")
    ends.ours.finish(_LONG_S)
    assert ends.theirs.receive() == b"last"
    assert ends.theirs.receive() is None


def test_what_is_cut_off_in_its_middle_is_the_end() -> None:
    incoming, outgoing = os.pipe()
    os.write(outgoing, b"\x10\x00\x00\x00half")
    os.close(outgoing)
    nowhere, unused = os.pipe()
    channel = Channel(incoming, unused)
    assert channel.receive() is None
    channel.finish(_LONG_S)
    os.close(nowhere)
    os.close(incoming)


def test_what_cannot_be_understood_is_the_end_too(
    ends: Ends, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[type[BaseException] | None] = []
    monkeypatch.setattr(threading, "excepthook", lambda arguments: told.append(arguments.exc_type))
    over = threading.Event()

    def fail(_: bytes) -> None:
        raise ValueError("no such message")

    thread = ends.theirs.listen(fail, over.set)
    ends.ours.send(b"?")
    thread.join(_LONG_S)
    assert over.is_set()
    assert told == [ValueError]


def test_a_reader_that_is_gone_is_no_error(ends: Ends) -> None:
    _, _, thread = hear(ends.theirs)
    ends.ours.finish(_LONG_S)
    thread.join(_LONG_S)  # it has closed its way in by now
    ends.theirs.send(b"to whom")
    ends.theirs.finish(_LONG_S)
