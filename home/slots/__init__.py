"""Featured slots: their way to the home page, and their screens."""
