"""Pages of the map, one module by noun."""
