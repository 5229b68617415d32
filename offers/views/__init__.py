"""Pages of offers and the exit side, one module by noun."""
