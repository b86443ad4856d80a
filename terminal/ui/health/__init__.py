"""The health panel: age of every feed, lag of the loops, cost of painting."""
