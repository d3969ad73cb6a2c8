"""Making the partitions that are needed next, and taking leave of those whose time is over."""
