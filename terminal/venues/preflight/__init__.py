"""Looking a venue over before automatic orders go there: facts in, lines of green and red out."""
