"""How fast the wall is at national scale: `make bench`, and `SCALE=1 make bench` for the whole."""
