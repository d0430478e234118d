"""Measures of the portal, with the command that takes them in each module. Not part of the test suite."""
