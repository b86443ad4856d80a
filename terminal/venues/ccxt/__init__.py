"""Exchanges reached through ccxt: the only place for ccxt."""
