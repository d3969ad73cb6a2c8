"""The rows of an SQLite file, as the tables of a PostgreSQL database hold them."""
