"""Every action of the window in one book: its name, its keys, who may change them."""
