"""The editor of a translated page: passages, the draft that follows them, what is left to do."""
