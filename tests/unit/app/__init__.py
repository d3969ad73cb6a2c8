"""What is said of tables that grow."""
