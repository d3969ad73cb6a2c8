"""What grows in a database, and what would help."""
