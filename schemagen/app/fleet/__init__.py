"""Many databases with the same migrations: which they are, in which order, and how far each is."""
