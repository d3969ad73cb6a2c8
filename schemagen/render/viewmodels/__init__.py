"""What templates are given: finished strings, in order."""
