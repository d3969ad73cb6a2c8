"""What linters by others say of the five projects' output."""
