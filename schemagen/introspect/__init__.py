"""Reading the catalog of a live database."""
