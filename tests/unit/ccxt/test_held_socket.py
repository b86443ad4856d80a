"""Sockets read with the interpreter lock in hand: the same bytes and the same errors."""

import socket
import struct
import sys
from collections.abc import Iterator

import pytest

from terminal.venues.ccxt import held_socket
from terminal.venues.ccxt.held_socket import HeldSocket, socket_factory

if sys.platform != "linux":
    pytest.skip("there are none here", allow_module_level=True)

Pair = tuple[socket.socket, socket.socket]


@pytest.fixture
def pair() -> Iterator[Pair]:
    factory = socket_factory()
    assert factory is not None
    with socket.create_server(("127.0.0.1", 0)) as server:
        ours = factory((socket.AF_INET, socket.SOCK_STREAM, 0, "", server.getsockname()))
        with pytest.raises(BlockingIOError):
            ours.connect(server.getsockname())
        theirs, _ = server.accept()
        with ours, theirs:
            yield ours, theirs


def test_what_was_sent_is_read(pair: Pair) -> None:
    ours, theirs = pair
    assert isinstance(ours, HeldSocket)
    theirs.sendall(b"tick and tock")
    assert (ours.recv(4), ours.recv(100)) == (b"tick", b" and tock")
    theirs.sendall(b"abcdefgh")
    buffer = bytearray(b"........")
    assert (ours.recv_into(buffer, 3), buffer) == (3, b"abc.....")
    assert (ours.recv_into(memoryview(buffer)[4:]), buffer) == (4, b"abc.defg")
    assert ours.recv(100) == b"h"


def test_no_reading_takes_more_than_there_is_room_for(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held_socket, "_MOST_BYTES", 5)
    ours, theirs = pair
    theirs.sendall(b"0123456789")
    assert (ours.recv(1_000_000), ours.recv(1_000_000)) == (b"01234", b"56789")


def test_nothing_there_is_not_the_end(pair: Pair) -> None:
    ours, theirs = pair
    with pytest.raises(BlockingIOError):
        ours.recv(10)
    with pytest.raises(BlockingIOError):
        ours.recv_into(bytearray(10))
    theirs.close()
    assert ours.recv(10) == b""
    assert ours.recv_into(bytearray(10)) == 0


def test_a_connection_that_is_reset_is_an_error(pair: Pair) -> None:
    ours, theirs = pair
    theirs.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    theirs.close()
    with pytest.raises(ConnectionResetError):
        ours.recv(10)


def test_a_closed_socket_says_so(pair: Pair) -> None:
    ours, _ = pair
    ours.close()
    with pytest.raises(OSError, match="Bad file descriptor"):
        ours.recv(10)
