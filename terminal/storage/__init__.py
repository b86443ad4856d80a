"""Disk: settings, policies, credentials and the journal."""
