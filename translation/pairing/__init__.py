"""What keeps both languages of a page together: who waits for whom, and what goes out at once."""
