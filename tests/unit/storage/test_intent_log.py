"""The log of intents: what it keeps, what it gives back, and when a slot is taken anew."""

import ctypes
import errno
import os
import stat
from pathlib import Path
from types import SimpleNamespace

import pytest

from terminal.storage.journal import Record, RecordKind, intent_log
from terminal.storage.journal import direct_file as direct_file_module
from terminal.storage.journal.direct_file import BLOCK_BYTES, DirectFile
from terminal.storage.journal.intent_log import LOG_NAME, SLOTS, IntentLog, encoded, leftover
from tests.unit.storage.intents import Kernel, order

_LONGEST_WAIT_S = 5.0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / LOG_NAME


@pytest.fixture
def real(path: Path) -> IntentLog:
    log = IntentLog.open(path)
    if log is None:
        pytest.skip("this system or file system has no direct writes that nobody waits for")
    return log


def slot(number: int) -> bytes:
    content = encoded(number, order(number))
    assert content is not None
    return content


def ats(path: Path) -> list[int]:
    return [left.at for left in leftover(path)]


def test_what_the_kernel_has_written_can_be_read_back(real: IntentLog, path: Path) -> None:
    entries = [real.begin(order(number)) for number in (1, 2, 3)]
    for entry in reversed(entries):
        assert entry is not None
        assert entry.written(_LONGEST_WAIT_S)
    assert [(left.at, left.kind, left.payload) for left in leftover(path)] == [
        (number, "order_intent", f'{{"number":{number}}}') for number in (1, 2, 3)
    ]
    real.close()


@pytest.mark.skipif(os.name == "nt", reason="there are no such modes on Windows")
def test_only_its_owner_can_read_it(real: IntentLog, path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    real.close()


def test_a_real_ring_goes_round(real: IntentLog, path: Path) -> None:
    for number in range(1, 2 * SLOTS + 4):
        entry = real.begin(order(number))
        assert entry is not None
        assert entry.written(_LONGEST_WAIT_S)
        entry.release()
    assert ats(path) == list(range(SLOTS + 4, 2 * SLOTS + 4))
    real.close()
    assert not path.exists()


def test_opening_leaves_nothing_of_before(path: Path) -> None:
    path.write_bytes(slot(1) * (SLOTS + 2))
    log = IntentLog.open(path)
    if log is None:
        pytest.skip("this system or file system has no direct writes that nobody waits for")
    assert leftover(path) == []
    assert path.stat().st_size == SLOTS * BLOCK_BYTES
    log.close()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda whole: whole[:30] + b"\0" * 4066,
        lambda whole: whole[:-4066] + bytes([whole[30] ^ 1]) + whole[31:],
        lambda whole: b"FOREIGN!" + whole[8:],
        lambda whole: whole[:8] + b"\2\0\0\0" + whole[12:],
        lambda whole: whole[:12] + b"\xff\xff\0\0" + whole[16:],
        lambda whole: whole[:10],
        lambda whole: b"",
        lambda _: bytes(BLOCK_BYTES),
    ],
    ids=["torn", "a bit", "foreign", "version", "length", "cut", "nothing", "zeros"],
)
def test_what_is_not_whole_is_not_given_back(path: Path, spoil: object) -> None:
    assert callable(spoil)
    path.write_bytes(slot(1) + slot(2))
    assert ats(path) == [1, 2]
    path.write_bytes(slot(1) + spoil(slot(2)))
    assert ats(path) == [1]


def test_slots_come_back_in_the_order_of_writing(path: Path) -> None:
    path.write_bytes(slot(12) + slot(13) + slot(2) + slot(11))
    assert ats(path) == [2, 11, 12, 13]
    assert leftover(path.with_name("none")) == []


def test_nothing_is_begun_where_no_slot_is_free(path: Path) -> None:
    log = IntentLog(path, Kernel(path))
    assert all(log.begin(order(number)) for number in range(SLOTS))
    assert log.begin(order(SLOTS)) is None
    assert ats(path) == list(range(SLOTS))


