"""Reported values: what a cell may hold, sums up the tree, who has sent and who has not."""
