"""A venue's funding history may be told again after a reconnect."""

from terminal.engine.funding.monitor import FundingMonitor
from terminal.model.events import FundingSettled

HOUR = 3_600 * 10**9


def _settled(hour: int, rate: float) -> FundingSettled:
    return FundingSettled(
        at=100 * HOUR, venue="v", symbol="s", funding_rate=rate, settled_at=hour * HOUR
    )


def test_a_history_told_twice_counts_once() -> None:
    monitor = FundingMonitor(3.0)
    history = [_settled(hour, 0.0001 * hour) for hour in range(1, 6)]
    for event in (*history, *history):
        monitor.settle(event, 0.05)
    assert [at // HOUR for at, _ in monitor.history] == [1, 2, 3, 4, 5]
    once = FundingMonitor(3.0)
    for event in history:
        once.settle(event, 0.05)
    assert monitor.prediction.ema_error == once.prediction.ema_error
    assert monitor.predicted(0) == once.predicted(0)
