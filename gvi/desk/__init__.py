"""Pages that draw on several apps: Min dag, the person page, search, help."""
