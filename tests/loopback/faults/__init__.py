"""What goes wrong on the wire, and the desk that has to live with it."""
