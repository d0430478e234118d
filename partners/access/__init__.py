"""Who may open, change or point at what: the wall between partners."""
