"""How well a search answers: queries judged by readers of the demonstration, and what is measured on them."""
