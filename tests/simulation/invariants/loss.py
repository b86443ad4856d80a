"""A session's loss beyond the policy's limit locks what grows, until the policy changes."""

from collections import deque
from dataclasses import dataclass, field

from terminal.model.outputs import Decision, OrderIntent, Purpose
from tests.simulation.facts.policy import PolicyFacts
from tests.simulation.scenario import SECOND

_ROUNDING = 1e-9
# The engine looks at losses ten times a second: what lasted for twice as long it has seen.
_SEEN_AFTER_NS = SECOND // 5


@dataclass(slots=True)
class _Account:
    """One venue's equity of late, settlement currency, and the highest that lasted."""

    lately: deque[tuple[int, float]] = field(default_factory=deque)
    peak: float | None = None
    locked: bool = False

    def take(self, at: int, equity: float, limit: float) -> None:
        lately = self.lately
        lately.append((at, equity))
        while len(lately) > 1 and lately[1][0] <= at - _SEEN_AFTER_NS:
            lately.popleft()
        if at - lately[0][0] < _SEEN_AFTER_NS:
            return
        known = [one for _, one in lately]
        self.peak = min(known) if self.peak is None else max(self.peak, min(known))
        if self.peak - max(known) > limit + _ROUNDING * abs(self.peak):
            self.locked = True


@dataclass(slots=True)
class Losses:
    """What the session lost, by venue."""

    accounts: dict[str, _Account] = field(default_factory=dict)
    limit: float | None = None

    def take(self, decision: Decision, policy: PolicyFacts) -> None:
        """Learn from the equity that a decision names."""
        limit, equity = policy.key("max_session_loss"), decision.inputs.equity
        if limit != self.limit:
            self.limit = limit
            self.accounts.clear()  # a lock that the trader lifted, or one of another limit
        if limit is not None and equity is not None:
            account = self.accounts.setdefault(decision.venue, _Account())
            account.take(decision.at, equity, limit)

    def locks(self, order: OrderIntent) -> bool:
        """True where an order that makes the position larger comes after the loss."""
        account = self.accounts.get(order.venue)
        grows = not order.reduce_only and order.purpose in (Purpose.SCALE, Purpose.MANUAL)
        return grows and account is not None and account.locked
