"""How much may be sent: messages a second, orders a minute, turnover an hour, repetitions."""

from collections import deque

from terminal.engine.policy.policy import Policy
from terminal.model.events import Side
from terminal.model.reasons import Reason

_SECOND_NS = 1_000_000_000
_MINUTE_NS = 60 * _SECOND_NS
_HOUR_NS = 3600 * _SECOND_NS
# Venue, symbol, side, lots, and the position it was sent from: a slice that follows a filled one
# is not the same order again.
_Shape = tuple[str, str, Side, int, int]


class RateLimits:
    """Remembers what was sent. Times are ns since the epoch, turnover is USD."""

    __slots__ = ("_messages", "_orders", "_shapes", "_turnover", "_turnover_sum")

    def __init__(self) -> None:
        self._messages: dict[str, deque[int]] = {}
        self._orders: deque[int] = deque()
        self._turnover: deque[tuple[int, float]] = deque()
        self._turnover_sum = 0.0
        self._shapes: deque[tuple[int, _Shape]] = deque()

    def record(self, at: int, shape: _Shape, usd: float) -> None:
        """Note an order that is sent."""
        self.record_message(at, shape[0])
        _drop_before(self._orders, at - _MINUTE_NS)
        self._orders.append(at)
        self._forget_turnover(at)
        self._turnover.append((at, usd))
        self._turnover_sum += usd
        self._shapes.append((at, shape))

    def record_message(self, at: int, venue: str) -> None:
        """Note anything that is sent to `venue`."""
        sent = self._messages.setdefault(venue, deque())
        _drop_before(sent, at - _SECOND_NS)
        sent.append(at)

    def refusal(self, at: int, shape: _Shape, policy: Policy) -> Reason | None:
        """Return why one more scaling order of `shape` may not be sent now; None where it may."""
        sent = self._messages.get(shape[0])
        if sent:
            _drop_before(sent, at - _SECOND_NS)
            if len(sent) >= policy.max_messages_per_second:
                return Reason.MAX_MESSAGES_PER_SECOND
        if policy.max_orders_per_minute is not None:
            _drop_before(self._orders, at - _MINUTE_NS)
            if len(self._orders) >= policy.max_orders_per_minute:
                return Reason.MAX_ORDERS_PER_MINUTE
        if self._repeated(at, shape, policy):
            return Reason.REPEATED_ORDER
        return None

    def _repeated(self, at: int, shape: _Shape, policy: Policy) -> bool:
        since = at - int(policy.repeat_window_s * 1e9)
        while self._shapes and self._shapes[0][0] <= since:
            self._shapes.popleft()
        return sum(1 for _, sent in self._shapes if sent == shape) >= policy.repeat_limit

    def forget_repetitions(self) -> None:
        """Start counting repetitions anew: the trader has looked."""
        self._shapes.clear()

    def turnover_left(self, at: int, policy: Policy) -> float:
        """Return the USD that may still be traded within the hour; infinite without a cap."""
        if policy.max_turnover_usd_per_hour is None:
            return float("inf")
        self._forget_turnover(at)
        return max(policy.max_turnover_usd_per_hour - self._turnover_sum, 0.0)

    def _forget_turnover(self, at: int) -> None:
        while self._turnover and self._turnover[0][0] <= at - _HOUR_NS:
            self._turnover_sum -= self._turnover.popleft()[1]
        if not self._turnover:
            self._turnover_sum = 0.0


def _drop_before(times: deque[int], since: int) -> None:
    while times and times[0] <= since:
        times.popleft()
