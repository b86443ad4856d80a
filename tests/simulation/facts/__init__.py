"""What the events alone say is so: worked out beside the engine, in the plainest way."""
