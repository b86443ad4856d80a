"""What goes wrong and what does not: the dice of one part of a world, and the count of its throws.

A mishap that is never thrown proves nothing, so every one that happens is counted by its name.
"""

from collections import Counter
from random import Random

from tests.simulation.scenario import Faults

# Beside the fields of `Faults`: what comes of several of them, counted where it is seen.
CONSEQUENCES = (
    "landed_after_not_found",
    "fill_before_answer",
    "answer_before_fill",
    "fill_after_the_end",
    "partly_filled_then_cancelled",
    "fill_beat_cancel",
    "reduce_only_cut",
    "insufficient_margin",
    "too_many_requests",
    "refused_in_maintenance",
    "expired",
    "mark_spike",
    "interval_changed",
    "funding_flipped",
    "other_instance",
    "feed_lost_unannounced",
    "down_beside_another",
    "kill_while_down",
    "kill_with_order_unresolved",
    "restart_with_order_unresolved",
    "sleep_with_order_unresolved",
    "margin_used_up",
    "margin_moved",
    "skewed_statement",
    "late_undated_statement",
    "late_news",
)


class Luck:
    """Throws the dice for `faults`; every mishap that happens is counted in `happened`."""

    def __init__(self, faults: Faults, random: Random, happened: Counter[str]) -> None:
        self.faults = faults
        self.random = random
        self.happened = happened

    def strikes(self, fault: str, times: float = 1.0) -> bool:
        """True where the mishap of that name happens now; `times` is how many trials this is."""
        probability = float(getattr(self.faults, fault)) * times
        if probability <= 0 or self.random.random() >= probability:
            return False
        self.happened[fault] += 1
        return True

    def note(self, consequence: str) -> None:
        """Count what came of a mishap."""
        assert consequence in CONSEQUENCES, consequence
        self.happened[consequence] += 1
