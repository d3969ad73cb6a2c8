"""In which order objects are made and removed, and with which statements."""
