"""The scaling policy, key by key, and what a change would do before it is applied."""
