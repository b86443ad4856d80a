"""Exchanges through ccxt, without a wire."""
