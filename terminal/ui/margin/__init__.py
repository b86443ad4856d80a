"""The margin panel: utilisation against its four levels, accounts, distance to liquidation."""
