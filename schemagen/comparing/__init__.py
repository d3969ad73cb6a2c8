"""The rows of two databases beside each other: counts, checksums, and the rows that differ."""
