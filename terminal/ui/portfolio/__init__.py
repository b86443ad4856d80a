"""The portfolio panel: venues and accounts, their shares, and where margin should be moved."""
