"""The pre-flight's judging and reading, without a wire."""
