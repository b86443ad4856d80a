"""What the trader decides: mode, policy, overrides."""
