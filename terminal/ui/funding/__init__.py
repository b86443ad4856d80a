"""The funding panel: rate, settlements, prediction, cost, volatility, age."""
