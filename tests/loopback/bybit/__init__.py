"""Bybit v5 on loopback: REST and websockets for inverse contracts, signatures verified."""

from tests.loopback.bybit.server import BybitLoopback

__all__ = ["BybitLoopback"]
