"""Workspaces: where every panel stands, under a name, over restarts and screens."""
