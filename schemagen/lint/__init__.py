"""Advice on what is declared: what PostgreSQL accepts and production regrets."""
