"""Backends of Wagtail’s search that know the languages of the portal: pages, choosers, the administration."""
