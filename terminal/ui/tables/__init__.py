"""Tables of many rows: pure columns, a model that tells exactly what changed, a view by hand."""
