"""Two moments of a number, and several places side by side."""
