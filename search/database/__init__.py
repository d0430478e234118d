"""The public search on the database that the portal runs on."""
