"""The introduction: five steps on the paper market, each done rather than read."""
