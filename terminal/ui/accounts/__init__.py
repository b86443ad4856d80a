"""API keys and the pre-flight, each in a window that blocks nothing."""
