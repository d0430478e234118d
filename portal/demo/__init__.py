"""The demonstration: content as data, and what loads it."""