def test_a_slot_waits_for_the_kernel(path: Path) -> None:
    kernel = Kernel(path, at_once=False)
    log = IntentLog(path, kernel)
    for number in range(SLOTS):
        entry = log.begin(order(number))
        assert entry is not None
        entry.release()
    assert log.begin(order(SLOTS)) is None
    kernel.land()
    assert log.begin(order(SLOTS)) is not None


def test_a_slot_waits_for_the_journal(path: Path) -> None:
    log = IntentLog(path, Kernel(path))
    entries = [log.begin(order(number)) for number in range(SLOTS)]
    assert log.begin(order(SLOTS)) is None
    third = entries[2]
    assert third is not None
    third.release()
    again = log.begin(order(SLOTS))
    assert again is not None
    assert again.slot == third.slot
    assert log.begin(order(SLOTS)) is None


@pytest.mark.parametrize(
    "record",
    [
        Record(1, RecordKind.ORDER_INTENT, {"text": "x" * BLOCK_BYTES}),
        Record(2**63, RecordKind.ORDER_INTENT, {}),
        Record(-(2**80), RecordKind.ORDER_INTENT, {}),
    ],
    ids=["large", "late", "early"],
)
def test_what_does_not_fit_in_a_slot_goes_another_way(path: Path, record: Record) -> None:
    kernel = Kernel(path)
    assert IntentLog(path, kernel).begin(record) is None
    assert kernel.submitted == 0


def test_a_refusal_of_the_kernel_costs_no_slot(path: Path) -> None:
    kernel = Kernel(path)
    log = IntentLog(path, kernel)
    kernel.refuses = True
    assert log.begin(order(1)) is None
    kernel.refuses = False
    assert all(log.begin(order(number)) for number in range(SLOTS))


@pytest.mark.parametrize("result", [-errno.EAGAIN, -errno.EIO, 512, 0])
def test_a_block_that_is_not_wholly_written_is_not_on_disk(path: Path, result: int) -> None:
    kernel = Kernel(path)
    kernel.result = result
    entry = IntentLog(path, kernel).begin(order(1))
    assert entry is not None
    assert not entry.written(_LONGEST_WAIT_S)


def test_what_is_heard_of_others_meanwhile_is_noted(path: Path) -> None:
    kernel = Kernel(path, at_once=False)
    log = IntentLog(path, kernel)
    first, second = log.begin(order(1)), log.begin(order(2))
    assert first is not None
    assert second is not None
    assert not first.written(0.0)
    kernel.land()
    assert second.written(0.0)
    assert first.success is True


def test_a_signal_does_not_end_a_wait(path: Path) -> None:
    kernel = Kernel(path, at_once=False)
    kernel.signals = 2
    entry = IntentLog(path, kernel).begin(order(1))
    assert entry is not None
    assert entry.written(_LONGEST_WAIT_S)


