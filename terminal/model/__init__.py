"""Words: contracts and their arithmetic, events, outputs, reasons, errors."""
