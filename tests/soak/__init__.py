"""Three venues at once, auto on, an accelerated market and random faults from a seed."""
