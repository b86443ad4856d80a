"""Binance COIN-M on loopback: dapi REST, market, user and order websockets, signatures verified."""

from tests.loopback.binance.server import BinanceLoopback

__all__ = ["BinanceLoopback"]
