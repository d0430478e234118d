"""How Django writes dates where the portal says no more, by language."""
