"""Waivers: who lets a text go without its English, and until when."""
