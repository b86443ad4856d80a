"""Every fault of the transport, under every venue's own ccxt class, with the requests counted."""
