"""Help where the question is: a topic a panel, from the program's own files."""
