"""French as it is written in Québec."""
