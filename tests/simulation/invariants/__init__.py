"""What must hold whatever happens. Only outputs, snapshots and the venues' truth are read."""
