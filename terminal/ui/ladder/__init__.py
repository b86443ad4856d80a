"""The price ladder: static, price descending, bids left, asks right."""
