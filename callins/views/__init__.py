"""Pages of call-ins and individual talks, one module by noun."""
