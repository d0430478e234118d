"""The state of each version, computed, and where it is shown: the matrix, the badges of lists."""
