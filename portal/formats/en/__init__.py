"""English as it is written in Canada."""
