"""The proof of models: what they accept PostgreSQL accepts and gives back, and no more."""
