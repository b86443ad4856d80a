"""Sharing a target out among venues, each within its own cap."""

from collections.abc import Sequence
from math import fsum


def water_fill(
    total: float, weights: Sequence[float], capacities: Sequence[float]
) -> tuple[list[float], float]:
    """Share `total` in proportion to `weights`, none above its capacity; all in USD.

    What a full share cannot take goes to the others in proportion to their weights. Returns the
    shares and what could not be placed at all.
    """
    shares = [0.0] * len(weights)
    open_shares = [i for i, weight in enumerate(weights) if weight > 0 and capacities[i] > 0]
    remaining = total
    while open_shares and remaining > 0:
        weight = fsum(weights[i] for i in open_shares)
        full = [i for i in open_shares if remaining * weights[i] / weight >= capacities[i]]
        if not full:
            for i in open_shares:
                shares[i] = remaining * weights[i] / weight
            return shares, 0.0
        for i in full:
            shares[i] = capacities[i]
        remaining -= fsum(capacities[i] for i in full)
        open_shares = [i for i in open_shares if i not in full]
    return shares, max(remaining, 0.0)


def fill_in_order(
    total: float, order: Sequence[int], capacities: Sequence[float]
) -> tuple[list[float], float]:
    """Fill the shares one after the other in `order`, each up to its capacity; all in USD."""
    shares = [0.0] * len(capacities)
    remaining = total
    for i in order:
        shares[i] = min(remaining, capacities[i])
        remaining -= shares[i]
        if remaining <= 0:
            break
    return shares, max(remaining, 0.0)
