"""Exchanges reached through ccxt: the only room that imports it, and only on the engine's loop."""

from terminal.venues.ccxt.library import prepare

prepare()
