"""Giving outside the decision page: urgently, aloud, and onward what one has received."""
