"""The one model of a database that everything is lowered to, read into, compared and rendered."""