def test_an_error_while_waiting_is_no_word_of_success(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel = Kernel(path, at_once=False)
    entry = IntentLog(path, kernel).begin(order(1))
    assert entry is not None

    def refuse(_timeout_s: float) -> list[tuple[int, int]]:
        raise OSError(errno.EINVAL, "io_getevents")

    monkeypatch.setattr(kernel, "wait", refuse)
    assert not entry.written(_LONGEST_WAIT_S)


@pytest.mark.parametrize("all_released", [True, False])
def test_the_file_goes_only_when_the_journal_has_everything(path: Path, all_released: bool) -> None:
    kernel = Kernel(path)
    log = IntentLog(path, kernel)
    for number in (1, 2):
        entry = log.begin(order(number))
        assert entry is not None
        if number == 1 or all_released:
            entry.release()
    log.close()
    log.close()
    assert kernel.closed == 1
    assert path.exists() is not all_released
    assert log.begin(order(3)) is None


def test_the_file_stays_where_a_write_may_still_come(path: Path) -> None:
    kernel = Kernel(path, at_once=False)
    kernel.closes = False
    log = IntentLog(path, kernel)
    entry = log.begin(order(1))
    assert entry is not None
    entry.release()
    log.close()
    assert path.exists()
    assert not entry.written(_LONGEST_WAIT_S)


def test_memory_that_the_kernel_may_still_read_is_not_given_back(
    tmp_path: Path, real: IntentLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    real.close()
    monkeypatch.setattr(direct_file_module, "_CLOSE_S", 0.0)
    file = DirectFile(tmp_path / "blocks", 4)
    file._in_flight += 1
    assert not file.close()
    assert file._descriptor >= 0
    assert file._context.value
    file._in_flight -= 1
    assert file.close()
    assert (file._descriptor, file._context.value) == (-1, 0)


def test_a_signal_during_the_system_call_is_no_error(tmp_path: Path, real: IntentLog) -> None:
    real.close()
    file = DirectFile(tmp_path / "blocks", 4)
    ctypes.set_errno(errno.EINTR)
    assert file._found(-1) == []
    ctypes.set_errno(errno.EINVAL)
    with pytest.raises(OSError, match="io_getevents"):
        file._found(-1)
    assert file.close()


def refuse_machine(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("platform.machine", lambda: "riscv64")


def refuse_context(patch: pytest.MonkeyPatch) -> None:
    unknown = direct_file_module._Numbers(99_999, 99_999, 99_999, 99_999)
    machines = dict.fromkeys(direct_file_module._NUMBERS, unknown)
    patch.setattr(direct_file_module, "_NUMBERS", machines)


def refuse_direct_writes(patch: pytest.MonkeyPatch) -> None:
    open_file, direct = os.open, getattr(os, "O_DIRECT", 0)

    def refuse(path: Path, flags: int, mode: int = 0o777) -> int:
        if flags & direct:
            raise OSError(errno.EINVAL, "Invalid argument")
        return open_file(path, flags, mode)

    patch.setattr(os, "open", refuse)


def refuse_submission(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(DirectFile, "submit", lambda *_: False)


def refuse_the_trial(patch: pytest.MonkeyPatch) -> None:
    found = DirectFile._found
    patch.setattr(
        DirectFile,
        "_found",
        lambda file, count: [(block, -errno.EOPNOTSUPP) for block, _ in found(file, count)],
    )


@pytest.mark.parametrize(
    "refuse",
    [refuse_machine, refuse_context, refuse_direct_writes, refuse_submission, refuse_the_trial],
)
def test_there_is_no_log_where_the_system_refuses_it(
    path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, refuse: object
) -> None:
    assert callable(refuse)
    refuse(monkeypatch)
    caplog.set_level("INFO")
    assert IntentLog.open(path) is None
    (line,) = caplog.messages
    assert line.startswith("orders wait for the journal itself")


def test_a_journal_that_does_not_follow_gets_no_orders_past_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [10.0]
    monkeypatch.setattr(intent_log, "time", SimpleNamespace(monotonic=lambda: now[0]))
    log = IntentLog(path, Kernel(path))
    first = log.begin(order(1))
    assert first is not None
    now[0] += 0.9
    assert log.begin(order(2)) is not None
    now[0] += 0.2
    assert log.begin(order(3)) is None, "the first one is not in the journal after a second"
    first.release()
    assert log.begin(order(4)) is not None


def test_an_entry_that_nobody_waited_for_is_in_nobodys_way(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [10.0]
    monkeypatch.setattr(intent_log, "time", SimpleNamespace(monotonic=lambda: now[0]))
    kernel = Kernel(path, at_once=False)
    log = IntentLog(path, kernel)
    withdrawn = log.begin(order(1))
    assert withdrawn is not None
    withdrawn.release()
    kernel.land()
    now[0] += 100.0
    assert log.begin(order(2)) is not None
