"""Every setting on one page: unit, range, and the mistake where it was made."""
