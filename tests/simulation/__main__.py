"""Long runs: `python -m tests.simulation --seeds 50000`."""
